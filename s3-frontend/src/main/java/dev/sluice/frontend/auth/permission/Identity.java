package dev.sluice.frontend.auth.permission;

import dev.sluice.common.model.BucketName;
import dev.sluice.common.model.ObjectKey;
import dev.sluice.common.model.Principal;
import dev.sluice.common.model.WriteConditions;
import dev.sluice.frontend.s3.Permissions;
import dev.sluice.frontend.s3.S3ErrorCode;
import dev.sluice.frontend.s3.S3Exception;
import dev.sluice.frontend.s3.S3Operation;
import dev.sluice.frontend.s3.S3Request;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** An identity that sends requests, with its grants: what no grant allows is denied. */
public final class Identity implements Permissions {
  private final String accessKey;
  private final Principal principal;
  private final List<Grant> grants;

  /**
   * Somebody with grants.
   *
   * @param accessKey empty when there is none
   */
  public Identity(String accessKey, Principal principal, List<Grant> grants) {
    this.accessKey = accessKey;
    this.principal = principal;
    this.grants = List.copyOf(grants);
  }

  /**
   * An identity that may do everything.
   *
   * @param accessKey empty when there is none
   */
  public static Identity unrestricted(String accessKey, Principal principal) {
    return new Identity(accessKey, principal, List.of(Grant.ALL));
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
   * Fails with AccessDenied unless a request is allowed as far as its head tells: the operation,
   * and what it reads besides.
   */
  public void require(S3Request request) {
    if (!allows(request.operation(), Touched.by(request))) {
      throw new S3Exception(S3ErrorCode.ACCESS_DENIED);
    }
  }

  @Override
  public boolean mayChange(
      S3Operation operation, BucketName bucket, ObjectKey key, WriteConditions conditions) {
    return allows(operation, Touched.change(bucket, key, conditions));
  }

  private boolean allows(S3Operation operation, Touched touched) {
    return may(operation.permission(), touched.target())
        && touched.read().stream().allMatch(item -> may(S3Operation.GET_OBJECT.permission(), item));
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
  public boolean sees(BucketName bucket) {
    return grants.stream().anyMatch(grant -> grant.touches(bucket.value()));
  }

  private boolean may(String permission, Resource resource) {
    return permission.isEmpty()
        || grants.stream().anyMatch(grant -> grant.allows(permission, resource));
  }

  @Override
  public String toString() {
    return principal.displayName().isEmpty() ? accessKey : principal.displayName();
  }
}
