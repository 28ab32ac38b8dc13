package dev.sluice.agent;

import dev.sluice.agent.descriptor.Tickets;
import dev.sluice.agent.service.AccessService;
import dev.sluice.agent.service.AdminService;
import dev.sluice.agent.service.BucketService;
import dev.sluice.agent.service.ObjectService;
import dev.sluice.agent.service.ServiceContext;
import dev.sluice.agent.service.StorageThreads;
import dev.sluice.agent.service.UploadService;
import dev.sluice.agent.service.WriteAdmission;
import dev.sluice.agent.store.EngineObjectStore;
import dev.sluice.agent.store.StoreLimits;
import dev.sluice.agent.store.Sweeper;
import dev.sluice.agent.store.UploadIds;
import dev.sluice.agent.store.UsageKeeper;
import dev.sluice.agent.store.acl.BucketDefaults;
import dev.sluice.agent.store.engine.EngineInfo;
import dev.sluice.agent.store.engine.EngineSettings;
import dev.sluice.agent.store.engine.ReadOnlyEngine;
import dev.sluice.agent.store.engine.StorageEngine;
import dev.sluice.agent.store.engine.StorageEngineProvider;
import dev.sluice.agent.store.engine.StorageListener;
import dev.sluice.agent.store.scrub.ScrubStateStore;
import dev.sluice.agent.store.scrub.Scrubber;
import dev.sluice.common.config.StartupException;
import dev.sluice.common.memory.MemoryPlan;
import dev.sluice.common.metrics.Metric;
import dev.sluice.common.metrics.Metrics;
import dev.sluice.common.metrics.Readiness;
import dev.sluice.common.rpc.BufferPool;
import io.grpc.ServerServiceDefinition;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.UUID;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * The serving part of an agent: the engine, the store over it, its threads and memory, and the
 * services.
 */
final class AgentStore implements AutoCloseable {
  private static final int MAXIMUM_WAITING = 4096;

  /** No step of a call takes so long on a storage that answers, with all threads at it. */
  private static final Duration HANGING = Duration.ofSeconds(10);

  /** Time between two looks whether a bucket is to be counted. */
  private static final Duration USAGE_IDLE = Duration.ofSeconds(1);

  private static final Duration LAST_WORK = Duration.ofSeconds(5);
  private static final long MAXIMUM_PIECE_BYTES = 5L << 30;

  private final StorageEngine engine;
  private final Tickets tickets;
  private final EngineObjectStore store;
  private final StorageThreads pool;
  private final StorageThreads longWork;
  private final Sweeper sweeper;
  private final UsageKeeper usageKeeper;
  private final Scrubber scrubber;
  private final ServiceContext serving;
  private final InstantSource clock = InstantSource.system();

  AgentStore(
      AgentConfig config, String agentId, Metrics metrics, BufferPool buffers, MemoryPlan plan) {
    engine = engine(config, agentId, plan, clock);
    engine.measures().forEach(metrics::add);
    store =
        new EngineObjectStore(
            engine, limits(config), defaults(config), clock, new UploadIds(clock));
    pool = threads("storage", config);
    longWork = threads("storage-work", config);
    tickets = new Tickets(config.shortCircuitFrom().bytes(), System::nanoTime);
    tickets.measures().forEach(metrics::add);
    serving =
        new ServiceContext(
            store,
            pool,
            longWork,
            buffers,
            tickets,
            new WriteAdmission(plan),
            metrics.operations("agent"),
            clock,
            () -> UUID.randomUUID().toString(),
            config.process().slowRequest());
    sweeper = new Sweeper(store, config.sweepInterval());
    usageKeeper = new UsageKeeper(store.quotas(), USAGE_IDLE);
    scrubber = scrubber(config);
    scrubber.start();
    scrubber.measures().forEach(metrics::add);
    new UsageMetrics(store.quotas()).addTo(metrics);
    metrics.add(
        Metric.gauge(
            "sluice_agent_storage_waiting",
            "Storage calls that wait for a thread.",
            () -> pool.waiting() + longWork.waiting()));
    metrics.add(
        Metric.gauge(
            "sluice_agent_storage_running",
            "Storage calls that run.",
            () -> pool.running() + longWork.running()));
    metrics.add(
        Metric.gauge(
            "sluice_agent_owned_slots",
            "Slots of keys that the agent owns; 0 where its namespace is not shared.",
            engine::ownedSlots));
  }

