package dev.sluice.frontend.auth;

import dev.sluice.common.model.Principal;
import dev.sluice.frontend.s3.S3ErrorCode;
import dev.sluice.frontend.s3.S3Exception;
import java.util.List;

/** Somebody who sends requests, and what they may do: what no grant allows is denied. */
public final class Identity {
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

  /**
   * Whether a permission extends to a resource.
   *
   * @param permission as S3 names it, such as {@code s3:GetObject}; empty for what needs none
   */
  public boolean may(String permission, Resource resource) {
    return permission.isEmpty()
        || grants.stream().anyMatch(grant -> grant.allows(permission, resource));
  }

  /** Fails with AccessDenied unless {@link #may}. */
  public void require(String permission, Resource resource) {
    if (!may(permission, resource)) {
      throw new S3Exception(S3ErrorCode.ACCESS_DENIED);
    }
  }

  /** Whether a bucket shows in the list of buckets: whether any grant is about it. */
  public boolean sees(String bucket) {
    return grants.stream().anyMatch(grant -> grant.touches(bucket));
  }

  @Override
  public String toString() {
    return principal.displayName();
  }
}
