package dev.sluice.frontend.http;

import dev.sluice.common.model.BucketName;
import dev.sluice.common.model.StorageException;
import dev.sluice.frontend.cors.CorsCache;
import dev.sluice.frontend.route.Router;
import dev.sluice.frontend.s3.CopySource;
import dev.sluice.frontend.s3.CorsRequest;
import dev.sluice.frontend.s3.ObjectRequest;
import dev.sluice.frontend.s3.RequestHead;
import dev.sluice.frontend.s3.S3ErrorCode;
import dev.sluice.frontend.s3.S3Exception;
import dev.sluice.frontend.s3.S3Request;
import dev.sluice.frontend.s3.UploadRequest;
import java.util.List;
import org.eclipse.jetty.http.HttpFields;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Requests of web pages, by the CORS rules of their buckets: what the browser is told with the
 * answer, and what a page may change where access is open. A request without an {@code Origin} is
 * no page's, and asks for no rules.
 */
final class CrossOrigin {
  private static final Logger LOG = LoggerFactory.getLogger(CrossOrigin.class);

  private final Router router;
  private final CorsCache cors;

  CrossOrigin(Router router, CorsCache cors) {
    this.router = router;
    this.cors = cors;
  }

  /**
   * Adds to an answer, before there is one, what the rules say: a page reads refusals too. Where
   * the rules cannot be read they say nothing, and the request is about to fail for the same
   * reason.
   */
  void announce(RequestHead head, HttpFields.Mutable answer) {
    CorsRequest page = CorsRequest.of(head);
    BucketName bucket = page == null ? null : router.bucket(head);
    if (page == null || bucket == null) {
      return;
    }
    try {
      cors.of(bucket).headers(page).forEach(answer::put);
    } catch (StorageException e) {
      LOG.debug("no CORS rules of {}: {}: {}", bucket, e.reason(), e.getMessage());
    }
  }

  /**
   * Whether a rule lets a page change something without credentials. The bucket itself is out of
   * its reach: a page that may store objects must not give itself more rights by new rules.
   */
  boolean mayChange(RequestHead head) {
    String origin = head.header("origin");
    BucketName bucket = origin == null ? null : router.bucket(head);
    return origin != null
        && bucket != null
        && !router.changesBucket(head)
        && allows(bucket, origin, head.method());
  }

  /**
   * Fails where a page that a rule lets in would copy what it may not read: the rules of the
   * source's bucket have to allow that it is read.
   */
  void requireReadableSource(RequestHead head, S3Request request) {
    CopySource source = source(request);
    String origin = head.header("origin");
    if (source != null && (origin == null || !allows(source.bucket(), origin, "GET"))) {
      throw new S3Exception(
          S3ErrorCode.ACCESS_DENIED,
          "Without credentials this is refused to browsers: a copy from %s to Origin: %s (expected: a"
                  .formatted(source.bucket(), origin)
              + " CORS rule of that bucket that allows GET)");
    }
  }

  private boolean allows(BucketName bucket, String origin, String method) {
    return cors.of(bucket).allow(new CorsRequest(origin, method, List.of()));
  }

  private static @Nullable CopySource source(S3Request request) {
    if (request instanceof ObjectRequest.CopyObject copy) {
      return copy.source();
    }
    return request instanceof UploadRequest.UploadPartCopy copy ? copy.source() : null;
  }
}
