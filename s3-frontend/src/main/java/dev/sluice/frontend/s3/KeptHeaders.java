package dev.sluice.frontend.s3;

import dev.sluice.common.model.ContentHeaders;
import java.util.Collections;
import java.util.Map;
import java.util.TreeMap;

/**
 * What a client wants kept with an object and given back.
 *
 * @param content the headers of HTTP
 * @param userMetadata by lower-case name without {@code x-amz-meta-}, in order of names; names and
 *     values together at most {@link #MAX_METADATA_BYTES} bytes of UTF-8
 */
public record KeptHeaders(ContentHeaders content, Map<String, String> userMetadata) {
  /** AWS's limit of user metadata, bytes of UTF-8 of all names and values. */
  public static final int MAX_METADATA_BYTES = 2048;

  /** Nothing. */
  public static final KeptHeaders NONE = new KeptHeaders(ContentHeaders.NONE, Map.of());

  /** Copies the map. */
  public KeptHeaders {
    userMetadata = Collections.unmodifiableMap(new TreeMap<>(userMetadata));
  }
}
