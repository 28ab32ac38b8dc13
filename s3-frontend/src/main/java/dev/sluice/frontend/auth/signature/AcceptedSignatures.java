package dev.sluice.frontend.auth.signature;

import dev.sluice.common.model.Region;
import dev.sluice.frontend.s3.S3ErrorCode;
import dev.sluice.frontend.s3.S3Exception;
import org.jspecify.annotations.Nullable;

/**
 * The kinds of signature that count.
 *
 * @param region the region that a signature of version 4 must name; null: any
 * @param version2 whether signatures of version 2 count; those of version 4 always do
 */
public record AcceptedSignatures(@Nullable Region region, boolean version2) {
  /** Fails with InvalidRequest where signatures of version 2 do not count. */
  public void requireVersion2() {
    if (!version2) {
      throw new S3Exception(
          S3ErrorCode.INVALID_REQUEST,
          "Signature Version 2 is turned off here (signature-v2). Please use "
              + SigV4.ALGORITHM
              + ".");
    }
  }
}
