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
import org.jspecify.annotations.Nullable;

/**
 * The digests of bytes on their way: MD5 for the ETag, the checksum that was asked for, and CRC-32C
 * where the sender states one. All in one go over each buffer, while it is in the processor's
 * cache, or by two threads at once.
 */
final class Digests {
  private final boolean statesCrc32c;
  private final @Nullable ChecksumAlgorithm algorithm;
  private final MessageDigest md5 = Md5.begin();

  /** Null where there is none to compare with, and none was asked for. */
  private final @Nullable Checksum crc32c;

  /** Null where none was asked for besides those above. */
  private final @Nullable Checksum requested;

  /**
   * Digests of no bytes yet.
   *
   * @param algorithm of a checksum that was asked for; null: none was
   * @param statesCrc32c whether the sender will state the CRC-32C
   */
  Digests(@Nullable ChecksumAlgorithm algorithm, boolean statesCrc32c) {
    this.algorithm = algorithm;
    this.statesCrc32c = statesCrc32c;
    crc32c =
        statesCrc32c || algorithm == ChecksumAlgorithm.CRC32C
            ? Checksum.of(ChecksumAlgorithm.CRC32C)
            : null;
    requested =
        algorithm == null
                || algorithm == ChecksumAlgorithm.CRC32C
                || algorithm == ChecksumAlgorithm.MD5
            ? null
            : Checksum.of(algorithm);
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
    if (crc32c != null) {
      crc32c.update(bytes.duplicate());
    }
    if (requested != null) {
      requested.update(bytes.duplicate());
    }
  }

  /** Compares with what is said of the bytes; to be called once, at the end. */
  Computed verify(Finish finish) {
    ChecksumValue ofTransfer = crc32c == null ? null : crc32c.value();
    byte[] digest = md5.digest();
    ChecksumValue checksum = requested == null ? among(ofTransfer, digest) : requested.value();
    verifyTransfer(finish.crc32c(), ofTransfer);
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

  private void verifyTransfer(@Nullable Integer sent, @Nullable ChecksumValue computed) {
    if ((sent != null) != statesCrc32c) {
      throw new StorageException(
          FailureReason.REQUEST_INVALID,
          "crc32c: %s (expected: %s, as the header says)"
              .formatted(sent == null ? "none" : "stated", statesCrc32c ? "stated" : "none"));
    }
    if (sent != null && computed != null) {
      byte[] stated = ByteBuffer.allocate(Integer.BYTES).putInt(sent).array();
      compare(FailureReason.TRANSFER_CORRUPTED, "CRC32C", stated, computed.value());
    }
  }

  /** The one asked for, if it is one of these. */
  private @Nullable ChecksumValue among(@Nullable ChecksumValue crc, byte[] md5) {
    return algorithm == ChecksumAlgorithm.MD5
        ? new ChecksumValue(algorithm, ChecksumType.FULL_OBJECT, md5)
        : algorithm == null ? null : crc;
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
