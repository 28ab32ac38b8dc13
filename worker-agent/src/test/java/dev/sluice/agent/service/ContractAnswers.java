package dev.sluice.agent.service;

import dev.sluice.agent.store.ObjectStore.BucketPage;
import dev.sluice.agent.store.ObjectStore.NamedBucket;
import dev.sluice.agent.store.engine.bucket.BucketRecord;
import dev.sluice.agent.store.engine.bucket.BucketSettings;
import dev.sluice.agent.store.engine.bucket.Usage;
import dev.sluice.agent.store.engine.object.ObjectPart;
import dev.sluice.agent.store.engine.upload.PartRecord;
import dev.sluice.agent.store.engine.upload.UploadRecord;
import dev.sluice.agent.store.request.BucketUsage;
import dev.sluice.agent.store.request.ObjectHead;
import dev.sluice.agent.store.request.ObjectInfo;
import dev.sluice.agent.store.request.ObjectPage;
import dev.sluice.agent.store.request.PartPage;
import dev.sluice.agent.store.request.UploadPage;
import dev.sluice.common.model.BucketName;
import dev.sluice.common.model.ByteSpan;
import dev.sluice.common.model.ChecksumAlgorithm;
import dev.sluice.common.model.ChecksumType;
import dev.sluice.common.model.ChecksumValue;
import dev.sluice.common.model.ETag;
import dev.sluice.common.model.ObjectKey;
import dev.sluice.common.model.ObjectMetadata;
import dev.sluice.common.model.Principal;
import dev.sluice.common.model.Region;
import dev.sluice.common.model.UploadId;
import dev.sluice.common.rpc.WireChecksum;
import dev.sluice.common.rpc.WireMetadata;
import dev.sluice.common.rpc.WirePrincipal;
import dev.sluice.common.rpc.WireRange;
import dev.sluice.common.rpc.WireTime;
import dev.sluice.v1.Bucket;
import dev.sluice.v1.Checksum;
import dev.sluice.v1.ListBucketsResponse;
import dev.sluice.v1.ListObjectsResponse;
import dev.sluice.v1.ListPartsResponse;
import dev.sluice.v1.ListUploadsResponse;
import dev.sluice.v1.Part;
import dev.sluice.v1.Upload;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** What the agent's messages say, as the store says it: the way that the services came. */
final class ContractAnswers {
  /** Where a part's bytes lie is told to nobody outside the agent. */
  private static final PartRecord.Place UNTOLD = new PartRecord.Place("", 0);

  private ContractAnswers() {}

  static BucketRecord bucket(Bucket bucket) {
    return new BucketRecord(
        WireTime.toModel(bucket.getCreated()),
        bucket.hasOwner() ? WirePrincipal.toModel(bucket.getOwner()) : null,
        new Region(bucket.getRegion()),
        BucketSettings.NONE,
        bucket.getSettingsGeneration());
  }

  static BucketUsage usage(dev.sluice.v1.BucketUsage usage) {
    return new BucketUsage(
        SettingsMessages.toModel(usage.getQuota()),
        new Usage(usage.getObjects(), usage.getObjectBytes(), usage.getPartBytes()),
        usage.getExact(),
        usage.getCounting(),
        usage.getCountedObjects(),
        usage.hasLastCounted() ? WireTime.toModel(usage.getLastCounted()) : null);
  }

  static BucketPage buckets(ListBucketsResponse answer) {
    return new BucketPage(
        answer.getBucketsList().stream()
            .map(named -> new NamedBucket(new BucketName(named.getName()), bucket(named)))
            .toList(),
        answer.getTruncated());
  }

  static ObjectHead head(
      dev.sluice.v1.ObjectInfo info, boolean hasSpan, dev.sluice.v1.ByteSpan spanMessage) {
    ByteSpan span = hasSpan ? WireRange.toModel(spanMessage) : null;
    return new ObjectHead(object(info), span);
  }

