package dev.sluice.agent.store.local;

import dev.sluice.agent.store.engine.EngineFeature;
import dev.sluice.agent.store.engine.EngineInfo;
import dev.sluice.agent.store.engine.StorageEngine;
import dev.sluice.agent.store.engine.SweepAges;
import dev.sluice.agent.store.engine.SweepResult;
import dev.sluice.agent.store.engine.bucket.BucketRecord;
import dev.sluice.agent.store.engine.bucket.BucketScan;
import dev.sluice.agent.store.engine.bucket.BucketSettings;
import dev.sluice.agent.store.engine.bucket.KeptUsage;
import dev.sluice.agent.store.engine.listing.ListScan;
import dev.sluice.agent.store.engine.listing.ListedEntry;
import dev.sluice.agent.store.engine.object.Deleted;
import dev.sluice.agent.store.engine.object.Expectation;
import dev.sluice.agent.store.engine.object.ExpectationNotMet;
import dev.sluice.agent.store.engine.object.ObjectName;
import dev.sluice.agent.store.engine.object.ObjectRecord;
import dev.sluice.agent.store.engine.object.OpenObject;
import dev.sluice.agent.store.engine.object.Replaced;
import dev.sluice.agent.store.engine.object.SealedStage;
import dev.sluice.agent.store.engine.object.Stage;
import dev.sluice.agent.store.engine.object.StoredObject;
import dev.sluice.agent.store.engine.upload.ListedUpload;
import dev.sluice.agent.store.engine.upload.RecentUploads;
import dev.sluice.agent.store.engine.upload.UploadArea;
import dev.sluice.agent.store.engine.upload.UploadRecord;
import dev.sluice.agent.store.engine.upload.UploadScan;
import dev.sluice.agent.store.key.KeyLocks;
import dev.sluice.agent.store.local.listing.DirectoryListing;
import dev.sluice.agent.store.local.listing.Snapshots;
import dev.sluice.agent.store.local.object.Crossing;
import dev.sluice.agent.store.local.object.ObjectWriter;
import dev.sluice.agent.store.local.object.Publishable;
import dev.sluice.agent.store.local.object.Publisher;
import dev.sluice.agent.store.local.object.Reader;
import dev.sluice.agent.store.local.object.SealedFile;
import dev.sluice.agent.store.local.object.SidecarSweep;
import dev.sluice.agent.store.local.posix.ErrnoAction;
import dev.sluice.agent.store.local.posix.ErrnoCall;
import dev.sluice.agent.store.local.posix.ErrnoException;
import dev.sluice.agent.store.local.posix.ErrnoSearch;
import dev.sluice.agent.store.local.posix.FileSystemStat;
import dev.sluice.agent.store.local.posix.Opening;
import dev.sluice.agent.store.local.posix.Posix;
import dev.sluice.agent.store.local.tree.Bucket;
import dev.sluice.agent.store.local.tree.BucketAreas;
import dev.sluice.agent.store.local.tree.BucketLinks;
import dev.sluice.agent.store.local.tree.Buckets;
import dev.sluice.agent.store.local.tree.Directories;
import dev.sluice.agent.store.local.tree.InnerAreas;
import dev.sluice.agent.store.local.tree.NewFolders;
import dev.sluice.agent.store.local.tree.ObjectLocator;
import dev.sluice.agent.store.local.tree.ObjectPath;
import dev.sluice.agent.store.local.tree.Obstacles;
import dev.sluice.agent.store.local.tree.RelocationJournal;
import dev.sluice.agent.store.local.upload.LocalUpload;
import dev.sluice.agent.store.local.upload.Uploads;
import dev.sluice.agent.store.local.volume.FolderIdentity;
import dev.sluice.agent.store.local.volume.LocalRoot;
import dev.sluice.agent.store.local.volume.StoreDemand;
import dev.sluice.agent.store.local.volume.StoreFormat;
import dev.sluice.agent.store.local.volume.Volume;
import dev.sluice.common.metrics.Metric;
import dev.sluice.common.model.BucketName;
import dev.sluice.common.model.UploadId;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Buckets as directories and objects as plain files of a local disk, or of any file system that
 * Linux mounts and that has atomic renames. One process has the folder for itself.
 */
public final class LocalEngine implements FolderStorage, StorageEngine {
  private final LocalSettings settings;
  private final Volume volume;
  private final LocalRoot root;
  private final BucketAreas areas;
  private final InnerAreas inner;
  private final Buckets buckets;
  private final Reader reader;
  private final DirectoryListing listing;
  private final Obstacles obstacles;
  private final Crossing crossing;
  private final ObjectWriter writer;
  private final Uploads uploads;
  private final Sweeper sweeper;

