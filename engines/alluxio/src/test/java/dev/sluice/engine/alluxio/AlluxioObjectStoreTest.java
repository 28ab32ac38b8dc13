package dev.sluice.engine.alluxio;

import dev.sluice.agent.service.ServedStoreUnderTest;
import dev.sluice.agent.store.EngineObjectStore;
import dev.sluice.agent.store.ObjectStore;
import dev.sluice.agent.store.StoreLimits;
import dev.sluice.agent.store.UploadIds;
import dev.sluice.agent.store.contract.ObjectStoreContract;
import dev.sluice.agent.store.contract.StoreUnderTest;
import dev.sluice.agent.store.engine.StorageEngine;
import dev.sluice.common.model.BucketName;
import dev.sluice.common.model.ObjectKey;
import java.time.InstantSource;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;

/**
 * The contract of the object store over Alluxio, through gRPC: what a caller in the same process
 * would do differently is the same for all engines, and is held against the contract over local
 * files.
 */
@Execution(ExecutionMode.CONCURRENT)
final class AlluxioObjectStoreTest extends ObjectStoreContract {
  @Override
  protected StoreUnderTest open(StoreLimits limits) {
    AlluxioCluster cluster = AlluxioCluster.shared();
    String root = cluster.newRoot();
    InstantSource clock = InstantSource.system();
    StorageEngine engine = cluster.open(root);
    StoreUnderTest direct =
        new OnAlluxio(
            new EngineObjectStore(engine, limits, clock, new UploadIds(clock)),
            new AlluxioOutside(cluster.files(), root));
    return ServedStoreUnderTest.framed(direct, engine::device);
  }

  private record OnAlluxio(ObjectStore store, AlluxioOutside outside) implements StoreUnderTest {
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
