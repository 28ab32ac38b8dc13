package dev.sluice.agent.store;

import dev.sluice.agent.store.request.KeptMetadata;
import dev.sluice.common.model.ContentHeaders;
import dev.sluice.common.model.StorageException;
import dev.sluice.v1.FailureReason;
import java.nio.charset.StandardCharsets;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * The rules for headers and metadata kept with an object: only what a header can give back
 * unchanged.
 */
final class MetadataRules {
  /** The content type of an object that was stored without one. */
  private static final String DEFAULT_CONTENT_TYPE = "binary/octet-stream";

  /** A token of RFC 9110 section 5.6.2, without capitals. */
  private static final Pattern NAME = Pattern.compile("[a-z0-9!#$%&'*+.^_`|~-]++");

  private final StoreLimits limits;

  MetadataRules(StoreLimits limits) {
    this.limits = limits;
  }

  /** Checks it and fills in what S3 fills in. */
  KeptMetadata accept(ContentHeaders headers, Map<String, String> userMetadata) {
    int headerBytes = values(headers).mapToInt(value -> checkedText("header", value)).sum();
    requireAtMost("headers", headerBytes, limits.maximumHeaderBytes());
    int userBytes = 0;
    for (Map.Entry<String, String> entry : userMetadata.entrySet()) {
      String name = entry.getKey();
      if (!NAME.matcher(name).matches()) {
        throw new StorageException(
            FailureReason.ARGUMENT_INVALID,
            "user metadata name: " + name + " (expected: a header name in lower case)");
      }
      userBytes += name.length() + checkedText("user metadata " + name, entry.getValue());
    }
    requireAtMost("user metadata", userBytes, limits.maximumUserMetadataBytes());
    ContentHeaders kept =
        headers.contentType().isEmpty() ? headers.withContentType(DEFAULT_CONTENT_TYPE) : headers;
    return new KeptMetadata(kept, Collections.unmodifiableMap(new LinkedHashMap<>(userMetadata)));
  }

  private static Stream<String> values(ContentHeaders headers) {
    return Stream.of(
        headers.contentType(),
        headers.cacheControl(),
        headers.contentDisposition(),
        headers.contentEncoding(),
        headers.contentLanguage(),
        headers.expires());
  }

  /** Length of a value as UTF-8, if a header may carry it. */
  private static int checkedText(String what, String value) {
    boolean legal =
        value.codePoints().allMatch(c -> c == '\t' || (c >= ' ' && c != 0x7f && !isSurrogate(c)));
    if (!legal) {
      throw new StorageException(
          FailureReason.ARGUMENT_INVALID,
          what + ": a control character or unpaired surrogate (expected: Unicode text)");
    }
    return value.getBytes(StandardCharsets.UTF_8).length;
  }

  private static boolean isSurrogate(int codePoint) {
    return codePoint >= Character.MIN_SURROGATE && codePoint <= Character.MAX_SURROGATE;
  }

  private static void requireAtMost(String what, int bytes, int most) {
    if (bytes > most) {
      throw new StorageException(
          FailureReason.METADATA_TOO_LARGE,
          what + ": " + bytes + " bytes (expected: at most " + most + ")");
    }
  }
}
