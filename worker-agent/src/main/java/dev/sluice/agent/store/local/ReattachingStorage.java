package dev.sluice.agent.store.local;

import dev.sluice.agent.store.engine.EngineInfo;
import dev.sluice.agent.store.engine.ReadableStorage;
import dev.sluice.agent.store.engine.StorageDevice;
import dev.sluice.agent.store.engine.StorageListener;
import dev.sluice.agent.store.engine.bucket.BucketRecord;
import dev.sluice.agent.store.engine.bucket.BucketScan;
import dev.sluice.agent.store.engine.listing.ListScan;
import dev.sluice.agent.store.engine.listing.ListedEntry;
import dev.sluice.agent.store.engine.listing.ListedVersion;
import dev.sluice.agent.store.engine.listing.VersionScan;
import dev.sluice.agent.store.engine.object.DeleteMarker;
import dev.sluice.agent.store.engine.object.ObjectName;
import dev.sluice.agent.store.engine.object.OpenObject;
import dev.sluice.agent.store.engine.object.StoredObject;
import dev.sluice.agent.store.local.posix.FileStat;
import dev.sluice.agent.store.local.posix.Posix;
import dev.sluice.agent.store.local.volume.StoreDemand;
import dev.sluice.common.metrics.Metric;
import dev.sluice.common.model.BucketName;
import dev.sluice.common.model.StorageException;
import dev.sluice.v1.FailureReason;
import java.time.Duration;
import java.util.Arrays;
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
class ReattachingStorage<S extends FolderStorage> implements ReadableStorage {
  private static final Logger LOG = LoggerFactory.getLogger(ReattachingStorage.class);
  private static final Duration INTERVAL = Duration.ofSeconds(1);

  /** Opens the folder, if it holds what is demanded. */
  interface Opener<S> {
    S open(StoreDemand demand);
  }

  /** A folder that was opened, and the calls that are under way in it. */
  private static final class Session<S extends FolderStorage> {
    private final S storage;
    private final Mounts mounts;
    private final LongAdder calls = new LongAdder();

    Session(S storage, Mounts mounts) {
      this.storage = storage;
      this.mounts = mounts;
    }

    S storage() {
      return storage;
    }

    Mounts mounts() {
      return mounts;
    }

    LongAdder calls() {
      return calls;
    }

    boolean isIdle() {
      return calls.sum() == 0;
    }
  }

  /** A question with an answer. */
  interface Call<S, T> {
    T run(S storage);
  }

  /** A question that may have no answer. */
  interface Search<S, T> {
    @Nullable T run(S storage);
  }

  private final LocalSettings settings;
  private final Opener<S> opener;
  private final Posix looking;
  private final StoreDemand demand;
  private final FileStat folder;
  private final List<Metric> measures;
  private final ScheduledExecutorService monitor =
      Executors.newSingleThreadScheduledExecutor(
          Thread.ofPlatform().name("data-folder").daemon().factory());

  /** Null while the folder is away. */
  private volatile @Nullable Session<S> session;

  /** Why it is away. */
  private volatile String absence = "";

  /** Ended, and to be closed once nothing is under way in it; of the monitor alone. */
  private @Nullable Session<S> ending;

  ReattachingStorage(LocalSettings settings, Opener<S> opener) {
    this.settings = settings;
    this.looking = Posix.system();
    this.opener = opener;
    S first = opener.open(settings.requireStore() ? StoreDemand.STORE : StoreDemand.NONE);
    session = new Session<>(first, mounts());
    demand = first.demand();
    folder = first.folder().folder();
    measures = first.measures().stream().map(this::following).toList();
  }

  private Mounts mounts() {
    return Mounts.below(settings.root(), settings.followLinks());
  }

  @Override
  public void watch(StorageListener listener) {
    var _ =
        monitor.scheduleWithFixedDelay(
            () -> check(listener), INTERVAL.toNanos(), INTERVAL.toNanos(), TimeUnit.NANOSECONDS);
  }

