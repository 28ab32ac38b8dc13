package dev.sluice.agent.store.local;

import dev.sluice.agent.store.contract.EngineUnderTest;
import dev.sluice.agent.store.contract.UnversionedEngineContract;
import dev.sluice.agent.store.engine.StorageEngine;
import dev.sluice.agent.store.local.posix.Posix;
import dev.sluice.common.model.BucketName;
import dev.sluice.common.model.ObjectKey;
import java.io.IOException;

/** The engine contract over a temporary folder. */
abstract class LocalEngineContract extends UnversionedEngineContract {
  private final Posix posix;

  LocalEngineContract(Posix posix) {
    this.posix = posix;
  }

  @Override
  protected EngineUnderTest open() throws IOException {
    OutsideFolder folder = OutsideFolder.create();
    return new OnDisk(folder, LocalEngine.open(LocalSettings.of(folder.root()), posix));
  }

  private record OnDisk(OutsideFolder folder, StorageEngine engine) implements EngineUnderTest {
    @Override
    public void writeFromOutside(BucketName bucket, ObjectKey key, byte[] bytes) {
      folder.write(bucket, key, bytes);
    }

    @Override
    public void close() throws IOException {
      engine.close();
      folder.delete();
    }
  }
}
