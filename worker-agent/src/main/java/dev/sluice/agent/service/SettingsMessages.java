package dev.sluice.agent.service;

import dev.sluice.agent.store.engine.bucket.Acceleration;
import dev.sluice.agent.store.engine.bucket.BucketRecord;
import dev.sluice.agent.store.engine.bucket.BucketSettings;
import dev.sluice.agent.store.engine.bucket.Payer;
import dev.sluice.agent.store.engine.bucket.PublicAccessBlock;
import dev.sluice.agent.store.engine.bucket.Quota;
import dev.sluice.common.model.Acl;
import dev.sluice.common.model.ObjectOwnership;
import dev.sluice.common.model.StorageException;
import dev.sluice.common.rpc.WireAcl;
import dev.sluice.common.rpc.WireCors;
import dev.sluice.common.rpc.WireTags;
import dev.sluice.v1.FailureReason;
import dev.sluice.v1.GetBucketSettingsResponse;
import org.jspecify.annotations.Nullable;

/** Settings of buckets, to and from messages. */
final class SettingsMessages {
  private SettingsMessages() {}

  /**
   * The settings of a message. A field or value that this version does not know asks for what it
   * would not do, so that it is refused and not dropped.
   */
  static BucketSettings toModel(dev.sluice.v1.BucketSettings message) {
    for (Integer field : message.getUnknownFields().asMap().keySet()) {
      throw unknown("field " + field);
    }
    return new BucketSettings(
        WireTags.toModel(message.getTagsList()),
        message.getPolicy().isEmpty() ? null : message.getPolicy(),
        message.hasAcl() ? WireAcl.toModel(message.getAcl()) : null,
        WireAcl.toModel(message.getObjectOwnership()),
        message.hasPublicAccessBlock() ? block(message.getPublicAccessBlock()) : null,
        WireCors.toModel(message.getCorsRulesList()),
        payer(message.getPayer()),
        acceleration(message.getAcceleration()),
        message.hasQuota() ? toModel(message.getQuota()) : null);
  }

  static GetBucketSettingsResponse response(BucketRecord bucket) {
    return GetBucketSettingsResponse.newBuilder()
        .setSettings(toProto(bucket.settings()))
        .setGeneration(bucket.generation())
        .build();
  }

  static dev.sluice.v1.BucketSettings toProto(BucketSettings settings) {
    dev.sluice.v1.BucketSettings.Builder message =
        dev.sluice.v1.BucketSettings.newBuilder().addAllTags(WireTags.toProto(settings.tags()));
    String policy = settings.policy();
    if (policy != null) {
      message.setPolicy(policy);
    }
    Acl acl = settings.acl();
    if (acl != null) {
      message.setAcl(WireAcl.toProto(acl));
    }
    ObjectOwnership ownership = settings.ownership();
    if (ownership != null) {
      message.setObjectOwnership(WireAcl.toProto(ownership));
    }
    PublicAccessBlock block = settings.publicAccessBlock();
    if (block != null) {
      message.setPublicAccessBlock(toProto(block));
    }
    message.addAllCorsRules(WireCors.toProto(settings.corsRules()));
    message.setPayer(toProto(settings.payer()));
    message.setAcceleration(toProto(settings.acceleration()));
    Quota quota = settings.quota();
    if (quota != null) {
      message.setQuota(toProto(quota));
    }
    return message.build();
  }

  private static PublicAccessBlock block(dev.sluice.v1.PublicAccessBlock message) {
    return new PublicAccessBlock(
        message.getBlockPublicAcls(),
        message.getIgnorePublicAcls(),
        message.getBlockPublicPolicy(),
        message.getRestrictPublicBuckets());
  }

  private static dev.sluice.v1.PublicAccessBlock toProto(PublicAccessBlock block) {
    return dev.sluice.v1.PublicAccessBlock.newBuilder()
        .setBlockPublicAcls(block.blockPublicAcls())
        .setIgnorePublicAcls(block.ignorePublicAcls())
        .setBlockPublicPolicy(block.blockPublicPolicy())
        .setRestrictPublicBuckets(block.restrictPublicBuckets())
        .build();
  }

  private static @Nullable Payer payer(dev.sluice.v1.Payer message) {
    return switch (message) {
      case PAYER_UNSPECIFIED -> null;
      case BUCKET_OWNER -> Payer.BUCKET_OWNER;
      case REQUESTER -> Payer.REQUESTER;
      case UNRECOGNIZED -> throw unknown("payer");
    };
  }

  private static dev.sluice.v1.Payer toProto(@Nullable Payer payer) {
    return switch (payer) {
      case null -> dev.sluice.v1.Payer.PAYER_UNSPECIFIED;
      case BUCKET_OWNER -> dev.sluice.v1.Payer.BUCKET_OWNER;
      case REQUESTER -> dev.sluice.v1.Payer.REQUESTER;
    };
  }

  private static @Nullable Acceleration acceleration(dev.sluice.v1.Acceleration message) {
    return switch (message) {
      case ACCELERATION_UNSPECIFIED -> null;
      case ACCELERATION_ENABLED -> Acceleration.ENABLED;
      case ACCELERATION_SUSPENDED -> Acceleration.SUSPENDED;
      case UNRECOGNIZED -> throw unknown("acceleration");
    };
  }

  private static dev.sluice.v1.Acceleration toProto(@Nullable Acceleration acceleration) {
    return switch (acceleration) {
      case null -> dev.sluice.v1.Acceleration.ACCELERATION_UNSPECIFIED;
      case ENABLED -> dev.sluice.v1.Acceleration.ACCELERATION_ENABLED;
      case SUSPENDED -> dev.sluice.v1.Acceleration.ACCELERATION_SUSPENDED;
    };
  }

  static Quota toModel(dev.sluice.v1.Quota message) {
    return new Quota(
        message.hasMaxBytes() ? (@Nullable Long) message.getMaxBytes() : null,
        message.hasMaxObjects() ? (@Nullable Long) message.getMaxObjects() : null);
  }

  static dev.sluice.v1.Quota toProto(Quota quota) {
    dev.sluice.v1.Quota.Builder message = dev.sluice.v1.Quota.newBuilder();
    Long bytes = quota.maxBytes();
    if (bytes != null) {
      message.setMaxBytes(bytes);
    }
    Long objects = quota.maxObjects();
    if (objects != null) {
      message.setMaxObjects(objects);
    }
    return message.build();
  }

  private static StorageException unknown(String what) {
    return new StorageException(
        FailureReason.NOT_IMPLEMENTED,
        "settings: " + what + " (expected: settings that this agent knows)");
  }
}
