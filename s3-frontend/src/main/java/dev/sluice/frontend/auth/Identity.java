package dev.sluice.frontend.auth;

import dev.sluice.common.model.BucketName;
import dev.sluice.common.model.ObjectKey;
import dev.sluice.common.model.Principal;
import dev.sluice.frontend.s3.Permissions;
import dev.sluice.frontend.s3.S3ErrorCode;
import dev.sluice.frontend.s3.S3Exception;
import dev.sluice.frontend.s3.S3Operation;
import dev.sluice.frontend.s3.S3Request;
import java.util.List;

/** Somebody who sends requests, and what they may do: what no grant allows is denied. */
public final class Identity implements Permissions {
  private final String accessKey;
  private final Principal principal;
  private final List<Grant> grants;

  Identity(String accessKey, Principal principal, List<Grant> grants) {
    this.accessKey = accessKey;
    this.principal = principal;
    this.grants = List.copyOf(grants);
  }

  /**
   * Somebody who may do everything.
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

  /** Who this is, to the storage and in answers. */
  public Principal principal() {
    return principal;
  }

  /** Fails with AccessDenied unless a request is allowed as far as its head tells. */
  public void require(S3Request request) {
    if (!may(request.operation().permission(), Resource.of(request))) {
      throw new S3Exception(S3ErrorCode.ACCESS_DENIED);
    }
  }

  /** Of an operation that lists, whether a key may show in the list. */
  @Override
  public boolean may(S3Operation operation, BucketName bucket, ObjectKey key) {
    boolean lists =
        operation == S3Operation.LIST_OBJECTS || operation == S3Operation.LIST_OBJECTS_V2;
    Resource resource =
        lists
            ? new Resource.Listing(bucket.value(), key.value())
            : new Resource.Item(bucket.value(), key.value());
    return may(operation.permission(), resource);
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
    return principal.displayName();
  }
}
