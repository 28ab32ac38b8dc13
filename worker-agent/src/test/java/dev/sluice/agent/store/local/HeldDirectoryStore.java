package dev.sluice.agent.store.local;

import dev.sluice.agent.store.EngineObjectStore;
import dev.sluice.agent.store.ObjectStore;
import dev.sluice.agent.store.StoreLimits;
import dev.sluice.agent.store.UploadIds;
import dev.sluice.agent.store.local.posix.HeldDirectories;
import dev.sluice.common.model.BucketName;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;

/** A store over plain files with a bucket whose directory nobody has read, and nobody can yet. */
public final class HeldDirectoryStore implements AutoCloseable {
  /** The bucket with too many keys for short work. */
  public static final BucketName LARGE = new BucketName("large");

  /** One of its keys. */
  public static final String KEY = "key-1";

  private final HeldDirectories posix = new HeldDirectories();
  private final ObjectStore store;

  private HeldDirectoryStore(Path root) {
    InstantSource clock = InstantSource.system();
    store =
        new EngineObjectStore(
            LocalEngine.open(LocalSettings.of(root), posix),
            StoreLimits.DEFAULTS,
            clock,
            new UploadIds(clock));
  }

  /** Makes one in an empty folder. */
  public static HeldDirectoryStore open(Path root) throws IOException {
    Path bucket = Files.createDirectory(root.resolve(LARGE.value()));
    for (int i = 0; i < HeldDirectories.MANY; i++) {
      Files.createFile(bucket.resolve("key-" + i));
    }
    return new HeldDirectoryStore(root);
  }

  /** The store. */
  public ObjectStore store() {
    return store;
  }

  /** Waits until somebody reads the directory. */
  public void awaitReader() throws InterruptedException {
    posix.reached.await();
  }

  /** Lets the directory be read. */
  public void release() {
    posix.release();
  }

  @Override
  public void close() {
    posix.release();
    store.close();
  }
}
