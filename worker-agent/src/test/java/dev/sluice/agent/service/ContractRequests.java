package dev.sluice.agent.service;

import com.google.protobuf.ByteString;
import dev.sluice.agent.store.request.CompletionRequest;
import dev.sluice.agent.store.request.CopyRequest;
import dev.sluice.agent.store.request.CopySource;
import dev.sluice.agent.store.request.CreationRequest;
import dev.sluice.agent.store.request.Finish;
import dev.sluice.agent.store.request.ListQuery;
import dev.sluice.agent.store.request.PartCopyRequest;
import dev.sluice.agent.store.request.PartRequest;
import dev.sluice.agent.store.request.PutRequest;
import dev.sluice.agent.store.request.ReadRequest;
import dev.sluice.agent.store.request.UploadQuery;
import dev.sluice.agent.store.request.UploadRef;
import dev.sluice.agent.store.request.UploadRequest;
import dev.sluice.common.model.ByteRange;
import dev.sluice.common.model.ChecksumValue;
import dev.sluice.common.model.ObjectMetadata;
import dev.sluice.common.model.TagSet;
import dev.sluice.common.rpc.WireAcl;
import dev.sluice.common.rpc.WireChecksum;
import dev.sluice.common.rpc.WireConditions;
import dev.sluice.common.rpc.WireMetadata;
import dev.sluice.common.rpc.WireRange;
import dev.sluice.common.rpc.WireSelection;
import dev.sluice.common.rpc.WireTags;
import dev.sluice.v1.CompleteUploadRequest;
import dev.sluice.v1.CompletedPart;
import dev.sluice.v1.CopyObjectRequest;
import dev.sluice.v1.CopyPartRequest;
import dev.sluice.v1.CreateBucketRequest;
import dev.sluice.v1.CreateUploadRequest;
import dev.sluice.v1.GetObjectRequest;
import dev.sluice.v1.HeadObjectRequest;
import dev.sluice.v1.ListObjectsRequest;
import dev.sluice.v1.ListUploadsRequest;
import dev.sluice.v1.ObjectOwnership;
import dev.sluice.v1.PutObjectHeader;
import dev.sluice.v1.UploadPartHeader;

/** What a caller of the store asks, as messages: the way that the services go back. */
final class ContractRequests {
  private ContractRequests() {}

  static PutObjectHeader put(PutRequest request) {
    PutObjectHeader.Builder header =
        PutObjectHeader.newBuilder()
            .setBucket(request.bucket().value())
            .setKey(request.key().value())
            .setMetadata(WireMetadata.toProto(request.metadata()))
            .setChecksumAlgorithm(WireChecksum.toProto(request.checksumAlgorithm()))
            .setConditions(WireConditions.toProto(request.conditions()))
            .setAcl(WireAcl.toProto(request.acl()))
            .setStatesCrc32C(request.statesCrc32c())
            .setWantAccepted(true);
    if (request.length() >= 0) {
      header.setLength(request.length());
    }
    return header.build();
  }

  static dev.sluice.v1.Finish finish(Finish finish) {
    dev.sluice.v1.Finish.Builder message =
        dev.sluice.v1.Finish.newBuilder().setLength(finish.length());
    Integer crc = finish.crc32c();
    if (crc != null) {
      message.setCrc32C(crc);
    }
    byte[] md5 = finish.statedMd5();
    if (md5 != null) {
      message.setStatedMd5(ByteString.copyFrom(md5));
    }
    ChecksumValue checksum = finish.statedChecksum();
    if (checksum != null) {
      message.setStatedChecksum(WireChecksum.toProto(checksum));
    }
    return message.build();
  }

  static GetObjectRequest get(ReadRequest request) {
    GetObjectRequest.Builder message =
        GetObjectRequest.newBuilder()
            .setBucket(request.bucket().value())
            .setKey(request.key().value())
            .setConditions(WireConditions.toProto(request.conditions()));
    WireSelection.set(message, request.selection());
    return message.build();
  }

  static HeadObjectRequest head(ReadRequest request) {
    HeadObjectRequest.Builder message =
        HeadObjectRequest.newBuilder()
            .setBucket(request.bucket().value())
            .setKey(request.key().value())
            .setConditions(WireConditions.toProto(request.conditions()));
    WireSelection.set(message, request.selection());
    return message.build();
  }

  static ListObjectsRequest list(ListQuery query) {
    return ListObjectsRequest.newBuilder()
        .setBucket(query.bucket().value())
        .setPrefix(query.prefix())
        .setDelimiter(query.delimiter())
        .setStart(query.start())
        .setStartInclusive(query.startIncluded())
        .setMaxKeys(query.limit())
        .build();
  }

