package dev.sluice.frontend.op;

import dev.sluice.frontend.rpc.AgentDirectory;
import dev.sluice.frontend.s3.BucketRequest;
import dev.sluice.frontend.s3.RequestContext;
import dev.sluice.frontend.s3.S3Response;
import dev.sluice.frontend.xml.ListBucketResult;
import dev.sluice.v1.ListObjectsRequest;

/**
 * ListObjectsV2. Tokens are opaque and hold the first key that did not fit, so that any frontend
 * can go on.
 */
final class ListObjectsV2 implements Operation<BucketRequest.ListObjectsV2> {
  private final AgentDirectory agents;

  ListObjectsV2(AgentDirectory agents) {
    this.agents = agents;
  }

  @Override
  public S3Response answer(BucketRequest.ListObjectsV2 request, RequestContext call) {
    String token = request.continuationToken();
    KeyListing page =
        KeyListing.of(
            agents,
            call,
            request.bucket(),
            ListObjectsRequest.newBuilder()
                .setPrefix(request.prefix())
                .setDelimiter(request.delimiter())
                .setStart(
                    token == null || token.isEmpty() ? request.startAfter() : Tokens.decode(token))
                .setStartInclusive(token != null && !token.isEmpty())
                .setMaxKeys(request.maxKeys()),
            request.urlEncoded());
    return new S3Response.Document(
        ListBucketResult.ofVersion2(
            page.answer(request.fetchOwner()),
            request.startAfter().isEmpty() ? null : page.named(request.startAfter()),
            token,
            page.truncated() ? Tokens.encode(page.next()) : null));
  }
}
