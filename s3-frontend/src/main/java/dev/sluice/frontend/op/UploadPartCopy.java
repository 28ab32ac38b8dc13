package dev.sluice.frontend.op;

import dev.sluice.common.rpc.WireRange;
import dev.sluice.common.rpc.WireTime;
import dev.sluice.frontend.rpc.AgentClient;
import dev.sluice.frontend.rpc.AgentDirectory;
import dev.sluice.frontend.s3.RequestContext;
import dev.sluice.frontend.s3.S3Response;
import dev.sluice.frontend.s3.UploadRequest;
import dev.sluice.frontend.xml.CopyPartResult;
import dev.sluice.v1.CopyPartRequest;
import dev.sluice.v1.Part;
import dev.sluice.v1.UploadServiceGrpc;
import java.util.Map;

/** UploadPartCopy. */
final class UploadPartCopy implements Operation<UploadRequest.UploadPartCopy> {
  private final AgentDirectory agents;

  UploadPartCopy(AgentDirectory agents) {
    this.agents = agents;
  }

  @Override
  public S3Response answer(UploadRequest.UploadPartCopy request, RequestContext call) {
    AgentClient agent = CopySources.agent(agents, call, request.source(), request);
    CopyPartRequest.Builder message =
        CopyPartRequest.newBuilder()
            .setUpload(UploadRefs.of(request))
            .setPartNumber(request.partNumber())
            .setSource(CopySources.toProto(request.source()));
    if (request.range() != null) {
      message.setRange(WireRange.toProto(request.range()));
    }
    CopyPartRequest ready = message.build();
    return new S3Response.DeferredDocument(
        Map.of(),
        () ->
            document(
                agent
                    .longCall(call.context(), UploadServiceGrpc.getCopyPartMethod(), ready)
                    .getPart()));
  }

  private static S3Response.Document document(Part part) {
    return new S3Response.Document(
        new CopyPartResult(
            WireTime.toModel(part.getLastModified()),
            '"' + part.getEtag() + '"',
            ChecksumText.elementsOf(
                part.hasChecksum() ? ChecksumText.of(part.getChecksum(), 0) : null)));
  }
}
