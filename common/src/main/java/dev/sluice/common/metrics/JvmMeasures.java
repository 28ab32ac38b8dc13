package dev.sluice.common.metrics;

import com.sun.management.UnixOperatingSystemMXBean;
import java.lang.management.BufferPoolMXBean;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.util.List;

/**
 * Metrics of the JVM. The management beans are only touched at a scrape: loading them takes time at
 * start.
 */
final class JvmMeasures {

  private JvmMeasures() {}

  static List<Metric> all() {
    Runtime runtime = Runtime.getRuntime();
    return List.of(
        Metric.gauge(
            "sluice_jvm_heap_used_bytes",
            "Heap in use, garbage included.",
            () -> runtime.totalMemory() - runtime.freeMemory()),
        Metric.gauge(
            "sluice_jvm_heap_maximum_bytes", "What the heap may grow to.", runtime::maxMemory),
        Metric.gauge(
            "sluice_jvm_direct_memory_used_bytes",
            "Memory outside the heap that buffers hold.",
            JvmMeasures::directMemory),
        Metric.gauge(
            "sluice_jvm_threads",
            "Platform threads.",
            () -> ManagementFactory.getPlatformMXBean(ThreadMXBean.class).getThreadCount()),
        Metric.gauge(
            "sluice_jvm_open_file_descriptors",
            "Open files and sockets.",
            JvmMeasures::openFileDescriptors),
        Metric.gauge(
            "sluice_jvm_uptime_seconds",
            "Since the process started.",
            () -> ManagementFactory.getRuntimeMXBean().getUptime() / 1000));
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