  static CopyObjectRequest copy(CopyRequest request) {
    CopyObjectRequest.Builder message =
        CopyObjectRequest.newBuilder()
            .setSource(source(request.source()))
            .setBucket(request.bucket().value())
            .setKey(request.key().value())
            .setChecksumAlgorithm(WireChecksum.toProto(request.checksumAlgorithm()))
            .setConditions(WireConditions.toProto(request.conditions()))
            .setAcl(WireAcl.toProto(request.acl()));
    ObjectMetadata metadata = request.metadata();
    if (metadata != null) {
      message.setMetadata(WireMetadata.toProto(metadata));
    }
    TagSet tags = request.tags();
    if (tags != null) {
      message.setTags(tags(tags));
    }
    return message.build();
  }

  static dev.sluice.v1.TagSet tags(TagSet tags) {
    return dev.sluice.v1.TagSet.newBuilder().addAllTags(WireTags.toProto(tags)).build();
  }

  static CreateBucketRequest create(CreationRequest request) {
    return CreateBucketRequest.newBuilder()
        .setBucket(request.bucket().value())
        .setRegion(request.region().name())
        .addAllTags(WireTags.toProto(request.tags()))
        .setAcl(WireAcl.toProto(request.acl()))
        .setObjectOwnership(
            request.ownership() == null
                ? ObjectOwnership.OBJECT_OWNERSHIP_UNSPECIFIED
                : WireAcl.toProto(request.ownership()))
        .build();
  }

  static CreateUploadRequest createUpload(UploadRequest request) {
    return CreateUploadRequest.newBuilder()
        .setBucket(request.bucket().value())
        .setKey(request.key().value())
        .setMetadata(WireMetadata.toProto(request.metadata()))
        .setChecksumAlgorithm(WireChecksum.toProto(request.checksumAlgorithm()))
        .setChecksumType(WireChecksum.toProto(request.checksumType()))
        .setAcl(WireAcl.toProto(request.acl()))
        .build();
  }

  static dev.sluice.v1.UploadRef ref(UploadRef upload) {
    return dev.sluice.v1.UploadRef.newBuilder()
        .setBucket(upload.bucket().value())
        .setKey(upload.key().value())
        .setUploadId(upload.id().value())
        .build();
  }

  static UploadPartHeader part(PartRequest request) {
    UploadPartHeader.Builder header =
        UploadPartHeader.newBuilder()
            .setUpload(ref(request.upload()))
            .setPartNumber(request.number())
            .setChecksumAlgorithm(WireChecksum.toProto(request.checksumAlgorithm()))
            .setWantAccepted(true);
    if (request.length() >= 0) {
      header.setLength(request.length());
    }
    return header.build();
  }

  static CopyPartRequest copyPart(PartCopyRequest request) {
    CopyPartRequest.Builder message =
        CopyPartRequest.newBuilder()
            .setUpload(ref(request.upload()))
            .setPartNumber(request.number())
            .setSource(source(request.source()));
    ByteRange range = request.range();
    if (range != null) {
      message.setRange(WireRange.toProto(range));
    }
    return message.build();
  }

  static ListUploadsRequest listUploads(UploadQuery query) {
    return ListUploadsRequest.newBuilder()
        .setBucket(query.bucket().value())
        .setPrefix(query.prefix())
        .setDelimiter(query.delimiter())
        .setKeyMarker(query.keyMarker())
        .setUploadIdMarker(query.uploadIdMarker())
        .setMaxUploads(query.limit())
        .build();
  }

  static CompleteUploadRequest complete(CompletionRequest request) {
    CompleteUploadRequest.Builder message =
        CompleteUploadRequest.newBuilder()
            .setUpload(ref(request.upload()))
            .setStatedChecksumType(WireChecksum.toProto(request.statedType()))
            .setConditions(WireConditions.toProto(request.conditions()));
    request.parts().forEach(part -> message.addParts(listed(part)));
    ChecksumValue checksum = request.statedChecksum();
    if (checksum != null) {
      message.setStatedChecksum(WireChecksum.toProto(checksum));
    }
    Long size = request.statedSize();
    if (size != null) {
      message.setStatedSize(size);
    }
    return message.build();
  }

  private static CompletedPart listed(CompletionRequest.ListedPart part) {
    CompletedPart.Builder listed =
        CompletedPart.newBuilder().setPartNumber(part.number()).setEtag(part.etag().value());
    ChecksumValue checksum = part.checksum();
    if (checksum != null) {
      listed.setChecksum(WireChecksum.toProto(checksum));
    }
    return listed.build();
  }

  private static dev.sluice.v1.CopySource source(CopySource source) {
    return dev.sluice.v1.CopySource.newBuilder()
        .setBucket(source.bucket().value())
        .setKey(source.key().value())
        .setConditions(WireConditions.toProto(source.conditions()))
        .build();
  }
}
