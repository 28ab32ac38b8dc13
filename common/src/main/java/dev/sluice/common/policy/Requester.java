package dev.sluice.common.policy;

import dev.sluice.common.model.Caller;
import java.util.List;

/**
 * Requester that a policy's principals are compared with.
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

  /** Values of {@code aws:PrincipalArn}. */
  List<String> arns() {
    return one(arn);
  }

  /** Values of {@code aws:PrincipalAccount}. */
  List<String> accountOrAnonymous() {
    return one(isAnonymous() ? "anonymous" : account);
  }

  /** Values of {@code aws:PrincipalType}. */
  List<String> types() {
    return switch (kind) {
      case ANONYMOUS -> List.of("Anonymous");
      case USER -> List.of("User");
      case ACCOUNT_ROOT -> List.of("Account");
    };
  }

  /** Values of {@code aws:userid}. */
  List<String> userIds() {
    return one(isAnonymous() ? "anonymous" : canonicalId);
  }

  /** Values of {@code aws:username}: of users only. */
  List<String> userNames() {
    return kind == Kind.USER ? one(arn.substring(arn.lastIndexOf('/') + 1)) : List.of();
  }

  /** Values of the keys that tell services of AWS, of signed requests only. */
  List<String> noService() {
    return isAnonymous() ? List.of() : List.of("false");
  }

  private boolean isAnonymous() {
    return kind == Kind.ANONYMOUS;
  }

  private static List<String> one(String value) {
    return value.isEmpty() ? List.of() : List.of(value);
  }
}
