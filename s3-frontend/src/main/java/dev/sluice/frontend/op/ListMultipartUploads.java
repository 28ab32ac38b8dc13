package dev.sluice.frontend.op;

import dev.sluice.common.rpc.WirePrincipal;
import dev.sluice.common.rpc.WireTime;
import dev.sluice.frontend.rpc.AgentDirectory;
import dev.sluice.frontend.s3.BucketRequest;
import dev.sluice.frontend.s3.RequestContext;
import dev.sluice.frontend.s3.S3Response;
import dev.sluice.frontend.xml.CommonPrefix;
import dev.sluice.frontend.xml.ListMultipartUploadsResult;
import dev.sluice.frontend.xml.Owner;
import dev.sluice.frontend.xml.UrlEncoding;
import dev.sluice.v1.ChecksumAlgorithm;
import dev.sluice.v1.ListUploadsRequest;
import dev.sluice.v1.ListUploadsResponse;
import dev.sluice.v1.Upload;
import dev.sluice.v1.UploadServiceGrpc;
import java.util.function.UnaryOperator;

/** ListMultipartUploads. */
final class ListMultipartUploads implements Operation<BucketRequest.ListMultipartUploads> {
  private final AgentDirectory agents;

  ListMultipartUploads(AgentDirectory agents) {
    this.agents = agents;
  }

  @Override
  public S3Response answer(BucketRequest.ListMultipartUploads request, RequestContext call) {
    ListUploadsResponse page =
        agents
            .of(call.context(), request.bucket())
            .longCall(
                call.context(),
                UploadServiceGrpc.getListUploadsMethod(),
                ListUploadsRequest.newBuilder()
                    .setBucket(request.bucket().value())
                    .setPrefix(request.prefix())
                    .setDelimiter(request.delimiter())
                    .setKeyMarker(request.keyMarker())
                    .setUploadIdMarker(request.uploadIdMarker())
                    .setMaxUploads(request.maxUploads())
                    .build());
    UnaryOperator<String> named =
        request.urlEncoded() ? UrlEncoding::encode : UnaryOperator.identity();
    return new S3Response.Document(
        new ListMultipartUploadsResult(
            request.bucket().value(),
            named.apply(request.keyMarker()),
            request.uploadIdMarker(),
            page.getTruncated() ? named.apply(page.getNextKeyMarker()) : null,
            page.getTruncated() ? page.getNextUploadIdMarker() : null,
            named.apply(request.prefix()),
            request.delimiter().isEmpty() ? null : named.apply(request.delimiter()),
            request.urlEncoded() ? "url" : null,
            request.maxUploads(),
            page.getTruncated(),
            page.getUploadsList().stream().map(upload -> upload(upload, named)).toList(),
            page.getCommonPrefixesList().stream()
                .map(prefix -> new CommonPrefix(named.apply(prefix)))
                .toList()));
  }

  private static ListMultipartUploadsResult.Upload upload(
      Upload upload, UnaryOperator<String> named) {
    Owner initiator = Owner.of(WirePrincipal.toModel(upload.getInitiator()));
    boolean checked =
        upload.getChecksumAlgorithm() != ChecksumAlgorithm.CHECKSUM_ALGORITHM_UNSPECIFIED;
    return new ListMultipartUploadsResult.Upload(
        named.apply(upload.getKey()),
        upload.getUploadId(),
        initiator,
        initiator,
        "STANDARD",
        WireTime.toModel(upload.getInitiated()),
        checked ? upload.getChecksumAlgorithm().name() : null,
        checked ? upload.getChecksumType().name() : null);
  }
}
