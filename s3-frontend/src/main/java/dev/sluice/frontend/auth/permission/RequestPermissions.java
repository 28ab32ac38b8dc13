package dev.sluice.frontend.auth.permission;

import dev.sluice.common.model.BucketName;
import dev.sluice.common.model.CallContext;
import dev.sluice.common.model.Caller;
import dev.sluice.common.model.Evaluation;
import dev.sluice.common.model.Evaluation.Verdict;
import dev.sluice.common.model.ObjectKey;
import dev.sluice.common.model.WriteConditions;
import dev.sluice.common.policy.CallerKeys;
import dev.sluice.common.policy.ConditionKeys;
import dev.sluice.common.policy.PolicyDocument;
import dev.sluice.common.policy.PolicyOutcome;
import dev.sluice.common.policy.PolicyQuestion;
import dev.sluice.common.policy.Requester;
import dev.sluice.frontend.s3.Permissions;
import dev.sluice.frontend.s3.RequestSubject;
import dev.sluice.frontend.s3.S3Operation;
import dev.sluice.frontend.s3.S3Request;
import dev.sluice.frontend.s3.TagKeys;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Permissions of the sender of one request: what its grants and statements say to everything that
 * the request touches. Evaluates; the decision is the agent's.
 */
public final class RequestPermissions implements Permissions {
  /** Grants allow whatever is left of the statements' conditions, unless one of them denies. */
  private static final String GRANTED = "{\"Effect\":\"Allow\"}";

  private final Identity identity;
  private final Caller sender;
  private final Instant now;

  /** Whether the condition keys that a document of the request holds are among those known. */
  private final boolean documentKnown;

  /**
   * Of a sender.
   *
   * @param sourceAddress that the request came from; empty: by no network
   * @param tls whether it came by TLS
   * @param keys condition keys of the request's head; without meaning for the server's root
   * @param now when the request came
   */
  public RequestPermissions(
      Identity identity,
      String sourceAddress,
      boolean tls,
      Map<String, List<String>> keys,
      Instant now) {
    this(
        identity,
        new Caller(
            identity.kind(),
            identity.principal(),
            identity.userName(),
            sourceAddress,
            tls,
            identity.isUnrestricted() ? Map.of() : keys,
            List.of(),
            List.of()),
        now,
        false);
  }

  private RequestPermissions(Identity identity, Caller sender, Instant now, boolean documentKnown) {
    this.identity = identity;
    this.sender = sender;
    this.now = now;
    this.documentKnown = documentKnown;
  }

  /** The caller of a request, with an evaluation of all that it touches. */
  public Caller caller(S3Request request) {
    return caller(Touched.by(request), request.operation());
  }

  /** The caller of a request that cannot be understood as a whole. */
  public Caller caller(RequestSubject subject) {
    return caller(Touched.by(subject), subject.operation());
  }

  private Caller caller(Touched touched, S3Operation operation) {
    return identity.isUnrestricted()
        ? sender
        : sender.with(
            evaluate(touched.questions(), operation), evaluate(touched.disclosures(), operation));
  }

  /**
   * Explains what the grants and statements say to an action.
   *
   * @param bucket null: the service
   * @param key null: the bucket itself
   */
  public Explanation explain(String action, @Nullable BucketName bucket, @Nullable ObjectKey key) {
    Question question = new Question(action, Evaluation.Resource.TARGET, resource(bucket, key));
    Evaluation.Outcome outcome = outcome(question, S3Operation.GET_OBJECT);
    Caller caller =
        sender.with(List.of(new Evaluation(action, question.which(), outcome)), List.of());
    return new Explanation(caller, identity.isUnrestricted() ? "" : decider(question));
  }

  private Resource resource(@Nullable BucketName bucket, @Nullable ObjectKey key) {
    if (bucket == null) {
      return new Resource.Service();
    }
    if (key != null) {
      return new Resource.Item(bucket.value(), key.value());
    }
    List<String> prefix = sender.conditionKeys().getOrDefault("s3:prefix", List.of());
    return prefix.isEmpty()
        ? new Resource.Bucket(bucket.value())
        : new Resource.Listing(bucket.value(), prefix.getFirst());
  }

  /** The statement that decides, else the first grant that does. */
  private String decider(Question question) {
    PolicyDocument statements = identity.statements();
    PolicyOutcome said =
        statements == null
            ? PolicyOutcome.silent()
            : statements.evaluate(toPolicy(question, S3Operation.GET_OBJECT));
    return switch (said) {
      case PolicyOutcome.Deny(String statement) -> statement;
      case PolicyOutcome.Allow(String statement, boolean _) -> statement;
      case PolicyOutcome.Pending _ -> "statements that depend on what is stored";
      case PolicyOutcome.Silent.SILENT -> grant(question);
    };
  }

  private String grant(Question question) {
    for (int i = 0; i < identity.grants().size(); i++) {
      if (identity.grants().get(i).allows(question.action(), question.resource())) {
        return "grants[" + i + "]";
      }
    }
    return "";
  }