  private LocalEngine(
      LocalSettings settings, Volume volume, LocalRoot root, RecentUploads<LocalUpload> recent)
      throws ErrnoException {
    this.settings = settings;
    this.volume = volume;
    this.root = root;
    NewFolders folders = new NewFolders(volume);
    RelocationJournal journal = new RelocationJournal(volume, root.directory(), folders);
    areas = new BucketAreas(volume, root, journal);
    inner = InnerAreas.open(volume, root, areas, journal);
    buckets = new Buckets(volume, root, areas);
    reader = new Reader(volume, root.directory(), buckets);
    Snapshots snapshots =
        new Snapshots(volume, settings.snapshotBytes(), settings.listingStaleness());
    listing = new DirectoryListing(volume, root.directory(), reader, snapshots);
    KeyLocks locks = new KeyLocks();
    Directories directories = new Directories(volume, root.directory(), folders, listing);
    obstacles = directories.obstacles();
    ObjectLocator locator = new ObjectLocator(volume, directories, listing, journal, inner);
    Publisher publisher = new Publisher(volume, locks, locator, directories, reader, listing);
    crossing = new Crossing(volume, buckets, inner, publisher);
    writer = new ObjectWriter(volume, locks, locator, directories, reader, listing);
    uploads = new Uploads(volume, settings.maximumUploads(), recent);
    SidecarSweep sidecars = new SidecarSweep(reader, buckets, locks);
    sweeper = new Sweeper(volume.posix(), buckets, areas, inner, uploads, sidecars);
  }

  /**
   * Opens the data folder for this process alone.
   *
   * @throws IllegalStateException with one sentence for people, where it cannot be served
   * @throws UnsupportedOperationException with one sentence, where this machine cannot serve any
   */
  public static LocalEngine open(LocalSettings settings) {
    return open(settings, Posix.system());
  }

  public static LocalEngine open(LocalSettings settings, Posix posix) {
    return open(settings, posix, RecentUploads.within(settings.uploadBytes()));
  }

  public static LocalEngine open(
      LocalSettings settings, Posix posix, RecentUploads<LocalUpload> recent) {
    return open(settings, posix, recent, StoreDemand.NONE);
  }

  static LocalEngine open(LocalSettings settings, StoreDemand demand) {
    return open(settings, Posix.system(), RecentUploads.within(settings.uploadBytes()), demand);
  }

  private static LocalEngine open(
      LocalSettings settings, Posix posix, RecentUploads<LocalUpload> recent, StoreDemand demand) {
    try (Opening opening = new Opening()) {
      Volume volume =
          opening.add(
              Volume.of(
                  posix,
                  settings.fsync(),
                  settings.reserve(),
                  settings.clock(),
                  settings.fileMode(),
                  settings.directoryMode()),
              Volume::close);
      LocalRoot root =
          opening.add(LocalRoot.open(volume, settings.root(), demand), LocalRoot::close);
      BucketLinks.settle(posix, root.directory(), settings.root(), settings.followLinks());
      return opening.done(new LocalEngine(settings, volume, root, recent));
    } catch (ErrnoException e) {
      throw new IllegalStateException(
          "The data folder " + settings.root() + " cannot be used (" + e.getMessage() + ").", e);
    }
  }

  @Override
  public FolderIdentity folder() {
    return root.identity();
  }

  @Override
  public StoreDemand demand() {
    return StoreDemand.of(root.id());
  }

  @Override
  public void abandon() {
    volume.posix().abandon();
  }

  @Override
  public EngineInfo info() {
    FileSystemStat disk = ErrnoCall.translated(() -> volume.posix().fileSystem(root.directory()));
    Set<EngineFeature> features = EnumSet.of(EngineFeature.STABLE_READS, EngineFeature.QUOTAS);
    if (root.area().capabilities().exchange()) {
      features.add(EngineFeature.EXCHANGE);
    }
    if (disk.reportsChanges()) {
      features.add(EngineFeature.CHANGE_NOTIFICATION);
    }
    return new EngineInfo(
        "local",
        settings.root().toAbsolutePath().normalize().toString(),
        StoreFormat.VERSION,
        settings.fsync() ? "fsync" : "os",
        disk.availableBytes(),
        disk.totalBytes(),
        features,
        root.id());
  }

  @Override
  public List<BucketName> buckets(BucketScan scan) {
    return ErrnoCall.translated(() -> buckets.names(scan));
  }

  @Override
  public @Nullable BucketRecord bucket(BucketName bucket) {
    return ErrnoSearch.translated(() -> buckets.record(bucket));
  }

  @Override
  public @Nullable BucketRecord knownBucket(BucketName bucket) {
    return buckets.knownRecord(bucket);
  }

  @Override
  public boolean createBucket(BucketName bucket, BucketRecord record) {
    return ErrnoCall.translated(
        () -> {
          root.area().space().requireRoom(0);
          buckets.ifMissing(bucket, () -> uploads.removeAll(bucket, root.area()));
          return buckets.create(bucket, record, settings.directoryMode());
        });
  }

