package dev.sluice.agent.store;

import dev.sluice.agent.store.digest.ChecksumOfParts;
import dev.sluice.agent.store.digest.Md5;
import dev.sluice.agent.store.digest.PartChecksum;
import dev.sluice.agent.store.engine.object.ObjectPart;
import dev.sluice.agent.store.engine.upload.PartRecord;
import dev.sluice.agent.store.engine.upload.UploadRecord;
import dev.sluice.agent.store.request.CompletionRequest;
import dev.sluice.agent.store.request.ProvisionalEtag;
import dev.sluice.common.model.ChecksumAlgorithm;
import dev.sluice.common.model.ChecksumType;
import dev.sluice.common.model.ChecksumValue;
import dev.sluice.common.model.ETag;
import dev.sluice.common.model.StorageException;
import dev.sluice.v1.FailureReason;
import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The attributes of a multipart object, without reading a byte of it.
 *
 * @param parts in their order
 */
record MultipartObject(List<PartRecord> parts) {
  long size() {
    return parts.stream().mapToLong(PartRecord::size).sum();
  }

  /** MD5 of the parts' MD5s, and their number. */
  ETag etag() {
    ByteArrayOutputStream digests = new ByteArrayOutputStream();
    for (PartRecord part : parts) {
      digests.writeBytes(ProvisionalEtag.digestOf(part.etag()));
    }
    byte[] md5 = Md5.of(ByteBuffer.wrap(digests.toByteArray()));
    return new ETag(HexFormat.of().formatHex(md5) + "-" + parts.size());
  }

  /**
   * The parts as the object keeps them. Checksums of parts say something only beside the object's
   * own, of the same algorithm.
   */
  List<ObjectPart> objectParts(@Nullable ChecksumValue ofObject) {
    return parts.stream()
        .map(
            part ->
                new ObjectPart(
                    part.number(), part.size(), ofObject == null ? null : part.checksum()))
        .toList();
  }

  /** The checksum that the upload was begun with; null: none. */
  @Nullable ChecksumValue checksum(UploadRecord upload) {
    ChecksumAlgorithm algorithm = upload.checksumAlgorithm();
    if (algorithm == null) {
      return null;
    }
    List<PartChecksum> checksums = new ArrayList<>(parts.size());
    for (PartRecord part : parts) {
      ChecksumValue checksum = part.checksum();
      if (checksum == null) {
        throw new IllegalStateException("part " + part.number() + ": no " + algorithm);
      }
      checksums.add(new PartChecksum(checksum.value(), part.size()));
    }
    return upload.checksumType() == ChecksumType.FULL_OBJECT
        ? ChecksumOfParts.fullObject(algorithm, checksums)
        : ChecksumOfParts.composite(algorithm, checksums);
  }

  /** Compares with what the client says of the whole. */
  void verify(CompletionRequest request, @Nullable ChecksumValue checksum) {
    Long statedSize = request.statedSize();
    if (statedSize != null && statedSize != size()) {
      throw new StorageException(
          FailureReason.REQUEST_INVALID,
          "stated size: " + statedSize + " bytes (expected: the sum of the parts: " + size() + ")");
    }
    ChecksumType statedType = request.statedType();
    if (statedType != null && checksum != null && statedType != checksum.type()) {
      throw new StorageException(
          FailureReason.DIGEST_MISMATCH,
          "stated checksum type: "
              + statedType
              + " (expected: the upload's: "
              + checksum.type()
              + ")");
    }
    ChecksumValue stated = request.statedChecksum();
    if (stated == null) {
      return;
    }
    if (checksum == null || checksum.algorithm() != stated.algorithm()) {
      throw new StorageException(
          FailureReason.REQUEST_INVALID,
          "stated checksum: "
              + stated.algorithm()
              + " (expected: the upload's: "
              + (checksum == null ? "none" : checksum.algorithm())
              + ")");
    }
    Digests.compare(
        FailureReason.DIGEST_MISMATCH,
        checksum.algorithm().name(),
        stated.value(),
        checksum.value());
  }
}
