package dev.sluice.frontend.op;

import dev.sluice.common.model.BucketName;
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
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/** ListBuckets: those that the caller sees, of all agents, merged by name. */
final class ListBuckets implements Operation<S3Request.ListBuckets> {
  private static final int MOST_OF_AN_AGENT = 10_000;

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

  private List<Bucket> seen(S3Request.ListBuckets request, String after, RequestContext call) {
    List<Bucket> buckets = new ArrayList<>();
    for (AgentClient agent : agents.all()) {
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
                    .build());
        for (Bucket bucket : page.getBucketsList()) {
          boolean there =
              request.bucketRegion() == null
                  || request.bucketRegion().equals(regions.of(bucket).name());
          if (there && call.permissions().sees(new BucketName(bucket.getName()))) {
            buckets.add(bucket);
          }
          start = bucket.getName();
        }
      } while (page.getTruncated());
    }
    buckets.sort(Comparator.comparing(Bucket::getName));
    return buckets;
  }

  private ListAllMyBucketsResult.Bucket entry(Bucket bucket, boolean withRegion) {
    return new ListAllMyBucketsResult.Bucket(
        bucket.getName(),
        WireTime.toModel(bucket.getCreated()),
        withRegion ? regions.of(bucket).name() : null);
  }
}
