package dev.sluice.agent;

import dev.sluice.agent.store.quota.Quotas;
import dev.sluice.agent.store.request.BucketUsage;
import dev.sluice.common.metrics.Metrics;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * The metrics of buckets that have a quota.
 *
 * @param quotas are read at each scrape
 */
record UsageMetrics(Quotas quotas) {
  void addTo(Metrics metrics) {
    add(
        metrics,
        "sluice_agent_bucket_used_bytes",
        "Bytes of objects and of parts of unfinished uploads, of buckets with a quota.",
        usage -> usage.used().bytes());
    add(
        metrics,
        "sluice_agent_bucket_used_objects",
        "Objects of buckets with a quota.",
        usage -> usage.used().objects());
    add(
        metrics,
        "sluice_agent_bucket_quota_bytes",
        "Most bytes of buckets with such a quota.",
        usage -> usage.quota().maxBytes());
    add(
        metrics,
        "sluice_agent_bucket_quota_objects",
        "Most objects of buckets with such a quota.",
        usage -> usage.quota().maxObjects());
    add(
        metrics,
        "sluice_agent_bucket_uncounted",
        "1 while a bucket with a quota has to be counted, so that its usage is not exact.",
        usage -> usage.exact() ? 0L : 1L);
  }

  private void add(
      Metrics metrics, String name, String help, Function<BucketUsage, @Nullable Long> value) {
    metrics.addGauges(name, help, "bucket", () -> values(value));
  }

  private Map<String, Long> values(Function<BucketUsage, @Nullable Long> value) {
    Map<String, Long> values = new TreeMap<>();
    quotas
        .usages()
        .forEach(
            (bucket, usage) -> {
              Long number = value.apply(usage);
              if (number != null) {
                values.put(bucket.value(), number);
              }
            });
    return values;
  }
}
