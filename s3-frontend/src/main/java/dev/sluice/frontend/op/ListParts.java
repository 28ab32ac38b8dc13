package dev.sluice.frontend.op;

import dev.sluice.common.rpc.WirePrincipal;
import dev.sluice.common.rpc.WireTime;
import dev.sluice.frontend.rpc.AgentDirectory;
import dev.sluice.frontend.s3.RequestContext;
import dev.sluice.frontend.s3.S3Response;
import dev.sluice.frontend.s3.UploadRequest;
import dev.sluice.frontend.xml.ListPartsResult;
import dev.sluice.frontend.xml.Owner;
import dev.sluice.v1.ChecksumAlgorithm;
import dev.sluice.v1.ListPartsRequest;
import dev.sluice.v1.ListPartsResponse;
import dev.sluice.v1.Part;
import dev.sluice.v1.Upload;
import dev.sluice.v1.UploadServiceGrpc;

/** ListParts. */
final class ListParts implements Operation<UploadRequest.ListParts> {
  private final AgentDirectory agents;

  ListParts(AgentDirectory agents) {
    this.agents = agents;
  }

  @Override
  public S3Response answer(UploadRequest.ListParts request, RequestContext call) {
    ListPartsResponse page =
        agents
            .ofChange(call.context(), request.bucket(), request.key())
            .call(
                call.context(),
                UploadServiceGrpc.getListPartsMethod(),
                ListPartsRequest.newBuilder()
                    .setUpload(UploadRefs.of(request))
                    .setPartNumberMarker(request.partNumberMarker())
                    .setMaxParts(request.maxParts())
                    .build());
    Upload upload = page.getUpload();
    Owner initiator = Owner.of(WirePrincipal.toModel(upload.getInitiator()));
    boolean checked =
        upload.getChecksumAlgorithm() != ChecksumAlgorithm.CHECKSUM_ALGORITHM_UNSPECIFIED;
    int count = page.getPartsCount();
    return new S3Response.Document(
        new ListPartsResult(
            request.bucket().value(),
            request.key().value(),
            request.uploadId().value(),
            initiator,
            initiator,
            "STANDARD",
            request.partNumberMarker(),
            count == 0 ? request.partNumberMarker() : page.getParts(count - 1).getPartNumber(),
            request.maxParts(),
            page.getTruncated(),
            checked ? upload.getChecksumAlgorithm().name() : null,
            checked ? upload.getChecksumType().name() : null,
            page.getPartsList().stream().map(ListParts::part).toList()));
  }

  private static ListPartsResult.Part part(Part part) {
    return new ListPartsResult.Part(
        part.getPartNumber(),
        WireTime.toModel(part.getLastModified()),
        '"' + part.getEtag() + '"',
        part.getSize(),
        ChecksumText.elementsOf(
            part.hasChecksum() ? ChecksumText.of(part.getChecksum(), 0) : null));
  }
}
