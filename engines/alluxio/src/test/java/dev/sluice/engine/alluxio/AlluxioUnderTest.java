package dev.sluice.engine.alluxio;

import dev.sluice.agent.store.contract.EngineUnderTest;
import dev.sluice.agent.store.engine.StorageEngine;
import dev.sluice.common.model.BucketName;
import dev.sluice.common.model.ObjectKey;

/**
 * An engine on Alluxio as the engine contract tests it.
 *
 * @param outside of its root
 */
record AlluxioUnderTest(StorageEngine engine, AlluxioOutside outside) implements EngineUnderTest {
  @Override
  public void writeFromOutside(BucketName bucket, ObjectKey key, byte[] bytes) {
    outside.write(bucket, key, bytes);
  }

  @Override
  public void close() {
    engine.close();
  }
}
