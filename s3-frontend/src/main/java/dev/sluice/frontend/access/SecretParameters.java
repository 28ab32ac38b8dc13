package dev.sluice.frontend.access;

import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Hides the query parameters of presigned URLs that prove who signed: whoever reads a log must not
 * be able to send the request again.
 */
final class SecretParameters {
  private static final Pattern SECRET =
      Pattern.compile("(?i)(^|&)((?:X-Amz-Signature|X-Amz-Security-Token|Signature)=)[^&]*");

  private SecretParameters() {}

  static @Nullable String hidden(@Nullable String rawQuery) {
    return rawQuery == null || rawQuery.isEmpty()
        ? rawQuery
        : SECRET.matcher(rawQuery).replaceAll("$1$2hidden");
  }
}
