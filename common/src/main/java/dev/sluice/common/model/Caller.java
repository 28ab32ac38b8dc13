package dev.sluice.common.model;

import dev.sluice.v1.FailureReason;
import java.util.List;
import java.util.Map;

/**
 * Caller of an operation: who sent the request, how, and what the grants of that identity say to
 * it. A frontend authenticates and evaluates; the agent decides.
 *
 * @param kind what the decision goes by
 * @param principal canonical user id, name and account
 * @param userName end of the ARN by which policies name the caller; empty: none names it
 * @param sourceAddress IP address that the request came from; empty: by no network
 * @param tls whether the request came by TLS
 * @param conditionKeys of the request, by name in lower case; what follows from the other
 *     components is not among them
 * @param evaluations one for each action and resource of the request, at most {@link
 *     #MOST_EVALUATIONS}; without meaning for a kind that may do everything
 * @param disclosures evaluations of {@code s3:ListBucket} for each object that the request names:
 *     where it is not allowed, a missing object is not said to be missing
 */
public record Caller(
    Kind kind,
    Principal principal,
    String userName,
    String sourceAddress,
    boolean tls,
    Map<String, List<String>> conditionKeys,
    List<Evaluation> evaluations,
    List<Evaluation> disclosures) {
  /** Most evaluations of one request. */
  public static final int MOST_EVALUATIONS = 16;

  /** Condition key by which a caller agrees to pay for a request; no policy can ask for it. */
  private static final String REQUEST_PAYER = "s3:x-amz-request-payer";

  /** Kind of caller. */
  public enum Kind {
    /** A direct caller of the agent; may do everything, in the name of the principal. */
    OPERATOR,
    /** The server's root, and every caller where access is open; may do everything. */
    ROOT,
    /**
     * The root of an account: may do everything in it. An explicit denial binds it, except that it
     * may always read, write and delete bucket policies.
     */
    ACCOUNT_ROOT,
    /** An identity with grants of its own. */
    IDENTITY,
    /** A sender of requests without a signature, with the grants of the anonymous entry. */
    ANONYMOUS
  }

  /** Most condition keys of one request. */
  public static final int MOST_CONDITION_KEYS = 80;

  /** Most characters of all names and values of condition keys together. */
  public static final int MOST_CONDITION_CHARACTERS = 32 << 10;

  /** Fails with {@code ARGUMENT_INVALID} where there is too much of something. */
  public Caller {
    conditionKeys = Map.copyOf(conditionKeys);
    evaluations = List.copyOf(evaluations);
    disclosures = List.copyOf(disclosures);
    requireAtMost("evaluations", evaluations.size(), MOST_EVALUATIONS);
    requireAtMost("disclosures", disclosures.size(), MOST_EVALUATIONS);
    requireAtMost("condition keys", conditionKeys.size(), MOST_CONDITION_KEYS);
    requireAtMost(
        "characters of condition keys", characters(conditionKeys), MOST_CONDITION_CHARACTERS);
  }

  /** A caller without condition keys and disclosures. */
  public Caller(
      Kind kind,
      Principal principal,
      String userName,
      String sourceAddress,
      boolean tls,
      List<Evaluation> evaluations) {
    this(kind, principal, userName, sourceAddress, tls, Map.of(), evaluations, List.of());
  }

  private static void requireAtMost(String what, int count, int most) {
    if (count > most) {
      throw new StorageException(
          FailureReason.ARGUMENT_INVALID,
          what + ": " + count + " (expected: at most " + most + ")");
    }
  }

  private static int characters(Map<String, List<String>> keys) {
    int characters = 0;
    for (Map.Entry<String, List<String>> key : keys.entrySet()) {
      characters += key.getKey().length();
      for (String value : key.getValue()) {
        characters += value.length();
      }
    }
    return characters;
  }

  /** The operator, acting in a principal's name. */
  public static Caller operator(Principal principal) {
    return new Caller(Kind.OPERATOR, principal, "", "", false, List.of());
  }

  /** ARN by which policies name the caller; empty: it has none. */
  public String arn() {
    return switch (kind) {
      case OPERATOR, ROOT, ACCOUNT_ROOT -> "arn:aws:iam::" + principal.account() + ":root";
      case IDENTITY ->
          userName.isEmpty() ? "" : "arn:aws:iam::" + principal.account() + ":user/" + userName;
      case ANONYMOUS -> "";
    };
  }

  /** Whether the caller agrees to pay for the request. */
  public boolean pays() {
    return conditionKeys.getOrDefault(REQUEST_PAYER, List.of()).contains("requester");
  }

  /** The same caller with other condition keys. */
  public Caller withConditionKeys(Map<String, List<String>> keys) {
    return new Caller(
        kind, principal, userName, sourceAddress, tls, keys, evaluations, disclosures);
  }

  /** The same caller with what is evaluated for a request, or for one resource of several. */
  public Caller with(List<Evaluation> others, List<Evaluation> otherDisclosures) {
    return new Caller(
        kind, principal, userName, sourceAddress, tls, conditionKeys, others, otherDisclosures);
  }
}
