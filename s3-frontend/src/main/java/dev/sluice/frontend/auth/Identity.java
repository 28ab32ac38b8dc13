package dev.sluice.frontend.auth;

import dev.sluice.common.model.BucketName;
import dev.sluice.common.model.ObjectKey;
import dev.sluice.common.model.Principal;
import dev.sluice.frontend.s3.CopySource;
import dev.sluice.frontend.s3.ObjectRequest;
import dev.sluice.frontend.s3.Permissions;
import dev.sluice.frontend.s3.S3ErrorCode;
import dev.sluice.frontend.s3.S3Exception;
import dev.sluice.frontend.s3.S3Operation;
import dev.sluice.frontend.s3.S3Request;
import dev.sluice.frontend.s3.UploadRequest;
import java.util.List;
import org.jspecify.annotations.Nullable;

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

  /**
   * Fails with AccessDenied unless a request is allowed as far as its head tells: the operation,
   * and what it reads besides.
   */
  public void require(S3Request request) {
    boolean allowed =
        may(request.operation().permission(), Resource.of(request))
            && ItemsRead.by(request)
                .allMatch(item -> may(S3Operation.GET_OBJECT.permission(), item));
    if (!allowed) {
      throw new S3Exception(S3ErrorCode.ACCESS_DENIED);
    }
  }

  /**
   * The refusal as this caller may hear it: that a key is not there is news to whoever may not list
   * it, and AccessDenied to them, as on AWS.
   *
   * @param request what was refused; null where it was not understood
   */
  public S3Exception veiled(S3Exception refusal, @Nullable S3Request request) {
    if (refusal.code() != S3ErrorCode.NO_SUCH_KEY) {
      return refusal;
    }
    boolean known =
        switch (request) {
          case ObjectRequest.CopyObject it -> knows(it.source()) && knows(it.bucket(), it.key());
          case UploadRequest.UploadPartCopy it -> knows(it.source());
          case ObjectRequest it -> knows(it.bucket(), it.key());
          case S3Request.UnsetConfiguration it -> it.key() == null || knows(it.bucket(), it.key());
          case null, default -> true;
        };
    return known ? refusal : new S3Exception(S3ErrorCode.ACCESS_DENIED);
  }

  private boolean knows(CopySource source) {
    return knows(source.bucket(), source.key());
  }

  private boolean knows(BucketName bucket, ObjectKey key) {
    return may(S3Operation.LIST_OBJECTS_V2, bucket, key);
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
