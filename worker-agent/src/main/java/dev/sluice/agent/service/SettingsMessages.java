package dev.sluice.agent.service;

import dev.sluice.agent.store.engine.BucketRecord;
import dev.sluice.agent.store.engine.BucketSettings;
import dev.sluice.common.model.StorageException;
import dev.sluice.common.rpc.WireTags;
import dev.sluice.v1.FailureReason;
import dev.sluice.v1.GetBucketSettingsResponse;

/** Settings of buckets, to and from messages. */
final class SettingsMessages {
  private SettingsMessages() {}

  /**
   * The settings of a message. A field that this version does not know asks for what it would not
   * do, so that it is refused and not dropped.
   */
  static BucketSettings toModel(dev.sluice.v1.BucketSettings message) {
    for (Integer field : message.getUnknownFields().asMap().keySet()) {
      throw new StorageException(
          FailureReason.NOT_IMPLEMENTED,
          "settings: field " + field + " (expected: settings that this agent knows)");
    }
    return new BucketSettings(WireTags.toModel(message.getTagsList()));
  }

  static GetBucketSettingsResponse response(BucketRecord bucket) {
    return GetBucketSettingsResponse.newBuilder()
        .setSettings(toProto(bucket.settings()))
        .setGeneration(bucket.generation())
        .build();
  }

  static dev.sluice.v1.BucketSettings toProto(BucketSettings settings) {
    return dev.sluice.v1.BucketSettings.newBuilder()
        .addAllTags(WireTags.toProto(settings.tags()))
        .build();
  }
}
