package dev.sluice.engine.hdfs;

import dev.sluice.agent.store.EngineObjectStore;
import dev.sluice.agent.store.ObjectStore;
import dev.sluice.agent.store.StoreLimits;
import dev.sluice.agent.store.UploadIds;
import dev.sluice.agent.store.contract.ObjectStoreContract;
import dev.sluice.agent.store.contract.StoreUnderTest;
import dev.sluice.common.model.BucketName;
import dev.sluice.common.model.ObjectKey;
import java.time.InstantSource;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;

/** The contract of the object store over HDFS. */
@Execution(ExecutionMode.CONCURRENT)
final class HdfsObjectStoreTest extends ObjectStoreContract {
  @Override
  protected StoreUnderTest open(StoreLimits limits) {
    HdfsCluster cluster = HdfsCluster.shared();
    String root = cluster.newRoot();
    InstantSource clock = InstantSource.system();
    return new OnHdfs(
        new EngineObjectStore(cluster.open(root), limits, clock, new UploadIds(clock)),
        new HdfsOutside(cluster.files(), root));
  }

  private record OnHdfs(ObjectStore store, HdfsOutside outside) implements StoreUnderTest {
    @Override
    public void makeBucketFromOutside(BucketName bucket) {
      outside.makeBucket(bucket);
    }

    @Override
    public void writeFromOutside(BucketName bucket, ObjectKey key, byte[] bytes) {
      outside.write(bucket, key, bytes);
    }

    @Override
    public void close() {
      store.close();
    }
  }
}
