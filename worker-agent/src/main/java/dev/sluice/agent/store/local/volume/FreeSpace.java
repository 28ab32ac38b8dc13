package dev.sluice.agent.store.local.volume;

import dev.sluice.agent.store.local.posix.Descriptor;
import dev.sluice.agent.store.local.posix.Posix;
import dev.sluice.common.metrics.Metric;
import java.time.InstantSource;
import java.util.List;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.LongSupplier;

/** The common part of the monitors of all file systems. */
public final class FreeSpace {
  private final Posix posix;
  private final FreeSpaceReserve reserve;
  private final InstantSource clock;
  private final LongAdder refused = new LongAdder();

  public FreeSpace(Posix posix, FreeSpaceReserve reserve, InstantSource clock) {
    this.posix = posix;
    this.reserve = reserve;
    this.clock = clock;
  }

  /**
   * Watches the file system of a directory.
   *
   * @param directory stays open as long as the watch is used
   * @param release of its file system
   */
  FreeSpaceMonitor watch(Descriptor directory, DeferredRelease release) {
    return new FreeSpaceMonitor(posix, directory, release, reserve, clock, refused);
  }

  /**
   * Measures of all file systems together.
   *
   * @param low how many are below the watermark
   */
  public List<Metric> measures(LongSupplier low) {
    return List.of(
        Metric.gauge(
            "sluice_storage_low_filesystems",
            "File systems below the watermark, whose writes are refused.",
            low),
        Metric.counter(
            "sluice_storage_refused_writes_total",
            "Writes refused because space was low.",
            refused::sum));
  }
}
