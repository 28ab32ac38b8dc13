package dev.sluice.frontend.op;

import dev.sluice.frontend.rpc.AgentDirectory;
import dev.sluice.frontend.s3.BucketRequest;
import dev.sluice.frontend.s3.RequestContext;
import dev.sluice.frontend.s3.S3Response;
import dev.sluice.frontend.xml.ListBucketResult;
import dev.sluice.v1.ListObjectsRequest;
import org.jspecify.annotations.Nullable;

/**
 * ListObjects, first version. Besides AWS's elements the answer has KeyCount, ContinuationToken and
 * NextContinuationToken, and the token is the next key itself: clients of Alluxio's S3 API page
 * with it.
 */
final class ListObjects implements Operation<BucketRequest.ListObjects> {
  private final AgentDirectory agents;

  ListObjects(AgentDirectory agents) {
    this.agents = agents;
  }

  @Override
  public S3Response answer(BucketRequest.ListObjects request, RequestContext call) {
    String token = request.continuationToken();
    boolean goesOn = token != null && !token.isEmpty();
    KeyListing page =
        KeyListing.of(
            agents,
            call,
            request.bucket(),
            ListObjectsRequest.newBuilder()
                .setPrefix(request.prefix())
                .setDelimiter(request.delimiter())
                .setStart(goesOn ? token : start(request))
                .setStartInclusive(goesOn)
                .setMaxKeys(request.maxKeys()),
            request.urlEncoded());
    return new S3Response.Document(
        ListBucketResult.ofVersion1(
            page.answer(true),
            page.named(request.marker()),
            page.name(nextMarker(request, page)),
            token == null ? "" : page.named(token),
            page.named(page.next())));
  }

  /** A marker below a common prefix stands behind all that this prefix rolls up, as on AWS. */
  private static String start(BucketRequest.ListObjects request) {
    String marker = request.marker();
    String delimiter = request.delimiter();
    int found =
        !delimiter.isEmpty() && marker.startsWith(request.prefix())
            ? marker.indexOf(delimiter, request.prefix().length())
            : -1;
    return found < 0 ? marker : marker.substring(0, found + delimiter.length());
  }

  /** AWS names it only with a delimiter: otherwise the last key says it. */
  private static @Nullable String nextMarker(BucketRequest.ListObjects request, KeyListing page) {
    return page.truncated() && !request.delimiter().isEmpty() ? page.last() : null;
  }
}
