package dev.sluice.agent.store.local;

import dev.sluice.agent.store.engine.BucketRecord;
import dev.sluice.agent.store.engine.EngineInfo;
import dev.sluice.agent.store.engine.Expectation;
import dev.sluice.agent.store.engine.ListScan;
import dev.sluice.agent.store.engine.ListedEntry;
import dev.sluice.agent.store.engine.ObjectRecord;
import dev.sluice.agent.store.engine.OpenObject;
import dev.sluice.agent.store.engine.SealedStage;
import dev.sluice.agent.store.engine.Stage;
import dev.sluice.agent.store.engine.StorageEngine;
import dev.sluice.agent.store.engine.StoredObject;
import dev.sluice.agent.store.engine.SweepAges;
import dev.sluice.agent.store.engine.SweepResult;
import dev.sluice.agent.store.engine.UploadArea;
import dev.sluice.agent.store.engine.UploadRecord;
import dev.sluice.common.metrics.Metric;
import dev.sluice.common.model.BucketName;
import dev.sluice.common.model.ObjectKey;
import dev.sluice.common.model.StorageException;
import dev.sluice.common.model.UploadId;
import dev.sluice.v1.FailureReason;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.LongAdder;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A data folder that may be unmounted, removed or replaced while it is served. Once a second its
 * path is compared with the folder that was opened. When it leads elsewhere, every call fails with
 * {@code UNAVAILABLE}, and nothing of the folder is held any more, its lock included. The same
 * store, known by its id, is opened anew when it is back; nothing is ever begun in another folder.
 */
public final class ReattachingEngine implements StorageEngine {
  private static final Logger LOG = LoggerFactory.getLogger(ReattachingEngine.class);
  private static final Duration INTERVAL = Duration.ofSeconds(1);

  /** Opens the folder, if it holds what is demanded. */
  interface Opener {
    FolderEngine open(StoreDemand demand);
  }

  /** Hears of the folder's going and coming. */
  public interface Listener {
    /** It is there again, or not any more. */
    void changed(boolean present);
  }

  /** An engine and the calls that are under way in it. */
  private static final class Session {
    private final FolderEngine engine;
    private final LongAdder calls = new LongAdder();

    Session(FolderEngine engine) {
      this.engine = engine;
    }

    FolderEngine engine() {
      return engine;
    }

    LongAdder calls() {
      return calls;
    }

    boolean isIdle() {
      return calls.sum() == 0;
    }
  }

  private interface Call<T> {
    T run(StorageEngine engine);
  }

  private interface Search<T> {
    @Nullable T run(StorageEngine engine);
  }

  private final LocalSettings settings;
  private final Opener opener;
  private final Posix looking;
  private final StoreDemand demand;
  private final FileStat folder;
  private final List<Metric> measures;
  private final ScheduledExecutorService monitor =
      Executors.newSingleThreadScheduledExecutor(
          Thread.ofPlatform().name("data-folder").daemon().factory());

  /** Null while the folder is away. */
  private volatile @Nullable Session session;

  /** Why it is away. */
  private volatile String absence = "";

  /** Ended, and to be closed once nothing is under way in it; of the monitor alone. */
  private @Nullable Session ending;

  private ReattachingEngine(LocalSettings settings, Posix looking, Opener opener) {
    this.settings = settings;
    this.looking = looking;
    this.opener = opener;
    FolderEngine first =
        opener.open(settings.requireStore() ? StoreDemand.STORE : StoreDemand.NONE);
    session = new Session(first);
    demand = first.demand();
    folder = first.folder().folder();
    measures = first.measures().stream().map(this::following).toList();
  }

  /**
   * Opens the data folder for this process alone.
   *
   * @throws IllegalStateException with one sentence for people, where it cannot be served
   * @throws UnsupportedOperationException with one sentence, where this machine cannot serve any
   */
  public static ReattachingEngine open(LocalSettings settings) {
    return of(settings, wanted -> LocalEngine.open(settings, wanted));
  }

  /**
   * Opens the data folder and changes nothing in it.
   *
   * @throws IllegalStateException with one sentence for people, where it cannot be served
   * @throws UnsupportedOperationException with one sentence, where this machine cannot serve any
   */
  public static ReattachingEngine openReadOnly(LocalSettings settings) {
    return of(settings, wanted -> ReadOnlyEngine.open(settings, wanted));
  }

  static ReattachingEngine of(LocalSettings settings, Opener opener) {
    return new ReattachingEngine(settings, Posix.system(), opener);
  }

  /** Begins to look after the folder. */
  public void watch(Listener listener) {
    var _ =
        monitor.scheduleWithFixedDelay(
            () -> check(listener), INTERVAL.toNanos(), INTERVAL.toNanos(), TimeUnit.NANOSECONDS);
  }

  /** Looks once; one thread at a time. */
  void check(Listener listener) {
    try {
      Session now = session;
      if (now != null) {
        String found = now.engine().folder().absence(looking);
        if (found != null) {
          leave(now, found, listener);
        }
      } else if (isEnded()) {
        comeBack(listener);
      }
    } catch (RuntimeException e) { // whatever it was, the next look may succeed
      LOG.warn("The data folder {} could not be looked after", settings.root(), e);
    }
  }

