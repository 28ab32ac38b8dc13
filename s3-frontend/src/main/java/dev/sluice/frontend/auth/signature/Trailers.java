package dev.sluice.frontend.auth.signature;

import dev.sluice.frontend.s3.S3ErrorCode;
import dev.sluice.frontend.s3.S3Exception;
import java.util.Collections;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** The trailing headers of an aws-chunked body, collected line by line. */
final class Trailers {
  private static final String SIGNATURE = "x-amz-trailer-signature";

  /**
   * Bounded by what may be announced, but a name of its own is clearer than a header's limit
   * elsewhere.
   */
  private static final int MAXIMUM_COUNT = 16;

  private final Set<String> announced;
  private final Map<String, String> values = new TreeMap<>();
  private @Nullable String signature;

  /**
   * @param announced the names in x-amz-trailer, in lower case
   */
  Trailers(Set<String> announced) {
    this.announced = announced;
  }

  void add(String line) {
    int colon = line.indexOf(':');
    if (colon <= 0 || signature != null || line.chars().anyMatch(c -> c < ' ')) {
      throw malformed();
    }
    String name = line.substring(0, colon).toLowerCase(Locale.ROOT);
    String value = line.substring(colon + 1).strip();
    if (name.equals(SIGNATURE)) {
      signature = value;
    } else if (!announced.contains(name)
        || values.size() == MAXIMUM_COUNT
        || values.put(name, value) != null) {
      throw malformed();
    }
  }

  /** Fails with MalformedTrailerError unless all came that was announced. */
  void checkComplete() {
    if (values.size() < announced.size()) {
      throw malformed();
    }
  }

  /** Fails with SignatureDoesNotMatch unless the trailer is signed, as the end of the chain. */
  void verify(ChunkChain chain) {
    if (signature == null) {
      throw malformed();
    }
    chain.verifyTrailer(
        values.entrySet().stream()
            .map(trailer -> trailer.getKey() + ":" + trailer.getValue() + "\n")
            .collect(Collectors.joining()),
        signature);
  }

  boolean isSigned() {
    return signature != null;
  }

  Map<String, String> values() {
    return Collections.unmodifiableMap(values);
  }

  static S3Exception malformed() {
    return new S3Exception(S3ErrorCode.MALFORMED_TRAILER);
  }
}
