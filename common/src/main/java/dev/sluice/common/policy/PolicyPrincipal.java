package dev.sluice.common.policy;

import dev.sluice.common.model.AccountId;

/** Principal that a policy names. */
public sealed interface PolicyPrincipal {
  /** Everybody, with or without a signature. */
  enum Everybody implements PolicyPrincipal {
    EVERYBODY
  }

  /**
   * Account, which passes on what it is allowed to its identities.
   *
   * @param id 12 digits
   */
  record Account(String id) implements PolicyPrincipal {}

  /**
   * Identity of an account.
   *
   * @param arn {@code arn:aws:iam::ACCOUNT:user/NAME}
   */
  record User(String arn) implements PolicyPrincipal {}

  /**
   * Identity by its canonical user id.
   *
   * @param id as S3's answers have it
   */
  record CanonicalUser(String id) implements PolicyPrincipal {}

  /**
   * Reads a principal of the kind AWS.
   *
   * @throws PolicyException for what is no principal of Sluice: roles, sessions, groups
   */
  static PolicyPrincipal parse(String text) throws PolicyException {
    if (text.equals("*")) {
      return Everybody.EVERYBODY;
    }
    if (AccountId.isOne(text)) {
      return new Account(text);
    }
    String prefix = "arn:aws:iam::";
    int colon = prefix.length() + 12;
    if (text.startsWith(prefix)
        && text.length() > colon
        && AccountId.isOne(text.substring(prefix.length(), colon))) {
      String resource = text.substring(colon);
      if (resource.equals(":root")) {
        return new Account(text.substring(prefix.length(), colon));
      }
      if (resource.startsWith(":user/")
          && !resource.endsWith("/")
          && resource.chars().noneMatch(c -> c == '*' || c == '?')) {
        return new User(text);
      }
    }
    throw invalid(text);
  }

  /** Refusal of a principal. */
  static PolicyException invalid(String text) {
    return new PolicyException("Invalid principal in policy: " + text);
  }
}
