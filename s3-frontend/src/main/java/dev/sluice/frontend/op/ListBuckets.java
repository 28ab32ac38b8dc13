package dev.sluice.frontend.op;

import dev.sluice.common.rpc.WireTime;
import dev.sluice.frontend.rpc.AgentClient;
import dev.sluice.frontend.rpc.AgentDirectory;
import dev.sluice.frontend.s3.RequestContext;
import dev.sluice.frontend.s3.S3Request;
import dev.sluice.frontend.s3.S3Response;
import dev.sluice.frontend.xml.ListAllMyBucketsResult;
import dev.sluice.frontend.xml.Owner;
import dev.sluice.v1.Bucket;
import dev.sluice.v1.BucketServiceGrpc;
import dev.sluice.v1.ListBucketsRequest;
import dev.sluice.v1.ListBucketsResponse;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Gatherers;

/** ListBuckets: those that the caller sees, of all agents, merged by name. */
final class ListBuckets implements Operation<S3Request.ListBuckets> {
  private static final int MOST_OF_AN_AGENT = 10_000;

  /** Most patterns of names that one call may be granted, as {@code ListBucketsRequest} says. */
  private static final int MOST_PATTERNS = 1_000;

  private final AgentDirectory agents;
  private final BucketRegions regions;

  ListBuckets(AgentDirectory agents, BucketRegions regions) {
    this.agents = agents;
    this.regions = regions;
  }

  @Override
  public S3Response answer(S3Request.ListBuckets request, RequestContext call) {
    String token = request.continuationToken();
    String after = token == null || token.isEmpty() ? "" : Tokens.decode(token);
    List<Bucket> seen = seen(request, after, call);
    boolean more = seen.size() > request.maxBuckets();
    List<Bucket> page = more ? seen.subList(0, request.maxBuckets()) : seen;
    return new S3Response.Document(
        new ListAllMyBucketsResult(
            Owner.of(call.context().principal()),
            new ListAllMyBucketsResult.Buckets(
                page.stream().map(bucket -> entry(bucket, request.withRegion())).toList()),
            more ? Tokens.encode(page.getLast().getName()) : null,
            request.prefix().isEmpty() ? null : request.prefix()));
  }

  /**
   * As many patterns go with one call as the agent takes; who is granted more is asked about anew.
   */
  private List<Bucket> seen(S3Request.ListBuckets request, String after, RequestContext call) {
    List<List<String>> granted =
        call.permissions().buckets().stream().gather(Gatherers.windowFixed(MOST_PATTERNS)).toList();
    // Who is granted nothing asks all the same: the agent refuses them.
    List<List<String>> asked = granted.isEmpty() ? List.of(List.of()) : granted;
    SortedMap<String, Bucket> buckets = new TreeMap<>();
    for (AgentClient agent : agents.namespaces()) {
      for (List<String> patterns : asked) {
        collect(request, after, call, agent, patterns, buckets);
      }
    }
    return List.copyOf(buckets.values());
  }

  private void collect(
      S3Request.ListBuckets request,
      String after,
      RequestContext call,
      AgentClient agent,
      List<String> granted,
      Map<String, Bucket> buckets) {
    String start = after;
    ListBucketsResponse page;
    do {
      page =
          agent.call(
              call.context(),
              BucketServiceGrpc.getListBucketsMethod(),
              ListBucketsRequest.newBuilder()
                  .setPrefix(request.prefix())
                  .setStartAfter(start)
                  .setMaxBuckets(MOST_OF_AN_AGENT)
                  .addAllGranted(granted)
                  .build());
      for (Bucket bucket : page.getBucketsList()) {
        if (request.bucketRegion() == null
            || request.bucketRegion().equals(regions.of(bucket).name())) {
          buckets.put(bucket.getName(), bucket);
        }
        start = bucket.getName();
      }
    } while (page.getTruncated());
  }

  private ListAllMyBucketsResult.Bucket entry(Bucket bucket, boolean withRegion) {
    return new ListAllMyBucketsResult.Bucket(
        bucket.getName(),
        WireTime.toModel(bucket.getCreated()),
        withRegion ? regions.of(bucket).name() : null);
  }
}
