package dev.sluice.agent.store.local;

import dev.sluice.agent.store.contract.ReadOnlyContract;
import dev.sluice.agent.store.engine.ReadOnlyEngine;
import dev.sluice.agent.store.engine.StorageEngine;
import dev.sluice.common.model.BucketName;
import dev.sluice.common.model.ObjectKey;
import java.io.IOException;

/** The read-only contract over a folder that another agent writes to. */
final class LocalReadOnlyTest extends ReadOnlyContract {
  @Override
  protected ReadOnlyUnderTest open() throws IOException {
    OutsideFolder folder = OutsideFolder.create();
    LocalSettings settings = LocalSettings.of(folder.root());
    LocalEngine engine = LocalEngine.open(settings);
    return new OnDisk(folder, engine, new ReadOnlyEngine(ReadOnlyFolder.open(settings)));
  }

  private record OnDisk(OutsideFolder folder, StorageEngine engine, ReadOnlyEngine readable)
      implements ReadOnlyUnderTest {
    @Override
    public void writeFromOutside(BucketName bucket, ObjectKey key, byte[] bytes) {
      folder.write(bucket, key, bytes);
    }

    @Override
    public void close() throws IOException {
      readable.close();
      engine.close();
      folder.delete();
    }
  }
}
