package dev.sluice.agent.store.local;

import dev.sluice.agent.store.EngineObjectStore;
import dev.sluice.agent.store.ObjectStore;
import dev.sluice.agent.store.StoreLimits;
import dev.sluice.agent.store.UploadIds;
import dev.sluice.agent.store.contract.ObjectStoreContract;
import dev.sluice.agent.store.contract.StoreUnderTest;
import dev.sluice.common.model.BucketName;
import dev.sluice.common.model.ObjectKey;
import java.io.IOException;
import java.time.InstantSource;

/** The contract over plain files. */
final class LocalObjectStoreTest extends ObjectStoreContract {
  @Override
  protected StoreUnderTest open(StoreLimits limits) throws IOException {
    InstantSource clock = InstantSource.system();
    OutsideFolder folder = OutsideFolder.create();
    LocalEngine engine = LocalEngine.open(LocalSettings.of(folder.root()));
    return new OnDisk(folder, new EngineObjectStore(engine, limits, clock, new UploadIds(clock)));
  }

  private record OnDisk(OutsideFolder folder, ObjectStore store) implements StoreUnderTest {
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
}
