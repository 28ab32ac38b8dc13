package dev.sluice.frontend.route;

import dev.sluice.frontend.s3.RequestHead;
import dev.sluice.frontend.s3.S3Exception;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Headers that ask for what Sluice does not have. They are refused, never ignored: a client that
 * asks for encryption and is answered 200 believes in it.
 *
 * <p>A value that asks for what every object here is anyway passes: the storage class {@code
 * STANDARD}. What is malformed was refused before, by {@link SettingHeaders}.
 */
final class RefusedHeaders {
  /** Refused whatever they say. */
  private static final List<String> PREFIXES =
      List.of(
          "x-amz-server-side-encryption",
          "x-amz-copy-source-server-side-encryption",
          "x-amz-object-lock-");

  /** Refused unless empty. */
  private static final Set<String> NAMES =
      Set.of(
          "x-amz-website-redirect-location",
          "x-amz-mfa",
          "x-amz-write-offset-bytes",
          "x-amz-if-match-initiated-time");

  /** Values of settings that ask for what every object and bucket here is anyway. */
  private static final Map<String, Set<String>> PASSING =
      Map.of(
          "x-amz-storage-class", Set.of("STANDARD"),
          "x-amz-bucket-object-lock-enabled", Set.of("false", "False"),
          "x-amz-bypass-governance-retention", Set.of("false", "False"));

  private RefusedHeaders() {}

  static void check(RequestHead head) {
    for (String name : head.headers().keySet()) {
      String value = head.header(name);
      if (name.startsWith("x-amz-") && value != null) {
        check(name, value);
      }
    }
  }

  private static boolean isRefusedByPrefix(String name) {
    for (String prefix : PREFIXES) {
      if (name.startsWith(prefix)) {
        return true;
      }
    }
    return false;
  }

  private static void check(String name, String value) {
    boolean refused =
        NAMES.contains(name)
            ? !value.isEmpty()
            : isRefusedByPrefix(name) || !PASSING.getOrDefault(name, Set.of(value)).contains(value);
    if (refused) {
      // Only the name of an encryption header: its value may be a key.
      throw S3Exception.headerNotImplemented(
          name, name.contains("encryption") ? "(not shown)" : value);
    }
  }
}
