package dev.sluice.frontend.route;

import dev.sluice.frontend.s3.S3Request;
import dev.sluice.frontend.s3.UploadRequest;

/** Makes the requests about uploads in parts. */
final class UploadRoutes {
  private static final int MAX_PARTS = 1000;

  private UploadRoutes() {}

  static S3Request createMultipartUpload(Call call) {
    return new UploadRequest.CreateMultipartUpload(
        call.bucket(),
        call.key(),
        call.expectedOwner(),
        MetadataReader.read(call.head()),
        AclHeaders.ofObject(call.head()),
        ChecksumReader.algorithm(call.head()),
        ChecksumReader.type(call.head()));
  }

  static S3Request uploadPart(Call call) {
    return new UploadRequest.UploadPart(
        call.bucket(), call.key(), call.expectedOwner(), call.uploadId(), call.partNumber());
  }

  static S3Request uploadPartCopy(Call call) {
    return new UploadRequest.UploadPartCopy(
        call.bucket(),
        call.key(),
        call.expectedOwner(),
        call.uploadId(),
        call.partNumber(),
        CopySourceReader.read(call.head(), call.addressing()),
        RangeHeader.parseCopied(call.head().header("x-amz-copy-source-range")));
  }

  static S3Request listParts(Call call) {
    return new UploadRequest.ListParts(
        call.bucket(),
        call.key(),
        call.expectedOwner(),
        call.uploadId(),
        Numbers.number(
            "part-number-marker",
            call.query().value("part-number-marker"),
            0,
            Integer.MAX_VALUE,
            0),
        Numbers.pageSize(call.query(), "max-parts", MAX_PARTS));
  }

  static S3Request completeMultipartUpload(Call call) {
    return new UploadRequest.CompleteMultipartUpload(
        call.bucket(),
        call.key(),
        call.expectedOwner(),
        call.uploadId(),
        ChecksumReader.ofObject(call.head()),
        ChecksumReader.type(call.head()),
        Conditions.size(call.head(), "x-amz-mp-object-size"),
        Conditions.ofWrite(call.head()));
  }

  static S3Request abortMultipartUpload(Call call) {
    return new UploadRequest.AbortMultipartUpload(
        call.bucket(), call.key(), call.expectedOwner(), call.uploadId());
  }
}
