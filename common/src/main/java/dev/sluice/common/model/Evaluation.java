package dev.sluice.common.model;

import dev.sluice.v1.FailureReason;
import java.util.List;

/**
 * Evaluation of an identity's own grants for one action on one resource of a request.
 *
 * @param action as AWS names it: {@code s3:GetObject}
 * @param resource which one of the request's
 * @param outcome what the grants say
 */
public record Evaluation(String action, Resource resource, Outcome outcome) {
  /** Resource of a request, which the call itself names. */
  public enum Resource {
    /** The bucket, listing or object that the request is about. */
    TARGET,
    /** The source of a copy. */
    SOURCE
  }

  /** Outcome of an evaluation. */
  public sealed interface Outcome {}

  /** Outcome that the grants alone are enough for. */
  public enum Verdict implements Outcome {
    /** A grant allows it, and none denies it. */
    ALLOW,
    /** A grant denies it. */
    DENY,
    /** No grant says anything. */
    SILENT
  }

  /**
   * Statements that depend on what only the agent knows, such as an object's tags.
   *
   * @param statements each reduced to its effect and to what is left of its conditions, as a JSON
   *     object in S3's policy language of at most {@link #LONGEST_STATEMENT} characters; 1 to
   *     {@link #MOST_STATEMENTS}
   */
  public record Pending(List<String> statements) implements Outcome {
    /** Most statements that one evaluation depends on. */
    public static final int MOST_STATEMENTS = 16;

    /** Longest of them, characters. */
    public static final int LONGEST_STATEMENT = 2048;

    /** Fails with {@code ARGUMENT_INVALID} where there are none, too many, or too long ones. */
    public Pending {
      statements = List.copyOf(statements);
      if (statements.isEmpty() || statements.size() > MOST_STATEMENTS) {
        throw new StorageException(
            FailureReason.ARGUMENT_INVALID,
            "statements: " + statements.size() + " (expected: 1.." + MOST_STATEMENTS + ")");
      }
      for (String statement : statements) {
        if (statement.length() > LONGEST_STATEMENT) {
          throw new StorageException(
              FailureReason.ARGUMENT_INVALID,
              "statement: %d characters (expected: at most %d)"
                  .formatted(statement.length(), LONGEST_STATEMENT));
        }
      }
    }
  }

  /** Whether the grants allow it. */
  public boolean allows() {
    return outcome == Verdict.ALLOW;
  }
}
