package dev.sluice.cli.bench;

import java.io.IOException;

/** A request that got no answer, or not the right one. */
final class ExchangeFailure extends IOException {
  private static final long serialVersionUID = 1L;

  private final String code;

  /**
   * A failure.
   *
   * @param code what it is counted under: an S3 error code, or a few words
   * @param sentence what happened, with values
   */
  ExchangeFailure(String code, String sentence) {
    super(sentence);
    this.code = code;
  }

  String code() {
    return code;
  }
}
