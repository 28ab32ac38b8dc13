package dev.sluice.common.policy;

import java.util.List;

/**
 * Principals of a statement.
 *
 * @param named in the order of the text
 * @param negated whether it is about all others
 */
record Principals(List<PolicyPrincipal> named, boolean negated) {
  /** Principals of a statement that has none of its own: every requester. */
  static final Principals ANY = new Principals(List.of(PolicyPrincipal.Everybody.EVERYBODY), false);

  /** Match of a requester. */
  enum Match {
    NONE,
    /** By the account alone, which passes it on to its identities. */
    DELEGATED,
    DIRECT
  }

  Principals {
    named = List.copyOf(named);
  }

  /**
   * Match of a requester. {@code NotPrincipal} spares those who are named themselves; the name of
   * an account spares its root alone.
   */
  Match match(Requester requester) {
    Match best = strongest(requester);
    if (negated) {
      return best == Match.DIRECT ? Match.NONE : Match.DIRECT;
    }
    return best;
  }

  private Match strongest(Requester requester) {
    Match best = Match.NONE;
    for (int i = 0; i < named.size() && best != Match.DIRECT; i++) {
      PolicyPrincipal principal = named.get(i);
      // Most statements are about everybody, and a comparison is cheaper than a switch on types.
      Match match =
          principal == PolicyPrincipal.Everybody.EVERYBODY
              ? Match.DIRECT
              : match(principal, requester);
      best = match.compareTo(best) > 0 ? match : best;
    }
    return best;
  }

  private static Match match(PolicyPrincipal principal, Requester requester) {
    boolean signed = requester.kind() != Requester.Kind.ANONYMOUS;
    return switch (principal) {
      case PolicyPrincipal.Everybody.EVERYBODY -> Match.DIRECT;
      case PolicyPrincipal.Account(String id) -> {
        if (!signed || !id.equals(requester.account())) {
          yield Match.NONE;
        }
        yield requester.kind() == Requester.Kind.ACCOUNT_ROOT ? Match.DIRECT : Match.DELEGATED;
      }
      case PolicyPrincipal.User(String arn) ->
          signed && arn.equals(requester.arn()) ? Match.DIRECT : Match.NONE;
      case PolicyPrincipal.CanonicalUser(String id) ->
          signed && id.equals(requester.canonicalId()) ? Match.DIRECT : Match.NONE;
    };
  }

  /** Whether it is about everybody. */
  boolean includeEverybody() {
    return !negated && named.contains(PolicyPrincipal.Everybody.EVERYBODY);
  }
}
