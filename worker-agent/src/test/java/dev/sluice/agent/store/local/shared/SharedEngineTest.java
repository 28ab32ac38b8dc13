package dev.sluice.agent.store.local.shared;

import dev.sluice.agent.store.contract.EngineUnderTest;
import dev.sluice.agent.store.contract.InTurn;
import dev.sluice.agent.store.contract.UnversionedEngineContract;
import dev.sluice.agent.store.engine.StorageEngine;
import dev.sluice.agent.store.local.OutsideFolder;
import dev.sluice.common.model.BucketName;
import dev.sluice.common.model.ObjectKey;
import java.io.IOException;

/** The engine contract over two agents on one folder, which are called in turn. */
final class SharedEngineTest extends UnversionedEngineContract {
  @Override
  protected EngineUnderTest open() throws IOException {
    OutsideFolder folder = OutsideFolder.create();
    return new OnDisk(
        folder,
        InTurn.of(
            SharedFixture.open(folder.root(), "agent-1"),
            SharedFixture.open(folder.root(), "agent-2")));
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
