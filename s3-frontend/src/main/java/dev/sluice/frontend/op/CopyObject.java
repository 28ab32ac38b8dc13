package dev.sluice.frontend.op;

import dev.sluice.common.model.ObjectMetadata;
import dev.sluice.common.model.TagSet;
import dev.sluice.common.rpc.WireChecksum;
import dev.sluice.common.rpc.WireConditions;
import dev.sluice.common.rpc.WireMetadata;
import dev.sluice.common.rpc.WireTags;
import dev.sluice.common.rpc.WireTime;
import dev.sluice.frontend.rpc.AgentClient;
import dev.sluice.frontend.rpc.AgentDirectory;
import dev.sluice.frontend.s3.ObjectRequest;
import dev.sluice.frontend.s3.RequestContext;
import dev.sluice.frontend.s3.S3Response;
import dev.sluice.frontend.s3.StatedAcl;
import dev.sluice.frontend.xml.CopyObjectResult;
import dev.sluice.v1.CopyObjectRequest;
import dev.sluice.v1.ObjectInfo;
import dev.sluice.v1.ObjectServiceGrpc;
import java.util.Map;

/** CopyObject: the agent copies where the bytes lie. */
final class CopyObject implements Operation<ObjectRequest.CopyObject> {
  private final AgentDirectory agents;

  CopyObject(AgentDirectory agents) {
    this.agents = agents;
  }

  @Override
  public S3Response answer(ObjectRequest.CopyObject request, RequestContext call) {
    AgentClient agent = CopySources.agent(agents, call, request.source(), request);
    CopyObjectRequest.Builder message =
        CopyObjectRequest.newBuilder()
            .setSource(CopySources.toProto(request.source()))
            .setBucket(request.bucket().value())
            .setKey(request.key().value())
            .setChecksumAlgorithm(WireChecksum.toProto(request.checksumAlgorithm()))
            .setConditions(WireConditions.toProto(request.conditions()));
    ObjectMetadata replacement = request.replacement();
    if (replacement != null) {
      message.setMetadata(WireMetadata.toProto(replacement));
    }
    TagSet tags = request.tags();
    if (tags != null) {
      message.getTagsBuilder().addAllTags(WireTags.toProto(tags));
    }
    StatedAcl acl = request.acl();
    if (acl != null) {
      message.setAcl(Grantees.message(acl, call));
    }
    CopyObjectRequest ready = message.build();
    return new S3Response.DeferredDocument(
        Map.of(),
        () ->
            document(
                agent
                    .longCall(call.context(), ObjectServiceGrpc.getCopyObjectMethod(), ready)
                    .getCopy()));
  }

  private static S3Response.Document document(ObjectInfo copy) {
    ChecksumText checksum =
        copy.hasChecksum() ? ChecksumText.of(copy.getChecksum(), copy.getPartSizesCount()) : null;
    return new S3Response.Document(
        new CopyObjectResult(
            WireTime.toModel(copy.getLastModified()),
            '"' + copy.getEtag() + '"',
            ChecksumText.elementsOf(checksum),
            ChecksumText.typeOf(checksum)));
  }
}