  private void leave(Session gone, String found, Listener listener) {
    absence = "the data folder " + settings.root() + " " + found;
    session = null;
    ending = gone;
    gone.engine().abandon();
    LOG.warn(
        "The data folder {} {} Requests are refused with 503 until the same store is back.",
        settings.root(),
        found.endsWith("?") ? found : found + ".");
    listener.changed(false);
    var _ = isEnded();
  }

  /** Whether nothing of an earlier engine is left that could change anything. */
  private boolean isEnded() {
    Session last = ending;
    if (last != null && last.isIdle()) {
      ending = null;
      last.engine().close();
    }
    return ending == null;
  }

  private void comeBack(Listener listener) {
    FolderEngine engine;
    try {
      engine = opener.open(demand);
    } catch (IllegalStateException e) {
      absence = String.valueOf(e.getMessage());
      return;
    }
    // A folder that is only read may have no id; mount points have other inodes than mounts.
    if (demand.id().isEmpty() && engine.folder().folder().inode() != folder.inode()) {
      engine.close();
      return;
    }
    session = new Session(engine);
    LOG.info("The data folder {} is back.", settings.root());
    listener.changed(true);
  }

  private <T> T call(Call<T> call) {
    return Objects.requireNonNull(find(call::run));
  }

  private <T> @Nullable T find(Search<T> search) {
    Session now = enter();
    try {
      return search.run(now.engine());
    } finally {
      now.calls().decrement();
    }
  }

  /** A session that is not ended before its call is counted down. */
  private Session enter() {
    Session now = session;
    if (now != null) {
      now.calls().increment();
      if (now == session) {
        return now;
      }
      now.calls().decrement();
    }
    throw new StorageException(FailureReason.UNAVAILABLE, "storage: " + absence);
  }

  /** The same of whatever engine there is then; 0 while there is none. */
  private Metric following(Metric first) {
    return new Metric(first.name(), first.help(), first.counts(), () -> value(first.name()));
  }

  private long value(String name) {
    Session now = session;
    return now == null
        ? 0
        : now.engine().measures().stream()
            .filter(measure -> measure.name().equals(name))
            .mapToLong(measure -> measure.value().getAsLong())
            .sum();
  }

  @Override
  public EngineInfo info() {
    return call(StorageEngine::info);
  }

  @Override
  public void requireWritable() {
    var _ =
        find(
            engine -> {
              engine.requireWritable();
              return null;
            });
  }

  @Override
  public List<BucketName> buckets() {
    return call(StorageEngine::buckets);
  }

  @Override
  public @Nullable BucketRecord bucket(BucketName bucket) {
    return find(engine -> engine.bucket(bucket));
  }

  @Override
  public boolean createBucket(BucketName bucket, BucketRecord record) {
    return call(engine -> engine.createBucket(bucket, record));
  }

  @Override
  public boolean deleteBucket(BucketName bucket) {
    return call(engine -> engine.deleteBucket(bucket));
  }

  @Override
  public @Nullable StoredObject stat(BucketName bucket, ObjectKey key) {
    return find(engine -> engine.stat(bucket, key));
  }

  @Override
  public @Nullable OpenObject open(BucketName bucket, ObjectKey key) {
    return find(engine -> engine.open(bucket, key));
  }

  @Override
  public Stage stage(BucketName bucket, long expectedLength) {
    return call(engine -> engine.stage(bucket, expectedLength));
  }

  @Override
  public SealedStage seal(BucketName bucket, ObjectKey key, Stage stage, ObjectRecord record) {
    return call(engine -> engine.seal(bucket, key, stage, record));
  }

  @Override
  public StoredObject publish(SealedStage sealed, Expectation expectation) {
    return call(engine -> engine.publish(sealed, expectation));
  }

  @Override
  public StoredObject replaceRecord(
      BucketName bucket, ObjectKey key, ObjectRecord record, Expectation.Exactly expectation) {
    return call(engine -> engine.replaceRecord(bucket, key, record, expectation));
  }

  @Override
  public boolean delete(BucketName bucket, ObjectKey key, Expectation expectation) {
    return call(engine -> engine.delete(bucket, key, expectation));
  }

  @Override
  public List<ListedEntry> list(BucketName bucket, ListScan scan) {
    return call(engine -> engine.list(bucket, scan));
  }

  @Override
  public UploadArea createUpload(UploadRecord upload) {
    return call(engine -> engine.createUpload(upload));
  }

  @Override
  public @Nullable UploadArea upload(BucketName bucket, UploadId id) {
    return find(engine -> engine.upload(bucket, id));
  }

  @Override
  public List<UploadRecord> uploads(BucketName bucket) {
    return call(engine -> engine.uploads(bucket));
  }

  @Override
  public SweepResult sweep(SweepAges ages) {
    return session == null ? SweepResult.NOTHING : call(engine -> engine.sweep(ages));
  }

  @Override
  public List<Metric> measures() {
    return measures;
  }

  @Override
  public @Nullable String absence() {
    return session == null ? absence : null;
  }

  @Override
  public @Nullable String notice() {
    Session now = session;
    return now == null ? null : now.engine().notice();
  }

  @Override
  public void close() {
    monitor.close();
    Session now = session;
    session = null;
    for (Session held : new Session[] {now, ending}) {
      if (held != null) {
        held.engine().close();
      }
    }
  }
}