  static ObjectInfo object(dev.sluice.v1.ObjectInfo info) {
    ChecksumValue checksum = info.hasChecksum() ? WireChecksum.toModel(info.getChecksum()) : null;
    List<ObjectPart> parts = new ArrayList<>();
    for (int i = 0; i < info.getPartSizesCount(); i++) {
      int number = info.getPartNumbersCount() == 0 ? i + 1 : info.getPartNumbers(i);
      parts.add(new ObjectPart(number, info.getPartSizes(i), partChecksum(info, i, checksum)));
    }
    return outline(info, WireMetadata.toModel(info.getMetadata()), checksum, parts);
  }

  private static @Nullable ChecksumValue partChecksum(
      dev.sluice.v1.ObjectInfo info, int index, @Nullable ChecksumValue whole) {
    if (info.getPartChecksumsCount() == 0) {
      return null;
    }
    ChecksumAlgorithm algorithm = Objects.requireNonNull(whole, "the whole names it").algorithm();
    byte[] value = info.getPartChecksums(index).toByteArray();
    return new ChecksumValue(algorithm, ChecksumType.FULL_OBJECT, value);
  }

  static ObjectPage page(ListObjectsResponse answer) {
    return new ObjectPage(
        answer.getObjectsList().stream().map(ContractAnswers::listed).toList(),
        answer.getCommonPrefixesList(),
        answer.getNext());
  }

  /** Of a listed object's checksum only algorithm and type are told, of its metadata nothing. */
  private static ObjectInfo listed(dev.sluice.v1.ObjectInfo info) {
    ChecksumValue checksum = null;
    if (info.hasChecksum()) {
      Checksum told = info.getChecksum();
      checksum =
          new ChecksumValue(
              Objects.requireNonNull(WireChecksum.toModel(told.getAlgorithm())),
              Objects.requireNonNull(WireChecksum.toModel(told.getType())),
              told.getValue().toByteArray());
    }
    return outline(info, ObjectMetadata.NONE, checksum, List.of());
  }

  private static ObjectInfo outline(
      dev.sluice.v1.ObjectInfo info,
      ObjectMetadata metadata,
      @Nullable ChecksumValue checksum,
      List<ObjectPart> parts) {
    return new ObjectInfo(
        new ObjectKey(info.getKey()),
        info.getSize(),
        new ETag(info.getEtag()),
        WireTime.toModel(info.getLastModified()),
        metadata,
        checksum,
        info.hasOwner() ? WirePrincipal.toModel(info.getOwner()) : null,
        parts);
  }

  static PartRecord part(Part part) {
    return new PartRecord(
        part.getPartNumber(),
        part.getSize(),
        new ETag(part.getEtag()),
        part.hasChecksum() ? WireChecksum.toModel(part.getChecksum()) : null,
        WireTime.toModel(part.getLastModified()),
        UNTOLD);
  }

  static PartPage parts(BucketName bucket, ListPartsResponse answer) {
    return new PartPage(
        upload(bucket, answer.getUpload(), ObjectMetadata.NONE),
        answer.getPartsList().stream().map(ContractAnswers::part).toList(),
        answer.getTruncated());
  }

  static UploadPage uploads(BucketName bucket, ListUploadsResponse answer) {
    return new UploadPage(
        answer.getUploadsList().stream()
            .map(upload -> upload(bucket, upload, ObjectMetadata.NONE))
            .toList(),
        answer.getCommonPrefixesList(),
        answer.getTruncated(),
        answer.getNextKeyMarker(),
        answer.getNextUploadIdMarker());
  }

  /** An upload. No answer tells its metadata before it is completed; S3's do not either. */
  static UploadRecord upload(BucketName bucket, Upload upload, ObjectMetadata metadata) {
    Principal initiator = WirePrincipal.toModel(upload.getInitiator());
    return new UploadRecord(
        bucket,
        new ObjectKey(upload.getKey()),
        new UploadId(upload.getUploadId()),
        initiator,
        WireTime.toModel(upload.getInitiated()),
        metadata,
        WireChecksum.toModel(upload.getChecksumAlgorithm()),
        WireChecksum.toModel(upload.getChecksumType()));
  }
}
