package dev.sluice.agent.service;

import com.google.protobuf.ByteString;
import dev.sluice.agent.store.request.CopyRequest;
import dev.sluice.agent.store.request.CopySource;
import dev.sluice.agent.store.request.Finish;
import dev.sluice.agent.store.request.ListQuery;
import dev.sluice.agent.store.request.PutRequest;
import dev.sluice.agent.store.request.ReadRequest;
import dev.sluice.common.model.BucketName;
import dev.sluice.common.model.ObjectKey;
import dev.sluice.common.model.StorageException;
import dev.sluice.common.rpc.WireAcl;
import dev.sluice.common.rpc.WireChecksum;
import dev.sluice.common.rpc.WireConditions;
import dev.sluice.common.rpc.WireMetadata;
import dev.sluice.common.rpc.WireSelection;
import dev.sluice.common.rpc.WireTags;
import dev.sluice.v1.CopyObjectRequest;
import dev.sluice.v1.FailureReason;
import dev.sluice.v1.GetObjectRequest;
import dev.sluice.v1.HeadObjectRequest;
import dev.sluice.v1.ListObjectsRequest;
import dev.sluice.v1.PutObjectHeader;
import org.jspecify.annotations.Nullable;

/** Requests about objects, from messages. Values that can mean nothing fail here. */
final class StoreRequests {
  private static final int MD5_BYTES = 16;

  private StoreRequests() {}

  static PutRequest put(PutObjectHeader header) {
    return new PutRequest(
        new BucketName(header.getBucket()),
        new ObjectKey(header.getKey()),
        header.hasLength() ? length(header.getLength()) : -1,
        WireMetadata.toModel(header.getMetadata()),
        WireChecksum.toModel(header.getChecksumAlgorithm()),
        WireConditions.toModel(header.getConditions()),
        WireAcl.toModel(header.getAcl()),
        header.getStatesCrc32C());
  }

  static Finish finish(dev.sluice.v1.Finish finish) {
    return new Finish(
        length(finish.getLength()),
        finish.hasCrc32C() ? (@Nullable Integer) finish.getCrc32C() : null,
        md5(finish.getStatedMd5()),
        finish.hasStatedChecksum() ? WireChecksum.toModel(finish.getStatedChecksum()) : null);
  }

  static ReadRequest read(GetObjectRequest request) {
    return new ReadRequest(
        new BucketName(request.getBucket()),
        new ObjectKey(request.getKey()),
        WireConditions.toModel(request.getConditions()),
        WireSelection.toModel(request));
  }

  static ReadRequest read(HeadObjectRequest request) {
    return new ReadRequest(
        new BucketName(request.getBucket()),
        new ObjectKey(request.getKey()),
        WireConditions.toModel(request.getConditions()),
        WireSelection.toModel(request));
  }

  static ListQuery list(ListObjectsRequest request) {
    return new ListQuery(
        new BucketName(request.getBucket()),
        request.getPrefix(),
        request.getDelimiter(),
        request.getStart(),
        request.getStartInclusive(),
        request.getMaxKeys());
  }

  static CopySource source(dev.sluice.v1.CopySource source) {
    return new CopySource(
        new BucketName(source.getBucket()),
        new ObjectKey(source.getKey()),
        WireConditions.toModel(source.getConditions()));
  }

  static CopyRequest copy(CopyObjectRequest request) {
    return new CopyRequest(
        source(request.getSource()),
        new BucketName(request.getBucket()),
        new ObjectKey(request.getKey()),
        request.hasMetadata() ? WireMetadata.toModel(request.getMetadata()) : null,
        request.hasTags() ? WireTags.toModel(request.getTags().getTagsList()) : null,
        WireChecksum.toModel(request.getChecksumAlgorithm()),
        WireConditions.toModel(request.getConditions()),
        WireAcl.toModel(request.getAcl()));
  }

  /** A text that is stated; null where it is empty, and so is not. */
  static @Nullable String orNull(String text) {
    return text.isEmpty() ? null : text;
  }

  static long length(long length) {
    if (length < 0) {
      throw new StorageException(
          FailureReason.ARGUMENT_INVALID, "length: " + length + " (expected: 0 or more bytes)");
    }
    return length;
  }

  private static byte @Nullable [] md5(ByteString stated) {
    if (stated.isEmpty()) {
      return null;
    }
    if (stated.size() != MD5_BYTES) {
      throw new StorageException(
          FailureReason.ARGUMENT_INVALID,
          "stated_md5: " + stated.size() + " bytes (expected: " + MD5_BYTES + ", or none)");
    }
    return stated.toByteArray();
  }
}
