package dev.sluice.frontend.s3;

import dev.sluice.common.model.ContentHeaders;
import dev.sluice.common.model.KeptLimit;
import java.util.Collections;
import java.util.Map;
import java.util.TreeMap;

/**
 * The headers and metadata that a client wants kept with an object and given back.
 *
 * @param content the headers of HTTP
 * @param userMetadata by lower-case name without {@code x-amz-meta-}, in order of names; names and
 *     values together at most {@link KeptLimit#USER_METADATA} bytes of UTF-8
 */
public record KeptHeaders(ContentHeaders content, Map<String, String> userMetadata) {
  /** Nothing. */
  public static final KeptHeaders NONE = new KeptHeaders(ContentHeaders.NONE, Map.of());

  /** Copies the map. */
  public KeptHeaders {
    userMetadata = Collections.unmodifiableMap(new TreeMap<>(userMetadata));
  }
}
