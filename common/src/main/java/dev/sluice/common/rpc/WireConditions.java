package dev.sluice.common.rpc;

import dev.sluice.common.model.ETag;
import dev.sluice.common.model.EtagCondition;
import dev.sluice.common.model.ReadConditions;
import dev.sluice.common.model.WriteConditions;
import org.jspecify.annotations.Nullable;

/** Conditions of reads and changes, both ways. */
public final class WireConditions {
  private WireConditions() {}

  /** Conditions of a read as a message. */
  public static dev.sluice.v1.ReadConditions toProto(ReadConditions conditions) {
    if (conditions.equals(ReadConditions.NONE)) {
      return dev.sluice.v1.ReadConditions.getDefaultInstance();
    }
    var message = dev.sluice.v1.ReadConditions.newBuilder();
    if (conditions.ifMatch() != null) {
      message.setIfMatch(toProto(conditions.ifMatch()));
    }
    if (conditions.ifNoneMatch() != null) {
      message.setIfNoneMatch(toProto(conditions.ifNoneMatch()));
    }
    if (conditions.ifModifiedSince() != null) {
      message.setIfModifiedSince(WireTime.toProto(conditions.ifModifiedSince()));
    }
    if (conditions.ifUnmodifiedSince() != null) {
      message.setIfUnmodifiedSince(WireTime.toProto(conditions.ifUnmodifiedSince()));
    }
    return message.build();
  }

  /** Conditions of a read from a message. */
  public static ReadConditions toModel(dev.sluice.v1.ReadConditions conditions) {
    return new ReadConditions(
        conditions.hasIfMatch() ? toModel(conditions.getIfMatch()) : null,
        conditions.hasIfNoneMatch() ? toModel(conditions.getIfNoneMatch()) : null,
        conditions.hasIfModifiedSince() ? WireTime.toModel(conditions.getIfModifiedSince()) : null,
        conditions.hasIfUnmodifiedSince()
            ? WireTime.toModel(conditions.getIfUnmodifiedSince())
            : null);
  }

  /** Conditions of a change as a message. */
  public static dev.sluice.v1.WriteConditions toProto(WriteConditions conditions) {
    if (conditions.equals(WriteConditions.NONE)) {
      return dev.sluice.v1.WriteConditions.getDefaultInstance();
    }
    var message = dev.sluice.v1.WriteConditions.newBuilder();
    if (conditions.ifMatch() != null) {
      message.setIfMatch(toProto(conditions.ifMatch()));
    }
    if (conditions.ifNoneMatch() != null) {
      message.setIfNoneMatch(toProto(conditions.ifNoneMatch()));
    }
    if (conditions.ifLastModified() != null) {
      message.setIfLastModified(WireTime.toProto(conditions.ifLastModified()));
    }
    Long size = conditions.ifSize();
    if (size != null) {
      message.setIfSize(size);
    }
    return message.build();
  }

  /** Conditions of a change from a message. */
  public static WriteConditions toModel(dev.sluice.v1.WriteConditions conditions) {
    return new WriteConditions(
        conditions.hasIfMatch() ? toModel(conditions.getIfMatch()) : null,
        conditions.hasIfNoneMatch() ? toModel(conditions.getIfNoneMatch()) : null,
        conditions.hasIfLastModified() ? WireTime.toModel(conditions.getIfLastModified()) : null,
        conditions.hasIfSize() ? (@Nullable Long) conditions.getIfSize() : null);
  }

  private static dev.sluice.v1.EtagCondition toProto(EtagCondition condition) {
    var message = dev.sluice.v1.EtagCondition.newBuilder().setAny(condition.any());
    condition.etags().forEach(etag -> message.addEtags(etag.value()));
    return message.build();
  }

  private static EtagCondition toModel(dev.sluice.v1.EtagCondition condition) {
    return new EtagCondition(
        condition.getAny(), condition.getEtagsList().stream().map(ETag::new).toList());
  }
}
