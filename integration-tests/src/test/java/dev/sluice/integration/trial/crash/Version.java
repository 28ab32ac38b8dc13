package dev.sluice.integration.trial.crash;

import dev.sluice.integration.trial.core.Answer;
import dev.sluice.integration.trial.core.Bytes;
import java.util.Map;
import java.util.Objects;

/**
 * What may be at a key.
 *
 * @param mark metadata that only this write has
 * @param md5 of the bytes
 * @param length of the bytes
 */
record Version(String mark, String md5, int length) {
  /** Nothing. */
  static final Version ABSENT = new Version("", "", -1);

  private static final String MARK = "x-amz-meta-mark";

  /** All metadata that a write with a mark has: each of them says which write it belongs to. */
  static Map<String, String> headers(String mark) {
    return Map.of(
        MARK,
        mark,
        "x-amz-meta-long",
        (mark + " ").repeat(1 + mark.length() * 20).strip(),
        "content-type",
        "application/x-" + mark,
        "content-disposition",
        "attachment; filename=\"" + mark + "\"",
        "cache-control",
        "private, max-age=" + mark.length());
  }

  static Version of(String mark, byte[] bytes) {
    return new Version(mark, Bytes.md5(bytes), bytes.length);
  }

  /** What a read found. */
  static Version read(Answer answer) {
    return answer.status() == 404
        ? ABSENT
        : new Version(mark(answer), Bytes.md5(answer.body()), answer.body().length);
  }

  /** Its mark; where other metadata is not that of the same write, all of it. */
  private static String mark(Answer answer) {
    String mark = Objects.requireNonNullElse(answer.header(MARK), "no mark");
    Map<String, String> expected = headers(mark);
    return expected.entrySet().stream()
            .allMatch(header -> header.getValue().equals(answer.header(header.getKey())))
        ? mark
        : "mixed " + answer.headers();
  }
}
