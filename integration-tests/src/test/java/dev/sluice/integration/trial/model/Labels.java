package dev.sluice.integration.trial.model;

import dev.sluice.integration.trial.core.Request;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * What is said of an object besides its bytes and headers, and can be changed without them.
 *
 * @param tags in their order
 * @param acl its access control list
 */
record Labels(Map<String, String> tags, Acl acl) {
  static final String TAGGING = "x-amz-tagging";

  Labels {
    tags = Collections.unmodifiableMap(new LinkedHashMap<>(tags));
  }

  /** Those that a write sends in its headers. */
  static Labels of(Op.Kept sent) {
    Map<String, String> tags = new LinkedHashMap<>();
    String header = sent.headers().getOrDefault(TAGGING, "");
    for (String pair : header.isEmpty() ? new String[0] : header.split("&", -1)) {
      String[] sides = pair.split("=", 2);
      tags.put(decode(sides[0]), decode(sides[1]));
    }
    return new Labels(tags, Acl.ofHeaders(sent.headers()));
  }

  private static String decode(String text) {
    return URLDecoder.decode(text, StandardCharsets.UTF_8);
  }

  /** Whether a header is about them. */
  static boolean isHeader(String name) {
    return name.equals(TAGGING) || name.equals(Acl.HEADER);
  }

  /** The value of the header that states tags. */
  static String header(Map<String, String> tags) {
    StringBuilder header = new StringBuilder();
    tags.forEach(
        (key, value) ->
            header
                .append(header.isEmpty() ? "" : "&")
                .append(Request.encode(key))
                .append('=')
                .append(Request.encode(value)));
    return header.toString();
  }

  Labels with(Map<String, String> otherTags) {
    return new Labels(otherTags, acl);
  }

  Labels with(Acl other) {
    return new Labels(tags, other);
  }
}