  /** Looks once; one thread at a time. */
  void check(StorageListener listener) {
    try {
      Session<S> now = session;
      if (now != null) {
        String found = now.storage().folder().absence(looking);
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

  private void leave(Session<S> gone, String found, StorageListener listener) {
    absence = "the data folder " + settings.root() + " " + found;
    session = null;
    ending = gone;
    gone.storage().abandon();
    LOG.warn(
        "The data folder {} {} Requests are refused with 503 until the same store is back.",
        settings.root(),
        found.endsWith("?") ? found : found + ".");
    listener.changed(false);
    var _ = isEnded();
  }

  /** Whether nothing of an earlier opening is left that could change anything. */
  private boolean isEnded() {
    Session<S> last = ending;
    if (last != null && last.isIdle()) {
      ending = null;
      last.storage().close();
    }
    return ending == null;
  }

  private void comeBack(StorageListener listener) {
    S storage;
    try {
      storage = opener.open(demand);
    } catch (IllegalStateException e) {
      absence = String.valueOf(e.getMessage());
      return;
    }
    // A folder that is only read may have no id; mount points have other inodes than mounts.
    if (demand.id().isEmpty() && storage.folder().folder().inode() != folder.inode()) {
      storage.close();
      return;
    }
    session = new Session<>(storage, mounts());
    LOG.info("The data folder {} is back.", settings.root());
    listener.changed(true);
  }

  /** Asks the folder that is there now. */
  final <T> T call(Call<S, T> call) {
    return Objects.requireNonNull(find(call::run));
  }

  /** The same, where there may be no answer. */
  final <T> @Nullable T find(Search<S, T> search) {
    Session<S> now = enter();
    try {
      return search.run(now.storage());
    } finally {
      now.calls().decrement();
    }
  }

  /** A session that is not ended before its call is counted down. */
  private Session<S> enter() {
    Session<S> now = session;
    if (now != null) {
      now.calls().increment();
      if (now == session) {
        return now;
      }
      now.calls().decrement();
    }
    throw new StorageException(FailureReason.UNAVAILABLE, "storage: " + absence);
  }

  /** The same of whatever folder there is then; 0 while there is none. */
  private Metric following(Metric first) {
    return new Metric(first.name(), first.help(), first.counts(), () -> value(first.name()));
  }

  private long value(String name) {
    Session<S> now = session;
    return now == null
        ? 0
        : now.storage().measures().stream()
            .filter(measure -> measure.name().equals(name))
            .mapToLong(measure -> measure.value().getAsLong())
            .sum();
  }

  @Override
  public EngineInfo info() {
    return call(FolderStorage::info);
  }

  @Override
  public List<BucketName> buckets(BucketScan scan) {
    return call(storage -> storage.buckets(scan));
  }

  @Override
  public @Nullable BucketRecord bucket(BucketName bucket) {
    return find(storage -> storage.bucket(bucket));
  }

  @Override
  public @Nullable BucketRecord knownBucket(BucketName bucket) {
    return find(storage -> storage.knownBucket(bucket));
  }

  @Override
  public StorageDevice device(String bucket) {
    Session<S> now = session;
    if (now == null) {
      return StorageDevice.WHOLE; // every call fails at once
    }
    return now.mounts().of(bucket);
  }

  @Override
  public @Nullable StoredObject stat(ObjectName name) {
    return find(storage -> storage.stat(name));
  }

  @Override
  public @Nullable DeleteMarker marker(ObjectName name) {
    return find(storage -> storage.marker(name));
  }

  @Override
  public @Nullable OpenObject open(ObjectName name) {
    return find(storage -> storage.open(name));
  }

  @Override
  public List<ListedEntry> list(BucketName bucket, ListScan scan) {
    return call(storage -> storage.list(bucket, scan));
  }

  @Override
  public List<ListedVersion> listVersions(BucketName bucket, VersionScan scan) {
    return call(storage -> storage.listVersions(bucket, scan));
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
    Session<S> now = session;
    return now == null ? null : now.storage().notice();
  }

  @Override
  public void close() {
    monitor.close();
    Session<S> now = session;
    session = null;
    for (Session<S> held : Arrays.asList(now, ending)) {
      if (held != null) {
        held.storage().close();
      }
    }
  }
}
