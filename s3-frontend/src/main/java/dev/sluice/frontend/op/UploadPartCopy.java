package dev.sluice.frontend.op;

import dev.sluice.common.rpc.WireRange;
import dev.sluice.common.rpc.WireTime;
import dev.sluice.frontend.rpc.WorkerClient;
import dev.sluice.frontend.rpc.WorkerDirectory;
import dev.sluice.frontend.s3.S3Call;
import dev.sluice.frontend.s3.S3Response;
import dev.sluice.frontend.s3.UploadRequest;
import dev.sluice.frontend.xml.CopyPartResult;
import dev.sluice.v1.CopyPartRequest;
import dev.sluice.v1.Part;
import dev.sluice.v1.UploadServiceGrpc;
import java.util.Map;

/** UploadPartCopy. */
final class UploadPartCopy implements Operation<UploadRequest.UploadPartCopy> {
  private final WorkerDirectory workers;

  UploadPartCopy(WorkerDirectory workers) {
    this.workers = workers;
  }

  @Override
  public S3Response answer(UploadRequest.UploadPartCopy request, S3Call call) {
    WorkerClient worker = CopySources.common(workers, call, request.source(), request.bucket());
    CopyPartRequest.Builder message =
        CopyPartRequest.newBuilder()
            .setUpload(UploadRefs.of(request))
            .setPartNumber(request.partNumber())
            .setSource(CopySources.toProto(request.source()));
    if (request.range() != null) {
      message.setRange(WireRange.toProto(request.range()));
    }
    CopyPartRequest ready = message.build();
    return new S3Response.LateDocument(
        Map.of(),
        () ->
            document(
                worker
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
