package dev.sluice.engine.hdfs;

import dev.sluice.agent.store.contract.EngineUnderTest;
import dev.sluice.agent.store.contract.UnversionedEngineContract;
import dev.sluice.agent.store.engine.StorageEngine;
import dev.sluice.common.model.BucketName;
import dev.sluice.common.model.ObjectKey;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;

/** The engine contract over HDFS. */
@Execution(ExecutionMode.CONCURRENT)
final class HdfsEngineTest extends UnversionedEngineContract {
  @Override
  protected EngineUnderTest open() {
    HdfsCluster cluster = HdfsCluster.shared();
    String root = cluster.newRoot();
    return new OnHdfs(cluster.open(root), new HdfsOutside(cluster.files(), root));
  }

  private record OnHdfs(StorageEngine engine, HdfsOutside outside) implements EngineUnderTest {
    @Override
    public void writeFromOutside(BucketName bucket, ObjectKey key, byte[] bytes) {
      outside.write(bucket, key, bytes);
    }

    @Override
    public void close() {
      engine.close();
    }
  }
}
