package dev.sluice.agent.service;

import dev.sluice.agent.store.engine.StorageDevice;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * The threads that call the storage, apart for each file system: one that hangs holds none of those
 * that serve the others.
 */
public final class StorageThreads implements AutoCloseable {
  /** The device of calls about no bucket in particular, which may wait for any of them. */
  private static final StorageDevice ANY = new StorageDevice("*", false);

  private final String name;
  private final int threads;
  private final int maximumWaiting;
  private final Function<String, StorageDevice> devices;
  private final Map<StorageDevice, StoragePool> pools = new ConcurrentHashMap<>();

  /**
   * Starts threads as they are needed.
   *
   * @param name of the threads
   * @param threads how many there may be for each file system
   * @param maximumWaiting steps that may wait for one of them before new calls are refused
   * @param devices the file system of a bucket, by its name; it must be known without waiting
   */
  public StorageThreads(
      String name, int threads, int maximumWaiting, Function<String, StorageDevice> devices) {
    this.name = name;
    this.threads = threads;
    this.maximumWaiting = maximumWaiting;
    this.devices = devices;
  }

  /**
   * The threads of the file system of a bucket.
   *
   * @param bucket its name, legal or not; null: none in particular
   */
  StoragePool of(@Nullable String bucket) {
    StorageDevice device = bucket == null ? ANY : devices.apply(bucket);
    StoragePool known = pools.get(device);
    return known != null ? known : pools.computeIfAbsent(device, this::pool);
  }

  private StoragePool pool(StorageDevice device) {
    String suffix = device.name().isEmpty() ? "" : "-" + device.name();
    return new StoragePool(name + suffix, threads, maximumWaiting, device.local());
  }

  /** Steps that wait for a thread at this moment. */
  public int waiting() {
    return pools.values().stream().mapToInt(StoragePool::waiting).sum();
  }

  /** Steps that run at this moment. */
  public int running() {
    return pools.values().stream().mapToInt(StoragePool::running).sum();
  }

  /**
   * The file systems that hang, by the names of their devices: no step of theirs has begun or ended
   * for so long although some wait.
   *
   * @return with the number of calls that wait for each
   */
  public Map<String, Integer> hanging(Duration limit) {
    Map<String, Integer> hanging = new HashMap<>();
    pools.forEach(
        (device, pool) -> {
          if (pool.standstill().compareTo(limit) > 0) {
            hanging.put(device.name(), pool.waiting());
          }
        });
    return hanging;
  }

  /**
   * Lets what waits and runs come to its end.
   *
   * @return whether it did, in time
   */
  public boolean drain(Duration timeout) throws InterruptedException {
    long end = System.nanoTime() + timeout.toNanos();
    boolean over = true;
    for (StoragePool pool : pools.values()) {
      over &= pool.drain(Duration.ofNanos(Math.max(0, end - System.nanoTime())));
    }
    return over;
  }

  /** Interrupts what still runs. */
  @Override
  public void close() {
    pools.values().forEach(StoragePool::close);
  }
}
