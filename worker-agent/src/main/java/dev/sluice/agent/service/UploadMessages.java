package dev.sluice.agent.service;

import dev.sluice.agent.store.engine.upload.PartRecord;
import dev.sluice.agent.store.engine.upload.UploadRecord;
import dev.sluice.agent.store.request.CompletionRequest;
import dev.sluice.agent.store.request.CompletionRequest.ListedPart;
import dev.sluice.agent.store.request.PartCopyRequest;
import dev.sluice.agent.store.request.PartPage;
import dev.sluice.agent.store.request.PartRequest;
import dev.sluice.agent.store.request.UploadPage;
import dev.sluice.agent.store.request.UploadQuery;
import dev.sluice.agent.store.request.UploadRef;
import dev.sluice.agent.store.request.UploadRequest;
import dev.sluice.common.model.BucketName;
import dev.sluice.common.model.ChecksumValue;
import dev.sluice.common.model.ETag;
import dev.sluice.common.model.ObjectKey;
import dev.sluice.common.model.UploadId;
import dev.sluice.common.rpc.WireAcl;
import dev.sluice.common.rpc.WireChecksum;
import dev.sluice.common.rpc.WireConditions;
import dev.sluice.common.rpc.WireMetadata;
import dev.sluice.common.rpc.WirePrincipal;
import dev.sluice.common.rpc.WireRange;
import dev.sluice.common.rpc.WireTime;
import dev.sluice.v1.CompleteUploadRequest;
import dev.sluice.v1.CompletedPart;
import dev.sluice.v1.CopyPartRequest;
import dev.sluice.v1.CreateUploadRequest;
import dev.sluice.v1.ListPartsResponse;
import dev.sluice.v1.ListUploadsRequest;
import dev.sluice.v1.ListUploadsResponse;
import dev.sluice.v1.Part;
import dev.sluice.v1.Upload;
import dev.sluice.v1.UploadPartHeader;
import org.jspecify.annotations.Nullable;

/** Uploads and their parts, from messages and to messages. */
final class UploadMessages {
  private UploadMessages() {}

  static UploadRequest create(CreateUploadRequest request) {
    return new UploadRequest(
        new BucketName(request.getBucket()),
        new ObjectKey(request.getKey()),
        WireMetadata.toModel(request.getMetadata()),
        WireChecksum.toModel(request.getChecksumAlgorithm()),
        WireChecksum.toModel(request.getChecksumType()),
        WireAcl.toModel(request.getAcl()));
  }

  static UploadRef ref(dev.sluice.v1.UploadRef upload) {
    return new UploadRef(
        new BucketName(upload.getBucket()),
        new ObjectKey(upload.getKey()),
        new UploadId(upload.getUploadId()));
  }

  static PartRequest part(UploadPartHeader header) {
    return new PartRequest(
        ref(header.getUpload()),
        header.getPartNumber(),
        header.hasLength() ? StoreRequests.length(header.getLength()) : -1,
        WireChecksum.toModel(header.getChecksumAlgorithm()),
        header.getStatesCrc32C());
  }

  static PartCopyRequest copyPart(CopyPartRequest request) {
    return new PartCopyRequest(
        ref(request.getUpload()),
        request.getPartNumber(),
        StoreRequests.source(request.getSource()),
        request.hasRange() ? WireRange.toModel(request.getRange()) : null);
  }

  static UploadQuery list(ListUploadsRequest request) {
    return new UploadQuery(
        new BucketName(request.getBucket()),
        request.getPrefix(),
        request.getDelimiter(),
        request.getKeyMarker(),
        request.getUploadIdMarker(),
        request.getMaxUploads());
  }

  static CompletionRequest complete(CompleteUploadRequest request) {
    return new CompletionRequest(
        ref(request.getUpload()),
        request.getPartsList().stream().map(UploadMessages::listed).toList(),
        request.hasStatedChecksum() ? WireChecksum.toModel(request.getStatedChecksum()) : null,
        WireChecksum.toModel(request.getStatedChecksumType()),
        request.hasStatedSize() ? (@Nullable Long) request.getStatedSize() : null,
        WireConditions.toModel(request.getConditions()));
  }

  static Part part(PartRecord record) {
    Part.Builder part =
        Part.newBuilder()
            .setPartNumber(record.number())
            .setSize(record.size())
            .setEtag(record.etag().value())
            .setLastModified(WireTime.toProto(record.lastModified()));
    ChecksumValue checksum = record.checksum();
    if (checksum != null) {
      part.setChecksum(WireChecksum.toProto(checksum));
    }
    return part.build();
  }

  static ListPartsResponse parts(PartPage page) {
    ListPartsResponse.Builder answer =
        ListPartsResponse.newBuilder()
            .setUpload(upload(page.upload()))
            .setTruncated(page.truncated());
    page.parts().forEach(record -> answer.addParts(part(record)));
    return answer.build();
  }

  static ListUploadsResponse uploads(UploadPage page) {
    ListUploadsResponse.Builder answer =
        ListUploadsResponse.newBuilder()
            .addAllCommonPrefixes(page.commonPrefixes())
            .setTruncated(page.truncated())
            .setNextKeyMarker(page.nextKeyMarker())
            .setNextUploadIdMarker(page.nextUploadIdMarker());
    page.uploads().forEach(record -> answer.addUploads(upload(record)));
    return answer.build();
  }

  private static Upload upload(UploadRecord record) {
    return Upload.newBuilder()
        .setKey(record.key().value())
        .setUploadId(record.id().value())
        .setInitiator(WirePrincipal.toProto(record.initiator()))
        .setInitiated(WireTime.toProto(record.initiated()))
        .setChecksumAlgorithm(WireChecksum.toProto(record.checksumAlgorithm()))
        .setChecksumType(WireChecksum.toProto(record.checksumType()))
        .build();
  }

  private static ListedPart listed(CompletedPart part) {
    return new ListedPart(
        part.getPartNumber(),
        new ETag(part.getEtag()),
        part.hasChecksum() ? WireChecksum.toModel(part.getChecksum()) : null);
  }
}
