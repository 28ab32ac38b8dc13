package dev.sluice.frontend.s3;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;

/**
 * The head of a request as fuzz targets get it: {@code METHOD target}, then a header a line. What
 * HTTP lets nobody send (control characters in headers, an address without a slash) does not arrive
 * at parsers, and not here either.
 */
public final class HeadInput {
  private HeadInput() {}

  /** The head that an input writes down. */
  public static RequestHead of(byte[] input) {
    int end = 0;
    while (end < input.length && input[end] != '\n') {
      end++;
    }
    String line = new String(input, 0, end, StandardCharsets.UTF_8);
    int space = line.indexOf(' ');
    String method = space < 0 ? "GET" : line.substring(0, space);
    String target = space < 0 ? line : line.substring(space + 1);
    int question = target.indexOf('?');
    String path = question < 0 ? target : target.substring(0, question);
    Map<String, List<String>> headers =
        headers(new String(input, end, input.length - end, StandardCharsets.ISO_8859_1));
    return RequestHead.of(
        method,
        path.startsWith("/") ? path : "/" + path,
        question < 0 ? null : target.substring(question + 1),
        headers.getOrDefault("host", List.of("")).getFirst(),
        headers);
  }

  private static Map<String, List<String>> headers(String lines) {
    Map<String, List<String>> headers = new TreeMap<>();
    for (String line : lines.split("\n", -1)) {
      int colon = line.indexOf(':');
      if (colon > 0) {
        String value = line.substring(colon + 1).replaceAll("[\\x00-\\x08\\x0a-\\x1f]", "").strip();
        headers
            .computeIfAbsent(
                line.substring(0, colon).toLowerCase(Locale.ROOT), name -> new ArrayList<>(1))
            .add(value);
      }
    }
    return headers;
  }
}
