package dev.sluice.integration.trial.crash;

import dev.sluice.integration.trial.core.Answer;
import dev.sluice.integration.trial.core.Bytes;

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

  static final String MARK = "x-amz-meta-mark";

  static Version of(String mark, byte[] bytes) {
    return new Version(mark, Bytes.md5(bytes), bytes.length);
  }

  /** What a read found. */
  static Version read(Answer answer) {
    String mark = answer.header(MARK);
    return answer.status() == 404
        ? ABSENT
        : new Version(
            mark == null ? "no mark" : mark, Bytes.md5(answer.body()), answer.body().length);
  }
}
