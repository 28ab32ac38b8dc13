package dev.sluice.agent.store.local.shared;

import dev.sluice.agent.store.engine.EngineFeature;
import dev.sluice.agent.store.engine.EngineInfo;
import dev.sluice.agent.store.engine.EngineSettings;
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
import dev.sluice.agent.store.engine.upload.UploadArea;
import dev.sluice.agent.store.engine.upload.UploadRecord;
import dev.sluice.agent.store.engine.upload.UploadScan;
import dev.sluice.agent.store.key.KeyLocks;
import dev.sluice.agent.store.local.listing.PageListing;
import dev.sluice.agent.store.local.object.Publisher;
import dev.sluice.agent.store.local.object.Reader;
import dev.sluice.agent.store.local.object.SealedFile;
import dev.sluice.agent.store.local.posix.ErrnoAction;
import dev.sluice.agent.store.local.posix.ErrnoCall;
import dev.sluice.agent.store.local.posix.ErrnoException;
import dev.sluice.agent.store.local.posix.ErrnoSearch;
import dev.sluice.agent.store.local.posix.FileSystemStat;
import dev.sluice.agent.store.local.posix.Opening;
import dev.sluice.agent.store.local.posix.Posix;
import dev.sluice.agent.store.local.tree.Directories;
import dev.sluice.agent.store.local.tree.DirectoryChanges;
import dev.sluice.agent.store.local.tree.NewFolders;
import dev.sluice.agent.store.local.tree.ObjectLocator;
import dev.sluice.agent.store.local.tree.ObjectPath;
import dev.sluice.agent.store.local.volume.FreeSpaceReserve;
import dev.sluice.agent.store.local.volume.StoreFormat;
import dev.sluice.agent.store.local.volume.Volume;
import dev.sluice.common.metrics.Metric;
import dev.sluice.common.model.BucketName;
import dev.sluice.common.model.UploadId;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Buckets as directories and objects as plain files of a folder that several agents of one machine
 * serve at once.
 */
public final class SharedEngine implements StorageEngine {
  private final EngineSettings settings;
  private final Path root;
  private final Volume volume;
  private final SharedFolder folder;
  private final SharedSlots slots;
  private final SharedBuckets buckets;
  private final SharedBucketWriter bucketWriter;
  private final Reader reader;
  private final PageListing listing;
  private final Directories directories;
  private final SharedObjects objects;
  private final SharedUploads uploads;
  private final SharedSweeper sweeper;

  private SharedEngine(EngineSettings settings, Path root, Volume volume, SharedFolder folder)
      throws ErrnoException {
    this.settings = settings;
    this.root = root;
    this.volume = volume;
    this.folder = folder;
    buckets = new SharedBuckets(volume, folder);
    Remains remains = new Remains(volume.posix(), folder.area().uploads());
    slots = new SharedSlots(volume.posix(), folder.slots(), remains, buckets);
    bucketWriter = new SharedBucketWriter(volume, folder, slots, buckets);
    reader = new Reader(volume, folder.root(), buckets);
    listing = new PageListing(volume, folder.root(), reader, settings.snapshotBytes());
    directories =
        new Directories(volume, folder.root(), new NewFolders(volume), DirectoryChanges.UNHEARD);
    ObjectLocator locator =
        new ObjectLocator(
            volume,
            directories,
            DirectoryChanges.UNHEARD,
            SharedPlaces.NO_RELOCATION,
            SharedPlaces.ONE_AREA);
    Publisher publisher =
        new Publisher(
            volume, new KeyLocks(), locator, directories, reader, DirectoryChanges.UNHEARD);
    objects =
        new SharedObjects(volume, folder, slots, buckets, publisher, locator, directories, reader);
    uploads = new SharedUploads(volume, folder, slots, buckets, settings.maximumUploads());
    sweeper = new SharedSweeper(volume.posix(), folder, buckets, uploads);
  }

  /**
   * Opens the data folder beside other agents.
   *
   * @throws IllegalStateException with one sentence for people, where it cannot be served
   * @throws UnsupportedOperationException with one sentence, where this machine cannot serve any
   */
  public static SharedEngine open(Path root, EngineSettings settings) {
    return open(root, settings, Posix.system());
  }

  static SharedEngine open(Path root, EngineSettings settings, Posix posix) {
    try (Opening opening = new Opening()) {
      Volume volume =
          opening.add(
              Volume.of(
                  posix,
                  settings.fsync(),
                  new FreeSpaceReserve(settings.minimumFreeBytes(), settings.minimumFreePercent()),
                  settings.clock(),
                  settings.fileMode(),
                  settings.directoryMode()),
              Volume::close);
      SharedFolder folder =
          opening.add(
              SharedFolder.open(volume, root, settings.agentId(), settings.requireExistingStore()),
              SharedFolder::close);
      return opening.done(new SharedEngine(settings, root, volume, folder));
    } catch (ErrnoException e) {
      throw new IllegalStateException(
          "The data folder " + root + " cannot be used (" + e.getMessage() + ").", e);
    }
  }

