package dev.sluice.frontend.op;

import dev.sluice.frontend.s3.UploadRequest;
import dev.sluice.v1.UploadRef;

/** Names of uploads. */
final class UploadRefs {
  private UploadRefs() {}

  static UploadRef of(UploadRequest.OfUpload request) {
    return UploadRef.newBuilder()
        .setBucket(request.bucket().value())
        .setKey(request.key().value())
        .setUploadId(request.uploadId().value())
        .build();
  }
}
