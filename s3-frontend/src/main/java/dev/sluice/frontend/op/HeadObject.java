package dev.sluice.frontend.op;

import dev.sluice.common.rpc.WireConditions;
import dev.sluice.common.rpc.WireSelection;
import dev.sluice.frontend.rpc.AgentDirectory;
import dev.sluice.frontend.s3.ObjectRequest;
import dev.sluice.frontend.s3.RequestContext;
import dev.sluice.frontend.s3.S3Response;
import dev.sluice.v1.ByteSpan;
import dev.sluice.v1.HeadObjectRequest;
import dev.sluice.v1.HeadObjectResponse;
import dev.sluice.v1.ObjectServiceGrpc;
import java.util.Map;

/** HeadObject: what GetObject would answer, without the bytes. */
final class HeadObject implements Operation<ObjectRequest.HeadObject> {
  private final AgentDirectory agents;

  HeadObject(AgentDirectory agents) {
    this.agents = agents;
  }

  @Override
  public S3Response answer(ObjectRequest.HeadObject request, RequestContext call) {
    HeadObjectResponse found =
        agents
            .ofRead(call.context(), request.bucket(), request.key())
            .call(call.context(), ObjectServiceGrpc.getHeadObjectMethod(), message(request));
    ByteSpan span = found.hasSpan() ? found.getSpan() : null;
    Map<String, String> headers =
        ObjectHeaders.of(
            found.getInfo(), span, request.selection(), request.overrides(), request.checksums());
    long length = span == null ? found.getInfo().getSize() : span.getLength();
    headers.put("Content-Length", Long.toString(length));
    return new S3Response.Empty(span == null ? 200 : 206, headers);
  }

  private static HeadObjectRequest message(ObjectRequest.HeadObject request) {
    HeadObjectRequest.Builder message =
        HeadObjectRequest.newBuilder()
            .setBucket(request.bucket().value())
            .setKey(request.key().value())
            .setConditions(WireConditions.toProto(request.conditions()));
    WireSelection.set(message, request.selection());
    return message.build();
  }
}