  @Override
  public EngineInfo info() {
    FileSystemStat disk = ErrnoCall.translated(() -> volume.posix().fileSystem(folder.root()));
    return new EngineInfo(
        "local",
        root.toAbsolutePath().normalize().toString(),
        StoreFormat.VERSION,
        settings.fsync() ? "fsync" : "os",
        disk.availableBytes(),
        disk.totalBytes(),
        EnumSet.of(
            EngineFeature.SHARED_NAMESPACE,
            EngineFeature.STABLE_READS,
            EngineFeature.EXCHANGE,
            EngineFeature.CHANGE_NOTIFICATION),
        folder.id());
  }

  @Override
  public int ownedSlots() {
    return slots.owned();
  }

  @Override
  public List<BucketName> buckets(BucketScan scan) {
    return ErrnoCall.translated(() -> buckets.names(scan));
  }

  @Override
  public @Nullable BucketRecord bucket(BucketName bucket) {
    SharedBuckets.Known known = ErrnoSearch.translated(() -> buckets.read(bucket));
    return known == null ? null : known.record();
  }

  @Override
  public boolean createBucket(BucketName bucket, BucketRecord record) {
    return ErrnoCall.translated(() -> bucketWriter.create(bucket, record));
  }

  @Override
  public boolean deleteBucket(BucketName bucket) {
    return ErrnoCall.translated(() -> bucketWriter.delete(bucket));
  }

  @Override
  public BucketRecord replaceSettings(
      BucketName bucket, BucketSettings replacement, Expectation.Exactly expectation) {
    return ErrnoCall.translated(
        () -> bucketWriter.replaceSettings(bucket, replacement, expectation));
  }

  /** One agent of several does not know the usage; none is kept. */
  @Override
  public void keepUsage(BucketName bucket, KeptUsage usage) {
    ErrnoAction.translated(() -> buckets.require(bucket));
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
    return ErrnoCall.translated(() -> objects.stage(bucket, expectedLength));
  }

  @Override
  public SealedStage seal(ObjectName name, Stage stage, ObjectRecord record) {
    FencedStage staged = (FencedStage) stage;
    return SealedFile.of(
        staged,
        () -> {
          if (!name.isUnversioned()) {
            throw EngineFeature.RETAINED_VERSIONS.refusal();
          }
          return objects.seal(name.bucket(), name.key(), staged, record);
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
          return objects.publish(file, expectation);
        });
  }

  @Override
  public StoredObject replaceRecord(
      ObjectName name, ObjectRecord record, Expectation.Exactly expectation) {
    return ErrnoCall.translated(
        () -> {
          var _ = buckets.require(name.bucket());
          if (!name.isUnversioned()) {
            throw new ExpectationNotMet(expectation);
          }
          return objects.replaceRecord(name, record, expectation);
        });
  }

  @Override
  public Deleted delete(ObjectName name, Expectation expectation) {
    return ErrnoCall.translated(
        () -> {
          var _ = buckets.require(name.bucket());
          if (!name.isUnversioned() && !expectation.isMetBy(null)) {
            throw new ExpectationNotMet(expectation);
          }
          return name.isUnversioned() ? objects.delete(name, expectation) : Deleted.NOTHING;
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
          var _ = buckets.require(upload.bucket());
          directories.obstacles().requireNone(ObjectPath.of(upload.bucket(), upload.key()));
          return uploads.create(upload);
        });
  }

  @Override
  public @Nullable UploadArea upload(BucketName bucket, UploadId id) {
    return ErrnoSearch.translated(
        () -> {
          var _ = buckets.require(bucket);
          return uploads.find(bucket, id);
        });
  }

  @Override
  public List<ListedUpload> uploads(BucketName bucket, UploadScan scan) {
    return ErrnoCall.translated(
        () -> {
          var _ = buckets.require(bucket);
          return uploads.page(bucket, scan);
        });
  }

  @Override
  public SweepResult sweep(SweepAges ages, Consumer<UploadArea> discard) {
    return ErrnoCall.translated(() -> sweeper.sweep(ages, discard));
  }

  @Override
  public List<Metric> measures() {
    List<Metric> measures = new ArrayList<>(volume.damage().measures());
    measures.addAll(folder.area().space().measures());
    measures.addAll(volume.freeSpace().measures(() -> isLow() ? 1 : 0));
    return measures;
  }

  private boolean isLow() {
    return folder.area().space().isLow();
  }

  @Override
  public @Nullable String notice() {
    return isLow() ? "low on space, writes are refused: the data folder" : null;
  }

  @Override
  public void close() {
    volume.close();
    folder.close();
  }
}
