package dev.sluice.frontend.s3;

import dev.sluice.common.model.ChecksumAlgorithm;
import dev.sluice.common.model.ChecksumValue;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * The digests that a client states of the body it sends; each is verified, and a mismatch stores
 * nothing.
 *
 * @param contentMd5 {@code Content-MD5}, 16 bytes, not to be changed; null: not sent
 * @param checksum an {@code x-amz-checksum-*} header, of which one request has at most one; null:
 *     not sent
 * @param trailer the checksum announced in {@code x-amz-trailer}, whose value follows the body;
 *     null: none
 * @param algorithm {@code x-amz-sdk-checksum-algorithm}, or of the other two whichever is there;
 *     null: none
 */
@SuppressWarnings("ArrayRecordComponent") // equality is defined below; never changed once made
public record ClientDigests(
    byte @Nullable [] contentMd5,
    @Nullable ChecksumValue checksum,
    @Nullable ChecksumAlgorithm trailer,
    @Nullable ChecksumAlgorithm algorithm) {
  /** Says nothing. */
  public static final ClientDigests NONE = new ClientDigests(null, null, null, null);

  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof ClientDigests that
        && Arrays.equals(contentMd5, that.contentMd5)
        && Objects.equals(checksum, that.checksum)
        && trailer == that.trailer
        && algorithm == that.algorithm;
  }

  @Override
  public int hashCode() {
    return Objects.hash(Arrays.hashCode(contentMd5), checksum, trailer, algorithm);
  }

  @Override
  public String toString() {
    return "ClientDigests[contentMd5="
        + (contentMd5 == null ? "none" : HexFormat.of().formatHex(contentMd5))
        + ", checksum="
        + checksum
        + ", trailer="
        + trailer
        + ", algorithm="
        + algorithm
        + "]";
  }
}
