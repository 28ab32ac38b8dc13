package dev.sluice.engine.alluxio;

import dev.sluice.agent.store.contract.ReadOnlyContract;
import dev.sluice.agent.store.engine.ReadOnlyEngine;
import dev.sluice.agent.store.engine.StorageEngine;
import dev.sluice.common.model.BucketName;
import dev.sluice.common.model.ObjectKey;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;

/** The read-only contract over a root in Alluxio that another agent writes to. */
@Execution(ExecutionMode.CONCURRENT)
final class AlluxioReadOnlyTest extends ReadOnlyContract {
  @Override
  protected ReadOnlyUnderTest open() {
    AlluxioCluster cluster = AlluxioCluster.shared();
    String root = cluster.newRoot();
    StorageEngine engine = cluster.open(root);
    return new OnAlluxio(
        new AlluxioOutside(cluster.files(), root),
        engine,
        new ReadOnlyEngine(
            cluster.provider().openReadOnly(cluster.uri(root), AlluxioCluster.settings())));
  }

  private record OnAlluxio(AlluxioOutside outside, StorageEngine engine, ReadOnlyEngine readable)
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
