package dev.sluice.frontend.op;

import dev.sluice.common.rpc.WireTime;
import dev.sluice.frontend.rpc.AgentDirectory;
import dev.sluice.frontend.s3.HttpDate;
import dev.sluice.frontend.s3.ObjectAttribute;
import dev.sluice.frontend.s3.ObjectRequest;
import dev.sluice.frontend.s3.RequestContext;
import dev.sluice.frontend.s3.S3Response;
import dev.sluice.frontend.xml.Checksums;
import dev.sluice.frontend.xml.GetObjectAttributesResponse;
import dev.sluice.v1.Checksum;
import dev.sluice.v1.ChecksumType;
import dev.sluice.v1.ObjectInfo;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** GetObjectAttributes. */
final class GetObjectAttributes implements Operation<ObjectRequest.GetObjectAttributes> {
  private final AgentDirectory agents;

  GetObjectAttributes(AgentDirectory agents) {
    this.agents = agents;
  }

  @Override
  public S3Response answer(ObjectRequest.GetObjectAttributes request, RequestContext call) {
    ObjectInfo info =
        agents
            .ofRead(call.context(), request.bucket(), request.key())
            .object(call.context(), request.bucket(), request.key());
    Set<ObjectAttribute> asked = request.attributes();
    return new S3Response.Document(
        Map.of("Last-Modified", HttpDate.format(WireTime.toModel(info.getLastModified()))),
        new GetObjectAttributesResponse(
            asked.contains(ObjectAttribute.ETAG) ? info.getEtag() : null,
            asked.contains(ObjectAttribute.CHECKSUM) ? checksum(info) : null,
            asked.contains(ObjectAttribute.OBJECT_PARTS) ? parts(info, request) : null,
            asked.contains(ObjectAttribute.STORAGE_CLASS) ? "STANDARD" : null,
            asked.contains(ObjectAttribute.OBJECT_SIZE) ? (Long) info.getSize() : null));
  }

  private static GetObjectAttributesResponse.@Nullable Checksum checksum(ObjectInfo info) {
    if (!info.hasChecksum()) {
      return null;
    }
    // Unlike the header, this element of a composite checksum does not say the number of parts.
    Checksum bare = info.getChecksum().toBuilder().setType(ChecksumType.FULL_OBJECT).build();
    return new GetObjectAttributesResponse.Checksum(
        ChecksumText.of(bare, 0).elements(), info.getChecksum().getType().name());
  }

  private static GetObjectAttributesResponse.@Nullable ObjectParts parts(
      ObjectInfo info, ObjectRequest.GetObjectAttributes request) {
    int count = info.getPartSizesCount();
    if (count == 0) {
      return null;
    }
    List<GetObjectAttributesResponse.Part> page = new ArrayList<>();
    int next = request.partNumberMarker();
    boolean truncated = false;
    for (int i = 0; i < count; i++) {
      int number = info.getPartNumbersCount() == 0 ? i + 1 : info.getPartNumbers(i);
      if (number > request.partNumberMarker()) {
        truncated = page.size() == request.maxParts();
        if (truncated) {
          break;
        }
        page.add(part(info, i, number));
        next = number;
      }
    }
    return new GetObjectAttributesResponse.ObjectParts(
        count, request.partNumberMarker(), next, request.maxParts(), truncated, page);
  }

  private static GetObjectAttributesResponse.Part part(ObjectInfo info, int index, int number) {
    return new GetObjectAttributesResponse.Part(
        number, info.getPartSizes(index), partChecksum(info, index));
  }

  private static Checksums partChecksum(ObjectInfo info, int index) {
    if (info.getPartChecksumsCount() == 0) {
      return Checksums.NONE;
    }
    Checksum checksum =
        info.getChecksum().toBuilder()
            .setValue(info.getPartChecksums(index))
            .setType(ChecksumType.FULL_OBJECT)
            .build();
    return ChecksumText.of(checksum, 0).elements();
  }
}
