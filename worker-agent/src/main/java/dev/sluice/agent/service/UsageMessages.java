package dev.sluice.agent.service;

import dev.sluice.agent.store.engine.bucket.Usage;
import dev.sluice.agent.store.request.BucketUsage;
import dev.sluice.common.rpc.WireTime;
import java.time.Instant;

/** Usage of buckets, to messages. */
final class UsageMessages {
  private UsageMessages() {}

  static dev.sluice.v1.BucketUsage toProto(BucketUsage usage) {
    Usage used = usage.used();
    dev.sluice.v1.BucketUsage.Builder message =
        dev.sluice.v1.BucketUsage.newBuilder()
            .setQuota(SettingsMessages.toProto(usage.quota()))
            .setObjects(used.objects())
            .setObjectBytes(used.objectBytes())
            .setPartBytes(used.partBytes())
            .setExact(usage.exact())
            .setCounting(usage.counting())
            .setCountedObjects(usage.counted());
    Instant counted = usage.lastCounted();
    return counted == null
        ? message.build()
        : message.setLastCounted(WireTime.toProto(counted)).build();
  }
}
