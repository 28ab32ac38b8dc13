package dev.sluice.agent.store;

import dev.sluice.agent.store.digest.Md5;
import dev.sluice.agent.store.request.Finish;
import dev.sluice.common.digest.Checksum;
import dev.sluice.common.model.ChecksumAlgorithm;
import dev.sluice.common.model.ChecksumType;
import dev.sluice.common.model.ChecksumValue;
import dev.sluice.common.model.ETag;
import dev.sluice.common.model.FailureDetail;
import dev.sluice.common.model.StorageException;
import dev.sluice.v1.FailureReason;
import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.util.Arrays;
import java.util.Base64;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The digests of bytes on their way: MD5 for the ETag, CRC-32C against what the sender computed,
 * and the checksum that was asked for. All in one go over each buffer, while it is in the
 * processor's cache, or by two threads at once.
 */
final class Digests {
  private static final Set<ChecksumAlgorithm> COMPUTED_ANYWAY =
      Set.of(ChecksumAlgorithm.CRC32C, ChecksumAlgorithm.MD5);

  private final MessageDigest md5 = Md5.begin();
  private final Checksum transport = Checksum.of(ChecksumAlgorithm.CRC32C);
  private final @Nullable ChecksumAlgorithm algorithm;

  /** Null where none was asked for, or one of those that are computed anyway. */
  private final @Nullable Checksum requested;

  /** Also computes a checksum that was asked for; null: none was. */
  Digests(@Nullable ChecksumAlgorithm algorithm) {
    this.algorithm = algorithm;
    requested =
        algorithm == null || COMPUTED_ANYWAY.contains(algorithm) ? null : Checksum.of(algorithm);
  }

  /**
   * The computed digests.
   *
   * @param etag the MD5
   * @param checksum the one asked for; null: none was
   */
  record Computed(ETag etag, @Nullable ChecksumValue checksum) {}

  /**
   * Adds the remaining bytes of a buffer to the MD5, which takes longer than all else that is done
   * with them, and leaves the buffer as it is. Another thread may {@linkplain #updateOthers add}
   * them to the other digests meanwhile.
   */
  void updateMd5(ByteBuffer bytes) {
    md5.update(bytes.duplicate());
  }

  /** Adds the remaining bytes of a buffer to the digests besides MD5, and leaves it as it is. */
  void updateOthers(ByteBuffer bytes) {
    transport.update(bytes.duplicate());
    if (requested != null) {
      requested.update(bytes.duplicate());
    }
  }

  /** Compares with what is said of the bytes; to be called once, at the end. */
  Computed verify(Finish finish) {
    ChecksumValue crc32c = transport.value();
    byte[] digest = md5.digest();
    ChecksumValue checksum = requested == null ? anyway(crc32c, digest) : requested.value();
    Integer sent = finish.crc32c();
    if (sent != null) {
      byte[] stated = ByteBuffer.allocate(Integer.BYTES).putInt(sent).array();
      compare(FailureReason.TRANSFER_CORRUPTED, "CRC32C", stated, crc32c.value());
    }
    byte[] statedMd5 = finish.statedMd5();
    if (statedMd5 != null) {
      compare(FailureReason.DIGEST_MISMATCH, "MD5", statedMd5, digest);
    }
    ChecksumValue stated = finish.statedChecksum();
    if (stated != null) {
      if (checksum == null || stated.algorithm() != checksum.algorithm()) {
        throw new StorageException(
            FailureReason.REQUEST_INVALID,
            "stated checksum: "
                + stated.algorithm()
                + " (expected: the one announced before the bytes: "
                + (checksum == null ? "none" : checksum.algorithm())
                + ")");
      }
      compare(
          FailureReason.DIGEST_MISMATCH,
          checksum.algorithm().name(),
          stated.value(),
          checksum.value());
    }
    return new Computed(ETag.ofMd5(digest), checksum);
  }

  /** The one asked for among those that are computed anyway. */
  private @Nullable ChecksumValue anyway(ChecksumValue crc32c, byte[] md5) {
    if (algorithm == ChecksumAlgorithm.MD5) {
      return new ChecksumValue(algorithm, ChecksumType.FULL_OBJECT, md5);
    }
    return algorithm == null ? null : crc32c;
  }

  /** Fails where two digests differ. */
  static void compare(FailureReason reason, String algorithm, byte[] stated, byte[] computed) {
    if (!Arrays.equals(stated, computed)) {
      String statedText = Base64.getEncoder().encodeToString(stated);
      String computedText = Base64.getEncoder().encodeToString(computed);
      throw new StorageException(
          reason,
          algorithm + ": " + statedText + " (expected: " + computedText + ")",
          new FailureDetail.Digest(algorithm, statedText, computedText));
    }
  }
}
