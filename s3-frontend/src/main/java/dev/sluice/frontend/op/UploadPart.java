package dev.sluice.frontend.op;

import dev.sluice.common.rpc.BufferPool;
import dev.sluice.common.rpc.WireChecksum;
import dev.sluice.frontend.rpc.AgentDirectory;
import dev.sluice.frontend.rpc.BodySender;
import dev.sluice.frontend.s3.RequestContext;
import dev.sluice.frontend.s3.S3Response;
import dev.sluice.frontend.s3.UploadRequest;
import dev.sluice.v1.Part;
import dev.sluice.v1.UploadPartHeader;
import dev.sluice.v1.UploadPartRequest;
import dev.sluice.v1.UploadPartResponse;
import java.util.Map;

/** UploadPart. */
final class UploadPart implements Operation<UploadRequest.UploadPart> {
  private final AgentDirectory agents;
  private final BufferPool buffers;

  UploadPart(AgentDirectory agents, BufferPool buffers) {
    this.agents = agents;
    this.buffers = buffers;
  }

  @Override
  public S3Response answer(UploadRequest.UploadPart request, RequestContext call)
      throws InterruptedException {
    UploadPartHeader.Builder header =
        UploadPartHeader.newBuilder()
            .setUpload(UploadRefs.of(request))
            .setPartNumber(request.partNumber())
            .setChecksumAlgorithm(WireChecksum.toProto(call.body().digests().algorithm()))
            .setWantAccepted(call.body().clientWaits());
    call.body().length().ifPresent(header::setLength);
    try (BodySender<UploadPartRequest, UploadPartResponse> sender =
        agents
            .ofChange(call.context(), request.bucket(), request.key())
            .uploadPart(call.context())) {
      header.setStatesCrc32C(sender.isOverWire());
      BodyTransfer<UploadPartRequest, UploadPartResponse> transfer =
          new BodyTransfer<>(
              buffers,
              call.body(),
              sender,
              UploadPartRequest.newBuilder().setHeader(header).build(),
              UploadPartRequest.getDefaultInstance(),
              (message, finish) -> message.toBuilder().setFinish(finish).build());
      Part part = transfer.run().getCommitted();
      Map<String, String> headers =
          StoredHeaders.of(part.getEtag(), part.hasChecksum() ? part.getChecksum() : null);
      headers.remove(ChecksumText.TYPE_HEADER);
      return new S3Response.Empty(200, headers);
    }
  }
}
