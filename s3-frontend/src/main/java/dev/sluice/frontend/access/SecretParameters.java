package dev.sluice.frontend.access;

import dev.sluice.frontend.s3.Query;
import java.util.Locale;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Hides the query parameters of presigned URLs that prove who signed, or that are keys: a reader of
 * the log must not be able to repeat the request, or to read what it encrypts.
 */
final class SecretParameters {
  /** In lower case; servers and clients do not agree on the case of some. */
  private static final Set<String> SECRET =
      Set.of(
          "x-amz-signature",
          "x-amz-security-token",
          "signature",
          "x-amz-server-side-encryption-customer-key",
          "x-amz-copy-source-server-side-encryption-customer-key");

  private SecretParameters() {}

  static @Nullable String hidden(Query query) {
    return query.withoutSecrets(name -> SECRET.contains(name.toLowerCase(Locale.ROOT)));
  }
}
