package dev.sluice.frontend.op;

import dev.sluice.common.rpc.WireChecksum;
import dev.sluice.common.rpc.WireMetadata;
import dev.sluice.frontend.rpc.AgentDirectory;
import dev.sluice.frontend.s3.RequestContext;
import dev.sluice.frontend.s3.S3Response;
import dev.sluice.frontend.s3.StatedAcl;
import dev.sluice.frontend.s3.UploadRequest;
import dev.sluice.frontend.xml.InitiateMultipartUploadResult;
import dev.sluice.v1.CreateUploadRequest;
import dev.sluice.v1.CreateUploadResponse;
import dev.sluice.v1.UploadServiceGrpc;
import java.util.LinkedHashMap;
import java.util.Map;

/** CreateMultipartUpload. */
final class CreateMultipartUpload implements Operation<UploadRequest.CreateMultipartUpload> {
  private final AgentDirectory agents;

  CreateMultipartUpload(AgentDirectory agents) {
    this.agents = agents;
  }

  @Override
  public S3Response answer(UploadRequest.CreateMultipartUpload request, RequestContext call) {
    CreateUploadRequest.Builder message =
        CreateUploadRequest.newBuilder()
            .setBucket(request.bucket().value())
            .setKey(request.key().value())
            .setMetadata(WireMetadata.toProto(request.metadata()))
            .setChecksumAlgorithm(WireChecksum.toProto(request.checksumAlgorithm()))
            .setChecksumType(WireChecksum.toProto(request.checksumType()));
    StatedAcl acl = request.acl();
    if (acl != null) {
      message.setAcl(Grantees.message(acl, call));
    }
    CreateUploadResponse begun =
        agents
            .ofChange(call.context(), request.bucket(), request.key())
            .call(call.context(), UploadServiceGrpc.getCreateUploadMethod(), message.build());
    Map<String, String> headers = new LinkedHashMap<>();
    if (request.checksumAlgorithm() != null) {
      headers.put("x-amz-checksum-algorithm", request.checksumAlgorithm().name());
      headers.put(ChecksumText.TYPE_HEADER, begun.getChecksumType().name());
    }
    return new S3Response.Document(
        headers,
        new InitiateMultipartUploadResult(
            request.bucket().value(), request.key().value(), begun.getUploadId()));
  }
}
