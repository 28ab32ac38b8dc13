package dev.sluice.engine.hdfs;

import dev.sluice.agent.store.contract.EngineUnderTest;
import dev.sluice.agent.store.contract.UnversionedEngineContract;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;

/** The engine contract over HDFS. */
@Execution(ExecutionMode.CONCURRENT)
final class HdfsEngineTest extends UnversionedEngineContract {
  @Override
  protected EngineUnderTest open() {
    HdfsCluster cluster = HdfsCluster.shared();
    String root = cluster.newRoot();
    return new HdfsUnderTest(cluster.open(root), new HdfsOutside(cluster.files(), root));
  }
}
