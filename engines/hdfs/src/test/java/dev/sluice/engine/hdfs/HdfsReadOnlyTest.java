package dev.sluice.engine.hdfs;

import dev.sluice.agent.store.contract.ReadOnlyContract;
import dev.sluice.agent.store.engine.ReadOnlyEngine;
import dev.sluice.agent.store.engine.StorageEngine;
import dev.sluice.common.model.BucketName;
import dev.sluice.common.model.ObjectKey;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;

/** The read-only contract over a root in HDFS that another agent writes to. */
@Execution(ExecutionMode.CONCURRENT)
final class HdfsReadOnlyTest extends ReadOnlyContract {
  @Override
  protected ReadOnlyUnderTest open() {
    HdfsCluster cluster = HdfsCluster.shared();
    String root = cluster.newRoot();
    StorageEngine engine = cluster.open(root);
    return new OnHdfs(
        new HdfsOutside(cluster.files(), root),
        engine,
        new ReadOnlyEngine(
            cluster.provider().openReadOnly(cluster.uri(root), HdfsCluster.settings())));
  }

  private record OnHdfs(HdfsOutside outside, StorageEngine engine, ReadOnlyEngine readable)
      implements ReadOnlyUnderTest {
    @Override
    public void writeFromOutside(BucketName bucket, ObjectKey key, byte[] bytes) {
      outside.write(bucket, key, bytes);
    }

    @Override
    public void close() {
      readable.close();
      engine.close();
    }
  }
}