  private StorageThreads threads(String name, AgentConfig config) {
    return new StorageThreads(name, config.ioThreads(), MAXIMUM_WAITING, engine::device);
  }

  private static StorageEngine engine(
      AgentConfig config, String agentId, MemoryPlan plan, InstantSource clock) {
    StorageEngineProvider provider = config.engine();
    EngineSettings settings = settings(config, agentId, plan, clock);
    try {
      return config.readOnly()
          ? new ReadOnlyEngine(provider.openReadOnly(config.storageUri(), settings))
          : provider.open(config.storageUri(), settings);
    } catch (IllegalStateException | UnsupportedOperationException e) {
      throw new StartupException(String.valueOf(e.getMessage()), e);
    }
  }

  private static EngineSettings settings(
      AgentConfig config, String agentId, MemoryPlan plan, InstantSource clock) {
    return new EngineSettings(
        config.durability() == Durability.FSYNC,
        config.fileMode().bits(),
        config.directoryMode().bits(),
        plan.snapshots(),
        plan.uploads(),
        config.listingStaleness(),
        config.maximumUploads(),
        config.minimumFreeSpace().bytes(),
        config.minimumFreePercent(),
        config.requireExistingStore(),
        config.followBucketLinks(),
        config.placement(),
        agentId,
        clock);
  }

  private Scrubber scrubber(AgentConfig config) {
    return new Scrubber(
        engine,
        store.quotas(),
        new Scrubber.Settings(config.scrubRate().bytes(), config.scrubInterval()),
        clock,
        System::nanoTime,
        config
            .stateFolder()
            .<ScrubStateStore>map(
                folder -> new ScrubStateFile(folder.scrub(), folder.unfinishedScrub()))
            .orElse(ScrubStateStore.NOWHERE));
  }

  private static StoreLimits limits(AgentConfig config) {
    return new StoreLimits(
        config.smallestPart().bytes(),
        Math.min(MAXIMUM_PIECE_BYTES, config.maximumObjectSize().bytes()),
        config.maximumObjectSize().bytes(),
        config.uploadExpiry(),
        config.tombstoneExpiry());
  }

  private static BucketDefaults defaults(AgentConfig config) {
    return new BucketDefaults(
        config.defaultObjectOwnership().value(), config.defaultPublicAccessBlock().value());
  }

  /** What the storage is. */
  EngineInfo info() {
    return engine.info();
  }

  /** Tickets for files that frontends of this machine read themselves. */
  Tickets tickets() {
    return tickets;
  }

  /** Begins to look after the storage, where that can go away. */
  void watch(StorageListener listener) {
    engine.watch(listener);
  }

  /**
   * The services of {@code sluice.v1}.
   *
   * @param version of Sluice
   * @param agentId of this agent
   */
  List<ServerServiceDefinition> services(String version, String agentId) {
    return List.of(
        new AccessService(serving).bind(),
        new BucketService(serving).bind(),
        new ObjectService(serving).bind(),
        new UploadService(serving).bind(),
        new AdminService(serving, scrubber, engine::ownedSlots, version, agentId, clock.instant())
            .bind());
  }

  /** Whether requests would be served at this moment, and what those who run it should know. */
  Readiness readiness() {
    Map<String, Integer> hanging = pool.hanging(HANGING);
    Integer ofAll = hanging.get("");
    if (ofAll != null) {
      // The engine is not asked: it may ask the storage.
      return Readiness.notReady(
          "the storage hangs: %d calls wait, none went on for %d s"
              .formatted(ofAll, HANGING.toSeconds()));
    }
    String absence = engine.absence();
    if (absence != null) {
      return Readiness.notReady(absence);
    }
    if (!hanging.isEmpty()) {
      return Readiness.readyBut(
          "these file systems hang, with calls that wait for them: " + new TreeMap<>(hanging));
    }
    String notices =
        Stream.of(Optional.ofNullable(engine.notice()), Optional.ofNullable(scrubber.notice()))
            .flatMap(Optional::stream)
            .collect(Collectors.joining("; "));
    return notices.isEmpty() ? Readiness.READY : Readiness.readyBut(notices);
  }

  @Override
  public void close() {
    scrubber.close();
    sweeper.close();
    usageKeeper.close();
    try (store;
        pool;
        longWork) {
      pool.drain(LAST_WORK);
      longWork.drain(LAST_WORK); // calls that were broken off still close their files there
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
