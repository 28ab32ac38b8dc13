package dev.sluice.frontend.op;

import dev.sluice.common.model.CallContext;
import dev.sluice.common.model.ObjectOwnership;
import dev.sluice.common.model.Region;
import dev.sluice.common.model.StorageException;
import dev.sluice.common.rpc.WireAcl;
import dev.sluice.common.rpc.WireTags;
import dev.sluice.frontend.rpc.AgentDirectory;
import dev.sluice.frontend.s3.BucketRequest;
import dev.sluice.frontend.s3.RequestContext;
import dev.sluice.frontend.s3.S3ErrorCode;
import dev.sluice.frontend.s3.S3Exception;
import dev.sluice.frontend.s3.S3Response;
import dev.sluice.frontend.s3.StatedAcl;
import dev.sluice.frontend.s3.TagKeys;
import dev.sluice.frontend.xml.CreateBucketConfiguration;
import dev.sluice.v1.BucketServiceGrpc;
import dev.sluice.v1.CreateBucketRequest;
import dev.sluice.v1.FailureReason;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * CreateBucket. In {@code us-east-1} creating one's own bucket again succeeds, as in AWS; elsewhere
 * it does not.
 */
final class CreateBucket implements Operation<BucketRequest.CreateBucket> {
  private final AgentDirectory agents;
  private final DocumentBody documents;
  private final BucketRegions regions;

  CreateBucket(AgentDirectory agents, DocumentBody documents, BucketRegions regions) {
    this.agents = agents;
    this.documents = documents;
    this.regions = regions;
  }

  @Override
  public S3Response answer(BucketRequest.CreateBucket request, RequestContext call)
      throws InterruptedException {
    CreateBucketConfiguration configuration =
        documents.readOptional(call, CreateBucketConfiguration.class);
    Region region = region(configuration);
    CreateBucketRequest.Builder message =
        CreateBucketRequest.newBuilder()
            .setBucket(request.bucket().value())
            .setRegion(region.name());
    StatedAcl acl = request.acl();
    if (acl != null) {
      message.setAcl(Grantees.message(acl, call));
    }
    ObjectOwnership ownership = request.ownership();
    if (ownership != null) {
      message.setObjectOwnership(WireAcl.toProto(ownership));
    }
    if (configuration != null && configuration.tags() != null) {
      message.addAllTags(WireTags.toProto(configuration.tags().ofBucket()));
    }
    CallContext context =
        call.permissions().context(call.context(), request, conditionKeys(configuration));
    try {
      agents
          .forCreation(context, request.bucket())
          .call(context, BucketServiceGrpc.getCreateBucketMethod(), message.build());
    } catch (StorageException e) {
      boolean again =
          e.reason() == FailureReason.BUCKET_ALREADY_OWNED
              && region.equals(Region.US_EAST_1)
              && regionOf(request, call).equals(Region.US_EAST_1);
      if (!again) {
        throw e;
      }
    }
    return new S3Response.Empty(200, Map.of("Location", "/" + request.bucket()));
  }

  /** What policies may ask of the document. */
  private static Map<String, List<String>> conditionKeys(
      @Nullable CreateBucketConfiguration configuration) {
    if (configuration == null) {
      return Map.of();
    }
    Map<String, List<String>> keys = new HashMap<>();
    String constraint = configuration.locationConstraint();
    if (constraint != null) {
      keys.put("s3:locationconstraint", List.of(constraint));
    }
    if (configuration.tags() != null) {
      keys.putAll(TagKeys.ofBucket(configuration.tags().ofBucket()));
    }
    return keys;
  }

  private Region regionOf(BucketRequest.CreateBucket request, RequestContext call) {
    return regions.of(
        agents.of(call.context(), request.bucket()).bucket(call.context(), request.bucket()));
  }

  private Region region(@Nullable CreateBucketConfiguration configuration) {
    if (configuration != null && configuration.asksForDirectoryBucket()) {
      throw new S3Exception(S3ErrorCode.NOT_IMPLEMENTED);
    }
    String constraint = configuration == null ? null : configuration.locationConstraint();
    Region region = regions.named(constraint);
    if (region == null) {
      throw new S3Exception(
              S3ErrorCode.INVALID_LOCATION_CONSTRAINT,
              "The specified location-constraint is not valid (expected: "
                  + regions.expected()
                  + ")")
          .with("LocationConstraint", String.valueOf(constraint));
    }
    return region;
  }
}
