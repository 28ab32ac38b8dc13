package dev.sluice.frontend.op;

import dev.sluice.common.digest.Checksum;
import dev.sluice.common.model.ChecksumValue;
import dev.sluice.frontend.s3.ClientDigests;
import dev.sluice.frontend.s3.RequestBody;
import dev.sluice.frontend.s3.S3ErrorCode;
import dev.sluice.frontend.s3.S3Exception;
import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import org.jspecify.annotations.Nullable;

/**
 * The digests that a client states about a document it sends, which never reaches an agent that
 * would verify them.
 */
final class StatedDigests {
  private StatedDigests() {}

  /** Fails with InvalidRequest where nothing is stated about a body that has to be proven. */
  static void require(RequestBody body) {
    ClientDigests digests = body.digests();
    if (digests.contentMd5() == null && digests.checksum() == null && digests.trailer() == null) {
      throw new S3Exception(
          S3ErrorCode.INVALID_REQUEST,
          "Missing required header for this request: Content-MD5 OR x-amz-checksum-*");
    }
  }

  /**
   * Fails with BadDigest unless the bytes of a body that has ended have the digests stated about
   * it.
   */
  static void verify(RequestBody body, ByteBuffer bytes) {
    byte[] md5 = body.digests().contentMd5();
    if (md5 != null && !MessageDigest.isEqual(md5, md5(bytes.duplicate()))) {
      throw new S3Exception(S3ErrorCode.BAD_DIGEST);
    }
    ChecksumValue stated = stated(body);
    if (stated != null) {
      Checksum checksum = Checksum.of(stated.algorithm());
      checksum.update(bytes.duplicate());
      if (!checksum.value().equals(stated)) {
        throw new S3Exception(
            S3ErrorCode.BAD_DIGEST,
            "The " + stated.algorithm() + " you specified did not match the calculated checksum.");
      }
    }
  }

  /** The checksum in the head or, of a body that has ended, in its trailer. */
  static @Nullable ChecksumValue stated(RequestBody body) {
    ChecksumValue stated = body.digests().checksum();
    return stated == null ? body.trailer() : stated;
  }

  private static byte[] md5(ByteBuffer bytes) {
    try {
      MessageDigest digest = MessageDigest.getInstance("MD5");
      digest.update(bytes);
      return digest.digest();
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every JDK has MD5", e);
    }
  }
}
