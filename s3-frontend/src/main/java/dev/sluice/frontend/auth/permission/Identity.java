package dev.sluice.frontend.auth.permission;

import dev.sluice.common.model.BucketName;
import dev.sluice.common.model.Caller;
import dev.sluice.common.model.Evaluation;
import dev.sluice.common.model.ObjectKey;
import dev.sluice.common.model.Principal;
import dev.sluice.common.model.WriteConditions;
import dev.sluice.frontend.s3.Permissions;
import dev.sluice.frontend.s3.RequestSubject;
import dev.sluice.frontend.s3.S3ErrorCode;
import dev.sluice.frontend.s3.S3Exception;
import dev.sluice.frontend.s3.S3Operation;
import dev.sluice.frontend.s3.S3Request;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A sender of requests, with its grants. Evaluates; the decision is the agent's. */
public final class Identity implements Permissions {
  private final Caller.Kind kind;
  private final String accessKey;
  private final Principal principal;
  private final List<Grant> grants;

  /**
   * An identity with grants.
   *
   * @param accessKey empty when there is none
   */
  public Identity(String accessKey, Principal principal, List<Grant> grants) {
    this(Caller.Kind.IDENTITY, accessKey, principal, grants);
  }

  private Identity(Caller.Kind kind, String accessKey, Principal principal, List<Grant> grants) {
    this.kind = kind;
    this.accessKey = accessKey;
    this.principal = principal;
    this.grants = List.copyOf(grants);
  }

  /** The sender of requests without a signature. */
  public static Identity anonymous(Principal principal, List<Grant> grants) {
    return new Identity(Caller.Kind.ANONYMOUS, "", principal, grants);
  }

  /**
   * The server's root, who may do everything.
   *
   * @param accessKey empty when there is none
   */
  public static Identity unrestricted(String accessKey, Principal principal) {
    return new Identity(Caller.Kind.ROOT, accessKey, principal, List.of(Grant.ALL));
  }

  /** The access key id, for logs; empty when the request is anonymous or access is open. */
  public String accessKey() {
    return accessKey;
  }

  /** The principal, to the storage and in answers. */
  public Principal principal() {
    return principal;
  }

  /**
   * The caller, as the agent is to know them.
   *
   * @param sourceAddress that the request came from; empty: by no network
   * @param evaluations of the request
   */
  public Caller caller(String sourceAddress, boolean tls, List<Evaluation> evaluations) {
    return new Caller(kind, principal, "", sourceAddress, tls, evaluations);
  }

  /**
   * The answer of the grants for each action and resource of a request, as far as its head shows;
   * empty where no grant has a say: the root's, and what needs no permission.
   */
  public List<Evaluation> evaluate(S3Request request) {
    return evaluate(request.operation(), Touched.by(request));
  }

  /** The same for a request that cannot be understood as a whole. */
  public List<Evaluation> evaluate(RequestSubject subject) {
    return evaluate(subject.operation(), Touched.by(subject));
  }

  @Override
  public List<Evaluation> evaluate(
      S3Operation operation, BucketName bucket, ObjectKey key, WriteConditions conditions) {
    return evaluate(operation, Touched.change(bucket, key, conditions));
  }

  private List<Evaluation> evaluate(S3Operation operation, Touched touched) {
    if (kind == Caller.Kind.ROOT || operation.permission().isEmpty()) {
      return List.of();
    }
    List<Evaluation> evaluations = new ArrayList<>(3);
    evaluations.add(evaluate(operation, Evaluation.Resource.TARGET, touched.target()));
    if (touched.readsTarget()) {
      evaluations.add(
          evaluate(S3Operation.GET_OBJECT, Evaluation.Resource.TARGET, touched.target()));
    }
    Resource source = touched.source();
    if (source != null) {
      evaluations.add(evaluate(S3Operation.GET_OBJECT, Evaluation.Resource.SOURCE, source));
    }
    return evaluations;
  }

  /** There are no grants that deny yet: what none allows they are silent about. */
  private Evaluation evaluate(S3Operation operation, Evaluation.Resource which, Resource resource) {
    String action = operation.permission();
    return new Evaluation(
        action,
        which,
        may(action, resource) ? Evaluation.Verdict.ALLOW : Evaluation.Verdict.SILENT);
  }

  /**
   * The refusal as this caller may see it: for one who may not list a missing key it is
   * AccessDenied, as on AWS.
   *
   * @param request what was refused; null where it was not understood
   */
  public S3Exception veiled(S3Exception refusal, @Nullable S3Request request) {
    boolean known =
        request != null
            && Touched.by(request).named().stream()
                .allMatch(item -> knows(item.bucket(), item.key()));
    return veiled(refusal, known);
  }

  @Override
  public S3Exception veiled(S3Exception refusal, BucketName bucket, ObjectKey key) {
    return veiled(refusal, knows(bucket.value(), key.value()));
  }

  private static S3Exception veiled(S3Exception refusal, boolean known) {
    return known || refusal.code() != S3ErrorCode.NO_SUCH_KEY
        ? refusal
        : new S3Exception(S3ErrorCode.ACCESS_DENIED);
  }

  private boolean knows(String bucket, String key) {
    return may(S3Operation.LIST_OBJECTS_V2.permission(), new Resource.Listing(bucket, key));
  }

  /** Whether anything is allowed at all. */
  public boolean mayAnything() {
    return !grants.isEmpty();
  }

  @Override
  public List<String> buckets() {
    return grants.stream().flatMap(Grant::buckets).distinct().toList();
  }

  private boolean may(String permission, Resource resource) {
    return grants.stream().anyMatch(grant -> grant.allows(permission, resource));
  }

  @Override
  public String toString() {
    return principal.displayName().isEmpty() ? accessKey : principal.displayName();
  }
}
