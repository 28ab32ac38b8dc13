package dev.sluice.common.metrics;

import com.sun.management.UnixOperatingSystemMXBean;
import java.lang.management.BufferPoolMXBean;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;

/**
 * What the JVM holds. The management beans are only touched at a scrape: loading them takes time at
 * start.
 */
final class JvmGauges {

  private JvmGauges() {}

  static void register(Metrics metrics) {
    Runtime runtime = Runtime.getRuntime();
    metrics.gauge("sluice_jvm_heap_used_bytes", () -> runtime.totalMemory() - runtime.freeMemory());
    metrics.gauge("sluice_jvm_heap_maximum_bytes", runtime::maxMemory);
    metrics.gauge("sluice_jvm_direct_memory_used_bytes", JvmGauges::directMemory);
    metrics.gauge(
        "sluice_jvm_threads",
        () -> ManagementFactory.getPlatformMXBean(ThreadMXBean.class).getThreadCount());
    metrics.gauge("sluice_jvm_open_file_descriptors", JvmGauges::openFileDescriptors);
    metrics.gauge(
        "sluice_jvm_uptime_seconds", () -> ManagementFactory.getRuntimeMXBean().getUptime() / 1000);
  }

  private static long directMemory() {
    return ManagementFactory.getPlatformMXBeans(BufferPoolMXBean.class).stream()
        .filter(pool -> pool.getName().equals("direct"))
        .mapToLong(BufferPoolMXBean::getMemoryUsed)
        .sum();
  }

  private static long openFileDescriptors() {
    return ManagementFactory.getOperatingSystemMXBean() instanceof UnixOperatingSystemMXBean unix
        ? unix.getOpenFileDescriptorCount()
        : -1;
  }
}
