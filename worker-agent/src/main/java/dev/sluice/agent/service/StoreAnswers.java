package dev.sluice.agent.service;

import com.google.protobuf.UnsafeByteOperations;
import dev.sluice.agent.store.acl.BucketRules;
import dev.sluice.agent.store.engine.bucket.BucketRecord;
import dev.sluice.agent.store.engine.object.ObjectPart;
import dev.sluice.agent.store.request.ObjectHead;
import dev.sluice.agent.store.request.ObjectInfo;
import dev.sluice.agent.store.request.ObjectPage;
import dev.sluice.common.model.BucketName;
import dev.sluice.common.model.ByteSpan;
import dev.sluice.common.model.ChecksumValue;
import dev.sluice.common.model.ObjectOwnership;
import dev.sluice.common.model.Principal;
import dev.sluice.common.rpc.WireAcl;
import dev.sluice.common.rpc.WireChecksum;
import dev.sluice.common.rpc.WireMetadata;
import dev.sluice.common.rpc.WirePrincipal;
import dev.sluice.common.rpc.WireRange;
import dev.sluice.common.rpc.WireTime;
import dev.sluice.v1.Bucket;
import dev.sluice.v1.Checksum;
import dev.sluice.v1.HeadObjectResponse;
import dev.sluice.v1.ListObjectsResponse;

/** Messages of the attributes of buckets and objects. */
final class StoreAnswers {
  private StoreAnswers() {}

  /**
   * A bucket.
   *
   * @param byDefault ownership of a bucket that has none of its own
   */
  static Bucket bucket(BucketName name, BucketRecord record, ObjectOwnership byDefault) {
    Bucket.Builder bucket =
        Bucket.newBuilder()
            .setName(name.value())
            .setCreated(WireTime.toProto(record.created()))
            .setRegion(record.region().name())
            .setSettingsGeneration(record.generation())
            .setObjectOwnership(WireAcl.toProto(BucketRules.of(record, byDefault).ownership()));
    Principal owner = record.owner();
    if (owner != null) {
      bucket.setOwner(WirePrincipal.toProto(owner));
    }
    return bucket.build();
  }

  static dev.sluice.v1.ObjectInfo object(ObjectInfo info) {
    dev.sluice.v1.ObjectInfo.Builder object =
        outline(info).setMetadata(WireMetadata.toProto(info.metadata()));
    ChecksumValue checksum = info.checksum();
    if (checksum != null) {
      object.setChecksum(WireChecksum.toProto(checksum));
    }
    boolean numbered = true;
    for (int i = 0; i < info.parts().size(); i++) {
      ObjectPart part = info.parts().get(i);
      object.addPartSizes(part.size());
      ChecksumValue partChecksum = part.checksum();
      if (partChecksum != null) {
        object.addPartChecksums(UnsafeByteOperations.unsafeWrap(partChecksum.value()));
      }
      numbered &= part.number() == i + 1;
    }
    if (!numbered) {
      info.parts().forEach(part -> object.addPartNumbers(part.number()));
    }
    return object.build();
  }

  static HeadObjectResponse head(ObjectHead head) {
    HeadObjectResponse.Builder answer =
        HeadObjectResponse.newBuilder().setInfo(object(head.info()));
    ByteSpan span = head.span();
    if (span != null) {
      answer.setSpan(WireRange.toProto(span));
    }
    return answer.build();
  }

  static ListObjectsResponse page(ObjectPage page) {
    ListObjectsResponse.Builder answer =
        ListObjectsResponse.newBuilder()
            .addAllCommonPrefixes(page.commonPrefixes())
            .setNext(page.next());
    page.objects().forEach(info -> answer.addObjects(listed(info)));
    return answer.build();
  }

  /** The attributes that a listing has. */
  private static dev.sluice.v1.ObjectInfo listed(ObjectInfo info) {
    dev.sluice.v1.ObjectInfo.Builder object = outline(info);
    ChecksumValue checksum = info.checksum();
    if (checksum != null) {
      object.setChecksum(
          Checksum.newBuilder()
              .setAlgorithm(WireChecksum.toProto(checksum.algorithm()))
              .setType(WireChecksum.toProto(checksum.type())));
    }
    return object.build();
  }

  private static dev.sluice.v1.ObjectInfo.Builder outline(ObjectInfo info) {
    dev.sluice.v1.ObjectInfo.Builder object =
        dev.sluice.v1.ObjectInfo.newBuilder()
            .setKey(info.key().value())
            .setSize(info.size())
            .setEtag(info.etag().value())
            .setLastModified(WireTime.toProto(info.lastModified()));
    Principal owner = info.owner();
    if (owner != null) {
      object.setOwner(WirePrincipal.toProto(owner));
    }
    return object;
  }
}
