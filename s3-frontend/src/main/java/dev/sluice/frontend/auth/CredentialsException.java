package dev.sluice.frontend.auth;

import java.util.List;

/** Credentials that cannot be used; the message has a line for every mistake, and no secret. */
public final class CredentialsException extends Exception {
  private static final long serialVersionUID = 1L;

  private final transient List<String> mistakes;

  CredentialsException(List<String> mistakes) {
    super(String.join(System.lineSeparator(), mistakes));
    this.mistakes = List.copyOf(mistakes);
  }

  /** All mistakes, each naming the key, the value and what was expected. */
  public List<String> mistakes() {
    return mistakes;
  }
}