  @Override
  public boolean deleteBucket(BucketName bucket) {
    return ErrnoCall.translated(
        () -> buckets.delete(buckets.require(bucket), listing, () -> forget(bucket)));
  }

  @Override
  public BucketRecord replaceSettings(
      BucketName bucket, BucketSettings settings, Expectation.Exactly expectation) {
    return ErrnoCall.translated(
        () -> {
          root.area().space().requireRoom(0);
          return buckets.replaceSettings(bucket, settings, expectation);
        });
  }

  @Override
  public void keepUsage(BucketName bucket, KeptUsage usage) {
    ErrnoAction.translated(() -> buckets.keepUsage(bucket, usage));
  }

  private void forget(BucketName bucket) throws ErrnoException {
    inner.forget(bucket);
    uploads.removeAll(bucket, root.area());
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
  public Stage stage(BucketName bucket, long expectedLength) {
    return ErrnoCall.translated(() -> crossing.stage(buckets.require(bucket), expectedLength));
  }

  @Override
  public SealedStage seal(ObjectName name, Stage stage, ObjectRecord record) {
    Publishable staged = (Publishable) stage;
    return SealedFile.of(
        staged,
        () -> {
          if (!name.isUnversioned()) {
            throw EngineFeature.RETAINED_VERSIONS.refusal();
          }
          return crossing.seal(buckets.require(name.bucket()), name.key(), staged, record);
        });
  }

  @Override
  public StoredObject publish(SealedStage sealed, Expectation expectation, Replaced replaced) {
    SealedFile file = (SealedFile) sealed;
    return file.publish(
        () -> {
          if (replaced == Replaced.RETAINED) {
            throw EngineFeature.RETAINED_VERSIONS.refusal();
          }
          return crossing.publish(file, expectation);
        });
  }

  @Override
  public StoredObject replaceRecord(
      ObjectName name, ObjectRecord record, Expectation.Exactly expectation) {
    return ErrnoCall.translated(
        () -> {
          Bucket bucket = buckets.require(name.bucket());
          if (!name.isUnversioned()) {
            throw new ExpectationNotMet(expectation);
          }
          return writer.replaceRecord(bucket, name.key(), record, expectation);
        });
  }

  @Override
  public Deleted delete(ObjectName name, Expectation expectation) {
    return ErrnoCall.translated(
        () -> {
          Bucket bucket = buckets.require(name.bucket());
          if (!name.isUnversioned() && !expectation.isMetBy(null)) {
            throw new ExpectationNotMet(expectation);
          }
          return name.isUnversioned() && writer.delete(bucket, name.key(), expectation)
              ? Deleted.OBJECT
              : Deleted.NOTHING;
        });
  }

  @Override
  public List<ListedEntry> list(BucketName bucket, ListScan scan) {
    return ErrnoCall.translated(() -> listing.list(buckets.require(bucket), scan));
  }

  @Override
  public UploadArea createUpload(UploadRecord upload) {
    return ErrnoCall.translated(
        () -> {
          Bucket bucket = buckets.require(upload.bucket());
          obstacles.requireNone(ObjectPath.of(upload.bucket(), upload.key()));
          return uploads.create(bucket, upload);
        });
  }

  @Override
  public @Nullable UploadArea upload(BucketName bucket, UploadId id) {
    return ErrnoSearch.translated(() -> uploads.find(buckets.require(bucket), id));
  }

  @Override
  public List<ListedUpload> uploads(BucketName bucket, UploadScan scan) {
    return ErrnoCall.translated(() -> uploads.page(buckets.require(bucket), scan));
  }

  @Override
  public SweepResult sweep(SweepAges ages, Consumer<UploadArea> discard) {
    return ErrnoCall.translated(() -> sweeper.sweep(ages, discard));
  }

  @Override
  public List<Metric> measures() {
    List<Metric> measures = new ArrayList<>(volume.damage().measures());
    measures.addAll(root.area().space().measures());
    measures.addAll(volume.freeSpace().measures(() -> low().size()));
    return measures;
  }

  private List<String> low() {
    return Stream.concat(areas.low().stream(), inner.low().stream()).toList();
  }

  @Override
  public @Nullable String notice() {
    List<String> notices = new ArrayList<>();
    notice(notices, "low on space, writes are refused: ", low());
    notice(notices, "cannot be written: ", inner.refused());
    return notices.isEmpty() ? null : String.join("; ", notices);
  }

  private static void notice(List<String> notices, String what, List<String> where) {
    if (!where.isEmpty()) {
      notices.add(what + String.join(", ", where));
    }
  }

  @Override
  public void close() {
    listing.close();
    volume.close();
    inner.close();
    areas.close();
    root.close();
  }
}
