package dev.sluice.common.policy;

import dev.sluice.common.model.Caller;

/**
 * Requester whom a policy's principals are compared with.
 *
 * @param kind of requester
 * @param account 12 digits; empty for an anonymous one
 * @param arn {@code arn:aws:iam::ACCOUNT:user/NAME}, or {@code arn:aws:iam::ACCOUNT:root}; empty
 *     for an anonymous one
 * @param canonicalId canonical user id; empty for an anonymous one
 */
public record Requester(Kind kind, String account, String arn, String canonicalId) {
  /** Requester without a signature. */
  public static final Requester NOBODY = new Requester(Kind.ANONYMOUS, "", "", "");

  /** Kind of requester. */
  public enum Kind {
    /** Sender of requests without a signature. */
    ANONYMOUS,
    /** Identity of an account. */
    USER,
    /** Root of an account. */
    ACCOUNT_ROOT
  }

  /** The caller of a call, as policies see it. */
  public static Requester of(Caller caller) {
    String account = caller.principal().account().value();
    return switch (caller.kind()) {
      case ANONYMOUS -> NOBODY;
      case IDENTITY -> new Requester(Kind.USER, account, caller.arn(), caller.principal().id());
      case OPERATOR, ROOT, ACCOUNT_ROOT ->
          new Requester(Kind.ACCOUNT_ROOT, account, caller.arn(), caller.principal().id());
    };
  }
}
