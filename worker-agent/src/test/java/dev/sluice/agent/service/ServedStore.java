package dev.sluice.agent.service;

import dev.sluice.agent.store.ObjectStore;
import dev.sluice.agent.store.engine.StorageDevice;
import dev.sluice.agent.store.engine.StorageEngine;
import dev.sluice.agent.store.memory.MemoryEngine;
import dev.sluice.agent.store.quota.Quotas;
import dev.sluice.agent.store.scrub.ScrubStateStore;
import dev.sluice.agent.store.scrub.Scrubber;
import dev.sluice.common.memory.MemoryPlan;
import dev.sluice.common.metrics.Metrics;
import dev.sluice.common.rpc.BufferPool;
import io.grpc.Channel;
import io.grpc.ManagedChannel;
import io.grpc.Server;
import io.grpc.ServerBuilder;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;

/** A store behind the agent's own services, which answer by a door. */
final class ServedStore implements AutoCloseable {
  private static final long BUDGET_BYTES = 64 << 20;

  /** Room for {@link #MOST_WRITERS} bodies, {@link #FEW_WRITERS} of them with more each. */
  private static final long MEMORY_BYTES = 128 << 20;

  static final int FEW_WRITERS = 25;
  static final int MOST_WRITERS = 218;
  static final int THREADS = 4;
  static final int MAXIMUM_WAITING = 4096;
  private static final Duration PATIENCE = Duration.ofSeconds(20);

  private final StoreDoor door;
  private final StorageThreads pool;
  private final StorageThreads longWork;
  private final BufferPool buffers;
  private final Server server;
  private final ManagedChannel channel;

  private ServedStore(
      StoreDoor door,
      ObjectStore store,
      StorageThreads pool,
      StorageThreads longWork,
      BufferPool buffers,
      InstantSource clock,
      Scrubber scrubber) {
    this.door = door;
    this.pool = pool;
    this.longWork = longWork;
    this.buffers = buffers;
    ServiceContext serving =
        new ServiceContext(
            store,
            pool,
            longWork,
            buffers,
            door.tickets(),
            new WriteAdmission(MemoryPlan.agent(MEMORY_BYTES, 32 << 20, 32 << 20)),
            new Metrics().operations("agent"),
            clock,
            () -> UUID.randomUUID().toString(),
            Duration.ZERO);
    ServerBuilder<?> builder = door.server();
    List.of(
            new AccessService(serving).bind(),
            new BucketService(serving).bind(),
            new ObjectService(serving).bind(),
            new UploadService(serving).bind(),
            new AdminService(serving, scrubber, () -> 0, "test", "agent", Instant.EPOCH).bind())
        .forEach(builder::addService);
    try {
      server = builder.build().start();
    } catch (IOException e) {
      throw new IllegalStateException(e);
    }
    channel = door.channel();
  }

  static ServedStore of(ObjectStore store) {
    return of(store, THREADS, InstantSource.system());
  }

  /**
   * Serves a store, which stays the caller's.
   *
   * @param threads of the storage
   * @param clock from which deadlines are counted
   */
  static ServedStore of(ObjectStore store, int threads, InstantSource clock) {
    return of(store, threads, clock, _ -> new StorageDevice("", true));
  }

  /**
   * The same of a storage of several file systems.
   *
   * @param threads of each
   * @param devices the file systems by the names of buckets
   */
  static ServedStore of(
      ObjectStore store,
      int threads,
      InstantSource clock,
      Function<String, StorageDevice> devices) {
    return of(InProcessDoor.open(), store, threads, clock, devices, scrubber(clock));
  }

  /** The same behind a door, which ends with it. */
  static ServedStore by(StoreDoor door, ObjectStore store, InstantSource clock) {
    return of(door, store, THREADS, clock, _ -> StorageDevice.WHOLE, scrubber(clock));
  }

  /** A scrub of nothing. */
  private static Scrubber scrubber(InstantSource clock) {
    MemoryEngine nothing = new MemoryEngine(clock);
    return scrubber(nothing, new Quotas(nothing, clock), clock);
  }

  /** A scrub of what an engine holds, which does nothing in the background. */
  static Scrubber scrubber(StorageEngine engine, Quotas quotas, InstantSource clock) {
    return new Scrubber(
        engine,
        quotas,
        new Scrubber.Settings(0, Duration.ofDays(1)),
        clock,
        System::nanoTime,
        ScrubStateStore.NOWHERE);
  }

  /** The same, where what is scrubbed is something. */
  static ServedStore of(ObjectStore store, int threads, InstantSource clock, Scrubber scrubber) {
    return of(InProcessDoor.open(), store, threads, clock, _ -> StorageDevice.WHOLE, scrubber);
  }

  private static ServedStore of(
      StoreDoor door,
      ObjectStore store,
      int threads,
      InstantSource clock,
      Function<String, StorageDevice> devices,
      Scrubber scrubber) {
    return new ServedStore(
        door,
        store,
        new StorageThreads("storage", threads, MAXIMUM_WAITING, devices),
        new StorageThreads("work", threads, MAXIMUM_WAITING, devices),
        new BufferPool(BUDGET_BYTES, PATIENCE),
        clock,
        scrubber);
  }

  Channel channel() {
    return channel;
  }

  /** The threads of buckets that lie where most do. */
  StoragePool pool() {
    return pool.of("bucket");
  }

  BufferPool buffers() {
    return buffers;
  }

  /** Breaks the connection, as a caller that vanishes does. */
  void disconnect() {
    channel.shutdownNow();
  }

  /** Ends when the last call has, also those that were cancelled and still close their files. */
  @Override
  public void close() {
    try {
      channel.shutdownNow();
      server.shutdownNow();
      boolean ended =
          channel.awaitTermination(20, TimeUnit.SECONDS)
              && server.awaitTermination(20, TimeUnit.SECONDS);
      door.close(); // files that nobody took are closed by the storage's threads
      boolean over = ended && pool.drain(PATIENCE) && longWork.drain(PATIENCE);
      if (!over) {
        throw new IllegalStateException("calls: still under way (expected: at their ends)");
      }
      if (buffers.inUse() != 0) {
        throw new IllegalStateException(
            "buffers: " + buffers.inUse() + " bytes lent (expected: all given back)");
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
