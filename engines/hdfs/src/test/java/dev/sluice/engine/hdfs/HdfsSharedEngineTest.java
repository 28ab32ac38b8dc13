package dev.sluice.engine.hdfs;

import dev.sluice.agent.store.contract.EngineUnderTest;
import dev.sluice.agent.store.contract.InTurn;
import dev.sluice.agent.store.contract.UnversionedEngineContract;
import dev.sluice.agent.store.engine.StorageEngine;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;

/** The engine contract over two agents on one root of HDFS, which are called in turn. */
@Execution(ExecutionMode.CONCURRENT)
final class HdfsSharedEngineTest extends UnversionedEngineContract {
  @Override
  protected EngineUnderTest open() {
    HdfsCluster cluster = HdfsCluster.shared();
    String root = cluster.newRoot();
    StorageEngine inTurn =
        InTurn.of(cluster.openShared(root, "agent-1"), cluster.openShared(root, "agent-2"));
    return new HdfsUnderTest(inTurn, new HdfsOutside(cluster.files(), root));
  }
}
