package dev.sluice.frontend.auth.signature;

import dev.sluice.frontend.s3.RequestHead;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** Heads of requests for tests, and the keys of AWS's published examples. */
public final class Requests {
  public static final String ACCESS_KEY = "AKIAIOSFODNN7EXAMPLE";
  public static final String SECRET_TEXT = "wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY";
  public static final SecretAccessKey SECRET = new SecretAccessKey(SECRET_TEXT);

  /** The digest of an empty body. */
  public static final String EMPTY_SHA256 = Hashes.EMPTY_SHA256;

  /** A head with nothing that proves anything. */
  public static final RequestHead BARE = head("GET", "/bucket/key", "host", "localhost:39999");

  /** A head with all that Signature V4 signs, not yet signed. */
  public static final RequestHead TO_SIGN =
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
  public static RequestHead head(String method, String target, String... headers) {
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
  public static RequestHead with(RequestHead head, String name, String value) {
    Map<String, List<String>> fields = new LinkedHashMap<>(head.headers());
    List<String> lines = new ArrayList<>(fields.getOrDefault(name, List.of()));
    lines.add(value);
    fields.put(name, lines);
    return RequestHead.of(head.method(), head.rawPath(), head.query().sent(), head.host(), fields);
  }

  /** The same head without a header. */
  public static RequestHead without(RequestHead head, String name) {
    Map<String, List<String>> fields = new LinkedHashMap<>(head.headers());
    fields.remove(name);
    return RequestHead.of(head.method(), head.rawPath(), head.query().sent(), head.host(), fields);
  }
}
