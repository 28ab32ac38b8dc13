package dev.sluice.agent.store.local;

import dev.sluice.agent.store.engine.EngineSettings;
import dev.sluice.agent.store.engine.ReadableStorage;
import dev.sluice.agent.store.engine.StorageEngine;
import dev.sluice.agent.store.engine.StorageEngineProvider;
import dev.sluice.agent.store.engine.StorageUri;
import dev.sluice.agent.store.local.shared.SharedEngine;
import dev.sluice.agent.store.local.volume.FreeSpaceReserve;
import dev.sluice.common.config.StateFolder;
import dev.sluice.common.model.Placement;
import java.nio.file.Path;
import java.util.Optional;

/** The engine of {@code file:///path}: plain files below a folder of this machine. */
public final class LocalEngineProvider implements StorageEngineProvider {
  private static final String EXPECTED = "an absolute path, such as file:///srv/objects";

  @Override
  public String scheme() {
    return "file";
  }

  @Override
  public Optional<String> expected(StorageUri storage) {
    return storage.folder().isPresent() ? Optional.empty() : Optional.of(EXPECTED);
  }

  @Override
  public boolean isLasting() {
    return true;
  }

  @Override
  public boolean canBeShared() {
    return true;
  }

  @Override
  public Optional<Path> stateFolder(StorageUri storage) {
    return Optional.of(StateFolder.ofDataFolder(root(storage)).path());
  }

  @Override
  public StorageEngine open(StorageUri storage, EngineSettings settings) {
    Path root = root(storage);
    if (!settings.requireExistingStore()) {
      DataFolder.open(root, settings.directoryMode());
    }
    return switch (settings.placement()) {
      case BUCKET -> ReattachingEngine.open(local(root, settings));
      case SHARED -> SharedEngine.open(root, settings);
    };
  }

  @Override
  public ReadableStorage openReadOnly(StorageUri storage, EngineSettings settings) {
    if (settings.placement() == Placement.SHARED) {
      throw new IllegalStateException(
          storage + " is not served read-only with placement: shared (expected: bucket)");
    }
    return ReattachingEngine.openReadOnly(local(root(storage), settings));
  }

  private static Path root(StorageUri storage) {
    return storage
        .folder()
        .orElseThrow(
            () -> new IllegalStateException("%s (expected: %s)".formatted(storage, EXPECTED)));
  }

  private static LocalSettings local(Path root, EngineSettings settings) {
    return new LocalSettings(
        root,
        settings.fsync(),
        settings.fileMode(),
        settings.directoryMode(),
        settings.snapshotBytes(),
        settings.uploadBytes(),
        settings.listingStaleness(),
        settings.clock(),
        settings.maximumUploads(),
        new FreeSpaceReserve(settings.minimumFreeBytes(), settings.minimumFreePercent()),
        settings.requireExistingStore(),
        settings.followBucketLinks());
  }
}
