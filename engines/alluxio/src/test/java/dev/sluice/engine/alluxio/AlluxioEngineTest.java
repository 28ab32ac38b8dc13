package dev.sluice.engine.alluxio;

import dev.sluice.agent.store.contract.EngineUnderTest;
import dev.sluice.agent.store.contract.UnversionedEngineContract;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;

/** The engine contract over Alluxio. */
@Execution(ExecutionMode.CONCURRENT)
final class AlluxioEngineTest extends UnversionedEngineContract {
  @Override
  protected EngineUnderTest open() {
    AlluxioCluster cluster = AlluxioCluster.shared();
    String root = cluster.newRoot();
    return new AlluxioUnderTest(cluster.open(root), new AlluxioOutside(cluster.files(), root));
  }
}
