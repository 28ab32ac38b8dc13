package dev.sluice.frontend.auth.signature;

import dev.sluice.frontend.s3.S3ErrorCode;
import dev.sluice.frontend.s3.S3Exception;
import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A body that is the payload, perhaps with its SHA-256 stated. */
final class PlainBody implements BodyDecoder {
  private final @Nullable String stated;
  private final @Nullable MessageDigest digest;

  /**
   * @param stated the SHA-256 in lower-case hexadecimal, null when it is not stated
   */
  PlainBody(@Nullable String stated) {
    this.stated = stated;
    digest = stated == null ? null : Hashes.sha256();
  }

  @Override
  public void decode(ByteBuffer in, ByteBuffer out) {
    int limit = in.limit();
    int length = Math.min(in.remaining(), out.remaining());
    in.limit(in.position() + length);
    if (digest != null) {
      int position = in.position();
      digest.update(in);
      in.position(position);
    }
    out.put(in);
    in.limit(limit);
  }

  @Override
  public void end() {
    if (digest == null || stated == null) {
      return;
    }
    String computed = Hashes.HEX.formatHex(digest.digest());
    if (!Hashes.equalInConstantTime(computed, stated)) {
      throw new S3Exception(S3ErrorCode.X_AMZ_CONTENT_SHA256_MISMATCH)
          .with("ClientComputedContentSHA256", stated)
          .with("S3ComputedContentSHA256", computed);
    }
  }

  @Override
  public Map<String, String> trailers() {
    return Map.of();
  }
}
