package dev.sluice.agent.store.local;

import dev.sluice.agent.store.engine.EngineFeature;
import dev.sluice.agent.store.engine.EngineInfo;
import dev.sluice.agent.store.engine.bucket.BucketRecord;
import dev.sluice.agent.store.engine.bucket.BucketScan;
import dev.sluice.agent.store.engine.listing.ListScan;
import dev.sluice.agent.store.engine.listing.ListedEntry;
import dev.sluice.agent.store.engine.object.ObjectName;
import dev.sluice.agent.store.engine.object.OpenObject;
import dev.sluice.agent.store.engine.object.StoredObject;
import dev.sluice.agent.store.key.Layout;
import dev.sluice.agent.store.local.listing.DirectoryListing;
import dev.sluice.agent.store.local.listing.Snapshots;
import dev.sluice.agent.store.local.object.Reader;
import dev.sluice.agent.store.local.posix.Descriptor;
import dev.sluice.agent.store.local.posix.ErrnoCall;
import dev.sluice.agent.store.local.posix.ErrnoException;
import dev.sluice.agent.store.local.posix.ErrnoSearch;
import dev.sluice.agent.store.local.posix.FileSystemStat;
import dev.sluice.agent.store.local.posix.Names;
import dev.sluice.agent.store.local.posix.Opening;
import dev.sluice.agent.store.local.posix.Posix;
import dev.sluice.agent.store.local.posix.ReadOnlyPosix;
import dev.sluice.agent.store.local.record.ReadOnlyRecords;
import dev.sluice.agent.store.local.record.RecordReader;
import dev.sluice.agent.store.local.tree.BucketDirectories;
import dev.sluice.agent.store.local.tree.BucketLinks;
import dev.sluice.agent.store.local.tree.KnownBuckets;
import dev.sluice.agent.store.local.tree.ReadableBucket;
import dev.sluice.agent.store.local.volume.FolderIdentity;
import dev.sluice.agent.store.local.volume.LocalRoot;
import dev.sluice.agent.store.local.volume.StoreDemand;
import dev.sluice.agent.store.local.volume.StoreFormat;
import dev.sluice.agent.store.local.volume.Volume;
import dev.sluice.common.metrics.Metric;
import dev.sluice.common.model.BucketName;
import dev.sluice.common.model.StorageException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * A data folder that is only read, by {@link ReadOnlyPosix}: nothing in it is made, changed or
 * locked, so it may belong to another user, lie on a read-only mount, or be served by another agent
 * as well. Records that are there count.
 */
public final class ReadOnlyFolder implements FolderStorage {
  private record View(BucketName name, Layout layout, RecordReader records, boolean identifiesFiles)
      implements ReadableBucket {}

  private final LocalSettings settings;
  private final Volume volume;
  private final Descriptor root;

  /** Whether inodes identify files; a writing agent finds it by probing. */
  private final boolean identified;

  private final BucketDirectories directories;
  private final KnownBuckets known = new KnownBuckets(System::nanoTime);
  private final ConcurrentHashMap<BucketName, View> views = new ConcurrentHashMap<>();
  private final Reader reader;
  private final DirectoryListing listing;
  private final FolderIdentity folder;
  private final Optional<String> id;

  private ReadOnlyFolder(
      LocalSettings settings, Posix posix, Path path, Descriptor root, Optional<String> id)
      throws ErrnoException {
    this.settings = settings;
    this.volume = Volume.toRead(posix, settings.clock());
    this.root = root;
    this.id = id;
    this.folder = FolderIdentity.of(posix, path, root, null);
    this.identified = posix.fileSystem(root).keepsNumbers();
    this.directories = new BucketDirectories(volume, root);
    this.reader = new Reader(volume, root, this::require);
    Snapshots snapshots =
        new Snapshots(volume, settings.snapshotBytes(), settings.listingStaleness());
    this.listing = new DirectoryListing(volume, root, reader, snapshots);
  }

  /**
   * Opens the folder; its durability, modes and reserve do not matter.
   *
   * @throws IllegalStateException with one sentence for people, where it cannot be served
   */
  public static ReadOnlyFolder open(LocalSettings settings) {
    return open(settings, StoreDemand.NONE);
  }

  static ReadOnlyFolder open(LocalSettings settings, StoreDemand demand) {
    Posix.system();
    return open(settings, demand, new ReadOnlyPosix());
  }

  static ReadOnlyFolder open(LocalSettings settings, StoreDemand demand, Posix posix) {
    String shown = "The data folder " + settings.root();
    Path path = settings.root().toAbsolutePath().normalize();
    try (Opening opening = new Opening()) {
      Descriptor root = opening.add(posix.openRoot(Names.of(path.toString())));
      StoreFormat format = LocalRoot.requireStore(posix, shown, root, demand);
      BucketLinks.settle(posix, root, path, settings.followLinks());
      Optional<String> id = format == null ? Optional.empty() : format.id();
      return opening.done(new ReadOnlyFolder(settings, posix, path, root, id));
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
    volume.posix().abandon();
  }

  private ReadableBucket require(BucketName bucket) throws ErrnoException {
    if (directories.find(bucket) == null) {
      throw StorageException.noSuchBucket(bucket);
    }
    return views.computeIfAbsent(
        bucket,
        name -> new View(name, new Layout(), new ReadOnlyRecords(volume, root, name), identified));
  }

  @Override
  public EngineInfo info() {
    return ErrnoCall.translated(
        () -> {
          FileSystemStat storage = volume.posix().fileSystem(root);
          String location = settings.root().toAbsolutePath().normalize().toString();
          return new EngineInfo(
              "local",
              location,
              StoreFormat.VERSION,
              "read-only",
              storage.availableBytes(),
              storage.totalBytes(),
              // Agents that change nothing do not disturb each other.
              Set.of(EngineFeature.STABLE_READS, EngineFeature.SHARED_NAMESPACE),
              id.orElse(null));
        });
  }

  @Override
  public List<BucketName> buckets(BucketScan scan) {
    return ErrnoCall.translated(() -> directories.names(scan));
  }

  @Override
  public @Nullable BucketRecord bucket(BucketName bucket) {
    KnownBuckets.Reading reading = known.read();
    BucketRecord record = ErrnoSearch.translated(() -> directories.record(bucket));
    known.keep(bucket, record, reading);
    return record;
  }

  @Override
  public @Nullable BucketRecord knownBucket(BucketName bucket) {
    return known.get(bucket);
  }

  @Override
  public @Nullable StoredObject stat(ObjectName name) {
    return ErrnoSearch.translated(() -> reader.stat(name));
  }

  @Override
  public @Nullable OpenObject open(ObjectName name) {
    return ErrnoSearch.translated(() -> reader.open(name));
  }

  @Override
  public List<ListedEntry> list(BucketName bucket, ListScan scan) {
    return ErrnoCall.translated(() -> listing.list(require(bucket), scan));
  }

  @Override
  public List<Metric> measures() {
    return volume.damage().measures();
  }

  @Override
  public void close() {
    listing.close();
    root.close();
  }
}
