package dev.sluice.agent.store.local;

import dev.sluice.agent.store.EngineObjectStore;
import dev.sluice.agent.store.ObjectStore;
import dev.sluice.agent.store.StoreLimits;
import dev.sluice.agent.store.UploadIds;
import dev.sluice.agent.store.contract.StoreUnderTest;
import dev.sluice.common.model.BucketName;
import dev.sluice.common.model.ObjectKey;
import java.io.IOException;
import java.time.InstantSource;

/** A store over plain files in a folder of its own. */
public final class LocalStoreUnderTest implements StoreUnderTest {
  private final OutsideFolder folder;
  private final ObjectStore store;

  private LocalStoreUnderTest(OutsideFolder folder, ObjectStore store) {
    this.folder = folder;
    this.store = store;
  }

  /** Makes one. */
  public static LocalStoreUnderTest open(StoreLimits limits) throws IOException {
    InstantSource clock = InstantSource.system();
    OutsideFolder folder = OutsideFolder.create();
    LocalEngine engine = LocalEngine.open(LocalSettings.of(folder.root()));
    return new LocalStoreUnderTest(
        folder, new EngineObjectStore(engine, limits, clock, new UploadIds(clock)));
  }

  @Override
  public ObjectStore store() {
    return store;
  }

  @Override
  public void makeBucketFromOutside(BucketName bucket) {
    folder.makeBucket(bucket);
  }

  @Override
  public void writeFromOutside(BucketName bucket, ObjectKey key, byte[] bytes) {
    folder.write(bucket, key, bytes);
  }

  @Override
  public void close() throws IOException {
    store.close();
    folder.delete();
  }
}
