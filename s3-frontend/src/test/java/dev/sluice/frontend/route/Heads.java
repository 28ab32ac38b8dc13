package dev.sluice.frontend.route;

import dev.sluice.frontend.s3.RequestHead;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** Makes request heads for tests: {@code head("GET /bucket/key?acl", "x-amz-acl: private")}. */
final class Heads {
  private Heads() {}

  static RequestHead head(String line, String... headerLines) {
    return headOf("s3.test", line, headerLines);
  }

  static RequestHead headOf(String host, String line, String... headerLines) {
    int space = line.indexOf(' ');
    String address = line.substring(space + 1);
    int question = address.indexOf('?');
    Map<String, List<String>> headers = new LinkedHashMap<>();
    for (String header : headerLines) {
      int colon = header.indexOf(':');
      headers
          .computeIfAbsent(
              header.substring(0, colon).toLowerCase(Locale.ROOT), name -> new ArrayList<>())
          .add(header.substring(colon + 1).strip());
    }
    return RequestHead.of(
        line.substring(0, space),
        question < 0 ? address : address.substring(0, question),
        question < 0 ? null : address.substring(question + 1),
        host,
        headers);
  }
}
