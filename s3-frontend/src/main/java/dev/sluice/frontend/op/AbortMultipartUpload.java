package dev.sluice.frontend.op;

import dev.sluice.frontend.rpc.AgentDirectory;
import dev.sluice.frontend.s3.RequestContext;
import dev.sluice.frontend.s3.S3Response;
import dev.sluice.frontend.s3.UploadRequest;
import dev.sluice.v1.AbortUploadRequest;
import dev.sluice.v1.UploadServiceGrpc;
import java.util.Map;

/** AbortMultipartUpload. */
final class AbortMultipartUpload implements Operation<UploadRequest.AbortMultipartUpload> {
  private final AgentDirectory agents;

  AbortMultipartUpload(AgentDirectory agents) {
    this.agents = agents;
  }

  @Override
  public S3Response answer(UploadRequest.AbortMultipartUpload request, RequestContext call) {
    agents
        .ofChange(call.context(), request.bucket(), request.key())
        .call(
            call.context(),
            UploadServiceGrpc.getAbortUploadMethod(),
            AbortUploadRequest.newBuilder().setUpload(UploadRefs.of(request)).build());
    return new S3Response.Empty(204, Map.of());
  }
}
