package dev.sluice.frontend.http;

import dev.sluice.common.model.Region;
import dev.sluice.frontend.auth.signature.ScopeRegion;
import dev.sluice.frontend.route.Router;
import dev.sluice.frontend.s3.RequestHead;
import dev.sluice.frontend.s3.S3Exception;
import org.jspecify.annotations.Nullable;

/**
 * The region that a request is for, whichever bucket it is about.
 *
 * @param fixed that all buckets are in; null: the one that the request names
 */
record RequestedRegion(@Nullable Region fixed, Router router) {
  /** The region of a request. */
  Region of(RequestHead head) {
    Region named = fixed == null ? ScopeRegion.of(head) : fixed;
    return named == null ? Region.US_EAST_1 : named;
  }

  /**
   * A refused HeadBucket names a region all the same, since clients look for the one to sign for.
   * No agent is asked, so that it is the same whether there is such a bucket or not.
   */
  S3Exception onto(S3Exception refusal, RequestHead head) {
    int status = refusal.code().status();
    return (status == 400 || status == 403) && router.headsBucket(head)
        ? refusal.withHeader("x-amz-bucket-region", of(head).name())
        : refusal;
  }
}