  @Override
  public CallContext context(
      CallContext context, S3Request request, Map<String, List<String>> documentKeys) {
    if (identity.isUnrestricted()) {
      return context;
    }
    Map<String, List<String>> keys = new HashMap<>(sender.conditionKeys());
    keys.putAll(documentKeys);
    return context.of(
        new RequestPermissions(identity, sender.withConditionKeys(keys), now, true)
            .caller(Touched.by(request, documentKeys.keySet()), request.operation()));
  }

  @Override
  public Entry evaluate(
      S3Operation operation, BucketName bucket, ObjectKey key, WriteConditions conditions) {
    if (identity.isUnrestricted()) {
      return Entry.NONE;
    }
    Touched touched = Touched.change(operation, bucket, key, conditions);
    return new Entry(
        evaluate(touched.questions(), operation), evaluate(touched.disclosures(), operation));
  }

  /**
   * All of them where statements may be about any bucket: which of an account's buckets one may
   * know of is then no question of names, as on AWS.
   */
  @Override
  public List<String> buckets() {
    return identity.statements() == null
        ? identity.grants().stream().flatMap(Grant::buckets).distinct().toList()
        : List.of("*");
  }

  private List<Evaluation> evaluate(List<Question> questions, S3Operation operation) {
    List<Evaluation> evaluations = new ArrayList<>(questions.size());
    for (Question question : questions) {
      evaluations.add(
          new Evaluation(question.action(), question.which(), outcome(question, operation)));
    }
    return evaluations;
  }

  private Evaluation.Outcome outcome(Question question, S3Operation operation) {
    boolean granted = isGranted(question);
    PolicyDocument statements = identity.statements();
    if (statements == null) {
      return granted ? Verdict.ALLOW : Verdict.SILENT;
    }
    if (isDecidedOneByOne(question)) {
      return Verdict.ALLOW;
    }
    return switch (statements.evaluate(toPolicy(question, operation))) {
      case PolicyOutcome.Deny _ -> Verdict.DENY;
      case PolicyOutcome.Allow _ -> Verdict.ALLOW;
      case PolicyOutcome.Silent.SILENT -> granted ? Verdict.ALLOW : Verdict.SILENT;
      case PolicyOutcome.Pending(List<String> left) -> pending(left, granted);
    };
  }

  private boolean isGranted(Question question) {
    for (Grant grant : identity.grants()) {
      if (grant.allows(question.action(), question.resource())) {
        return true;
      }
    }
    return false;
  }

  private PolicyQuestion toPolicy(Question question, S3Operation operation) {
    return new PolicyQuestion(
        question.action(),
        question.resource().arn(),
        Requester.of(sender),
        keys(question, operation));
  }

  /**
   * A statement may allow or deny some objects of a bucket: each of them has an evaluation of its
   * own.
   */
  private static boolean isDecidedOneByOne(Question question) {
    return question.resource() instanceof Resource.SomeItems;
  }

  /** More than can be sent is denied. */
  private static Evaluation.Outcome pending(List<String> left, boolean granted) {
    List<String> all = granted ? Stream.concat(left.stream(), Stream.of(GRANTED)).toList() : left;
    boolean fits =
        all.size() <= Evaluation.Pending.MOST_STATEMENTS
            && all.stream()
                .allMatch(statement -> statement.length() <= Evaluation.Pending.LONGEST_STATEMENT);
    return fits ? new Evaluation.Pending(all) : Verdict.DENY;
  }

  /** A listing that shows whether a key is missing has that key as its prefix. */
  private ConditionKeys keys(Question question, S3Operation operation) {
    CallerKeys ofRequest = new CallerKeys(sender, now);
    return new ConditionKeys() {
      @Override
      public List<String> values(String key) {
        if (!(question.resource() instanceof Resource.Absence absence)) {
          return ofRequest.values(key);
        }
        return switch (key) {
          case "s3:prefix" -> List.of(absence.key());
          case "s3:delimiter", "s3:max-keys" -> List.of();
          default -> ofRequest.values(key);
        };
      }

      @Override
      public boolean known(String key) {
        return !isOfWhatIsStored(key) && (documentKnown || !isInDocument(operation, key));
      }
    };
  }

  /** Whether only the agent knows a key: of the bucket, or of the object that is there. */
  private static boolean isOfWhatIsStored(String key) {
    return key.startsWith("s3:existingobjecttag/")
        || key.startsWith("s3:buckettag/")
        || key.equals("s3:resourceaccount")
        || key.equals("aws:resourceaccount");
  }

  /** Whether the document of a request says a key, which is read after its head. */
  private static boolean isInDocument(S3Operation operation, String key) {
    return switch (operation) {
      case PUT_OBJECT_TAGGING -> TagKeys.isOfObject(key);
      case PUT_BUCKET_TAGGING -> TagKeys.isOfBucket(key);
      case CREATE_BUCKET -> key.equals("s3:locationconstraint") || TagKeys.isOfBucket(key);
      default -> false;
    };
  }
}
