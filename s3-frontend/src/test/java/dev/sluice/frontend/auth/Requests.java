package dev.sluice.frontend.auth;

import dev.sluice.common.model.Principal;
import dev.sluice.frontend.s3.RequestHead;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** Heads of requests for tests, and the keys of AWS's published examples. */
final class Requests {
  static final String ACCESS_KEY = "AKIAIOSFODNN7EXAMPLE";
  static final SecretAccessKey SECRET =
      new SecretAccessKey("wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY");

  /** Whom the key belongs to; may do everything. */
  static final Identity OWNER = Identity.unrestricted(ACCESS_KEY, new Principal("id", "name"));

  /** A head with nothing that proves anything. */
  static final RequestHead BARE = head("GET", "/bucket/key", "host", "localhost:39999");

  /** A head with all that Signature V4 signs, not yet signed. */
  static final RequestHead TO_SIGN =
      head(
          "GET",
          "/bucket/key",
          "host",
          "localhost:39999",
          "x-amz-date",
          V4Signer.TIME,
          "x-amz-content-sha256",
          Hashes.EMPTY_SHA256);

  private Requests() {}

  /**
   * A head.
   *
   * @param target path and query as sent
   * @param headers name, value, name, value …; a Host among them
   */
  static RequestHead head(String method, String target, String... headers) {
    Map<String, List<String>> fields = new LinkedHashMap<>();
    for (int i = 0; i < headers.length; i += 2) {
      fields
          .computeIfAbsent(headers[i].toLowerCase(Locale.ROOT), name -> new ArrayList<>())
          .add(headers[i + 1]);
    }
    int question = target.indexOf('?');
    return RequestHead.of(
        method,
        question < 0 ? target : target.substring(0, question),
        question < 0 ? null : target.substring(question + 1),
        fields.getOrDefault("host", List.of("")).getFirst(),
        fields);
  }

  /** The same head with one more header. */
  static RequestHead with(RequestHead head, String name, String value) {
    Map<String, List<String>> fields = new LinkedHashMap<>(head.headers());
    List<String> lines = new ArrayList<>(fields.getOrDefault(name, List.of()));
    lines.add(value);
    fields.put(name, lines);
    return RequestHead.of(head.method(), head.rawPath(), head.query().sent(), head.host(), fields);
  }

  /** The same head without a header. */
  static RequestHead without(RequestHead head, String name) {
    Map<String, List<String>> fields = new LinkedHashMap<>(head.headers());
    fields.remove(name);
    return RequestHead.of(head.method(), head.rawPath(), head.query().sent(), head.host(), fields);
  }
}
