package dev.sluice.frontend.op;

import dev.sluice.common.model.ChecksumValue;
import dev.sluice.common.model.ETag;
import dev.sluice.common.rpc.WireChecksum;
import dev.sluice.common.rpc.WireConditions;
import dev.sluice.frontend.rpc.AgentClient;
import dev.sluice.frontend.rpc.AgentDirectory;
import dev.sluice.frontend.s3.RequestContext;
import dev.sluice.frontend.s3.S3ErrorCode;
import dev.sluice.frontend.s3.S3Exception;
import dev.sluice.frontend.s3.S3Response;
import dev.sluice.frontend.s3.UploadRequest;
import dev.sluice.frontend.xml.CompleteMultipartUploadResult;
import dev.sluice.v1.CompleteUploadRequest;
import dev.sluice.v1.CompletedPart;
import dev.sluice.v1.ObjectInfo;
import dev.sluice.v1.UploadServiceGrpc;
import java.util.List;
import java.util.Map;

/** CompleteMultipartUpload: the agent makes the object where the parts lie. */
final class CompleteMultipartUpload implements Operation<UploadRequest.CompleteMultipartUpload> {
  private final AgentDirectory agents;
  private final DocumentBody documents;

  CompleteMultipartUpload(AgentDirectory agents, DocumentBody documents) {
    this.agents = agents;
    this.documents = documents;
  }

  @Override
  public S3Response answer(UploadRequest.CompleteMultipartUpload request, RequestContext call)
      throws InterruptedException {
    var document =
        documents.readOptional(call, dev.sluice.frontend.xml.CompleteMultipartUpload.class);
    if (document == null) {
      throw new S3Exception(S3ErrorCode.MALFORMED_XML);
    }
    CompleteUploadRequest.Builder message =
        CompleteUploadRequest.newBuilder()
            .setUpload(UploadRefs.of(request))
            .setStatedChecksumType(WireChecksum.toProto(request.checksumType()))
            .setConditions(WireConditions.toProto(request.conditions()));
    for (var part : document.part()) {
      message.addParts(part(part));
    }
    ChecksumValue stated = request.checksum();
    if (stated != null) {
      message.setStatedChecksum(WireChecksum.toProto(stated));
    }
    Long size = request.objectSize();
    if (size != null) {
      message.setStatedSize(size);
    }
    AgentClient agent = agents.ofChange(call.context(), request.bucket(), request.key());
    CompleteUploadRequest ready = message.build();
    return new S3Response.DeferredDocument(
        Map.of(),
        () ->
            document(
                request,
                call.url(),
                agent
                    .longCall(call.context(), UploadServiceGrpc.getCompleteUploadMethod(), ready)
                    .getObject()));
  }

  private static CompletedPart part(dev.sluice.frontend.xml.CompleteMultipartUpload.Part part) {
    if (part.partNumber() < 1) {
      throw S3Exception.invalidArgument(
          "PartNumber must be >= 1", "PartNumber", Integer.toString(part.partNumber()));
    }
    CompletedPart.Builder message =
        CompletedPart.newBuilder()
            .setPartNumber(part.partNumber())
            .setEtag(ETag.parse(part.eTag()).value());
    List<ChecksumValue> checksums = part.checksums();
    if (checksums.size() > 1) {
      throw new S3Exception(
          S3ErrorCode.INVALID_REQUEST,
          "part "
              + part.partNumber()
              + ": "
              + checksums.size()
              + " checksums (expected: at most 1)");
    }
    if (!checksums.isEmpty()) {
      message.setChecksum(WireChecksum.toProto(checksums.getFirst()));
    }
    return message.build();
  }

  private static S3Response.Document document(
      UploadRequest.CompleteMultipartUpload request, String url, ObjectInfo object) {
    ChecksumText checksum =
        object.hasChecksum()
            ? ChecksumText.of(object.getChecksum(), object.getPartSizesCount())
            : null;
    return new S3Response.Document(
        new CompleteMultipartUploadResult(
            url,
            request.bucket().value(),
            request.key().value(),
            '"' + object.getEtag() + '"',
            ChecksumText.elementsOf(checksum),
            ChecksumText.typeOf(checksum)));
  }
}
