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
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * A folder served as it is, by {@link ReadOnlyPosix}: nothing in it is made, changed or locked, so
 * it may belong to somebody else, lie on a read-only mount, or be served by another agent as well.
 * Records that are there count. Unfinished uploads are nobody's here.
 */
public final class ReadOnlyEngine implements FolderEngine {
  private record View(BucketName name, Layout layout, Records records, boolean identifiesFiles)
      implements ReadableBucket {}

  private final LocalSettings settings;
  private final Posix posix;
  private final DamageCounters damage = new DamageCounters();
  private final Descriptor root;

  /** As an agent that writes finds by trying. */
  private final boolean identified;

  private final BucketDirectories directories;
  private final ConcurrentHashMap<BucketName, View> views = new ConcurrentHashMap<>();
  private final Reader reader;
  private final Listing listing;
  private final FolderIdentity folder;
  private final Optional<String> id;

  private ReadOnlyEngine(
      LocalSettings settings, Posix posix, Path path, Descriptor root, Optional<String> id)
      throws ErrnoException {
    this.settings = settings;
    this.posix = posix;
    this.root = root;
    this.id = id;
    this.folder = FolderIdentity.of(posix, path, root, null);
    this.identified = posix.fileSystem(root).keepsNumbers();
    this.directories = new BucketDirectories(posix, damage, root);
    this.reader = new Reader(posix, damage, root, this::require);
    this.listing = new DirectoryListing(posix, damage, root, reader, settings);
  }

  /**
   * Opens the folder; its durability, modes and reserve do not matter.
   *
   * @throws IllegalStateException with one sentence for people, where it cannot be served
   */
  public static ReadOnlyEngine open(LocalSettings settings) {
    return open(settings, StoreDemand.NONE);
  }

  static ReadOnlyEngine open(LocalSettings settings, StoreDemand demand) {
    Posix.system();
    return open(settings, demand, new ReadOnlyPosix());
  }

  static ReadOnlyEngine open(LocalSettings settings, StoreDemand demand, Posix posix) {
    String shown = "The data folder " + settings.root();
    Path path = settings.root().toAbsolutePath().normalize();
    try (Opening opening = new Opening()) {
      Descriptor root = opening.add(posix.openRoot(Names.of(path.toString())));
      StoreFormat format = LocalRoot.requireStore(posix, shown, root, demand);
      BucketLinks.settle(posix, root, path, settings.followLinks());
      Optional<String> id = format == null ? Optional.empty() : format.id();
      return opening.done(new ReadOnlyEngine(settings, posix, path, root, id));
    } catch (ErrnoException e) {
      throw new IllegalStateException(shown + " cannot be read (" + e.getMessage() + ").", e);
    }
  }

  @Override
  public FolderIdentity folder() {
    return folder;
  }

  @Override
  public StoreDemand demand() {
    return id.map(StoreDemand::of).orElse(StoreDemand.NONE);
  }

  @Override
  public void abandon() {
    posix.abandon();
  }

  private ReadableBucket require(BucketName bucket) throws ErrnoException {
    if (directories.find(bucket) == null) {
      throw Buckets.missing(bucket);
    }
    return views.computeIfAbsent(
        bucket,
        name ->
            new View(
                name, new Layout(), new ReadOnlyRecords(posix, damage, root, name), identified));
  }

  private static StorageException refused() {
    return new StorageException(
        FailureReason.STORAGE_READ_ONLY, "storage: served read-only (expected: no changes)");
  }

  @Override
  public EngineInfo info() {
    try {
      long free = posix.fileSystem(root).availableBytes();
      String location = settings.root().toAbsolutePath().normalize().toString();
      return new EngineInfo("local", location, StoreFormat.VERSION, "read-only", free);
    } catch (ErrnoException e) {
      throw Failures.of(e);
    }
  }

  @Override
  public List<BucketName> buckets() {
    try {
      return directories.names();
    } catch (ErrnoException e) {
      throw Failures.of(e);
    }
  }

  @Override
  public @Nullable BucketRecord bucket(BucketName bucket) {
    try {
      return directories.record(bucket);
    } catch (ErrnoException e) {
      throw Failures.of(e);
    }
  }

  @Override
  public @Nullable StoredObject stat(BucketName bucket, ObjectKey key) {
    try {
      return reader.stat(bucket, key);
    } catch (ErrnoException e) {
      throw Failures.of(e);
    }
  }

  @Override
  public @Nullable OpenObject open(BucketName bucket, ObjectKey key) {
    try {
      return reader.open(bucket, key);
    } catch (ErrnoException e) {
      throw Failures.of(e);
    }
  }

  @Override
  public List<ListedEntry> list(BucketName bucket, ListScan scan) {
    try {
      return listing.list(require(bucket), scan);
    } catch (ErrnoException e) {
      throw Failures.of(e);
    }
  }

  @Override
  public void requireWritable() {
    throw refused();
  }

  @Override
  public boolean createBucket(BucketName bucket, BucketRecord record) {
    throw refused();
  }

  @Override
  public boolean deleteBucket(BucketName bucket) {
    throw refused();
  }

  @Override
  public Stage stage(BucketName bucket, long expectedLength) {
    throw refused();
  }

  @Override
  public SealedStage seal(BucketName bucket, ObjectKey key, Stage stage, ObjectRecord record) {
    throw refused();
  }

  @Override
  public StoredObject publish(SealedStage sealed, Expectation expectation) {
    throw refused();
  }

  @Override
  public StoredObject replaceRecord(
      BucketName bucket, ObjectKey key, ObjectRecord record, Expectation.Exactly expectation) {
    throw refused();
  }

  @Override
  public boolean delete(BucketName bucket, ObjectKey key, Expectation expectation) {
    throw refused();
  }

  @Override
  public UploadArea createUpload(UploadRecord upload) {
    throw refused();
  }

  @Override
  public @Nullable UploadArea upload(BucketName bucket, UploadId id) {
    return null;
  }

  @Override
  public List<UploadRecord> uploads(BucketName bucket) {
    return List.of();
  }

  @Override
  public SweepResult sweep(SweepAges ages) {
    return SweepResult.NOTHING;
  }

  @Override
  public List<Metric> measures() {
    return damage.measures();
  }

  @Override
  public String notice() {
    return "served read-only";
  }

  @Override
  public void close() {
    listing.close();
    root.close();
  }
}
