package dev.sluice.engine.hdfs;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.agent.store.engine.object.Expectation;
import dev.sluice.agent.store.engine.object.OpenObject;
import dev.sluice.agent.store.engine.object.Replaced;
import dev.sluice.agent.store.engine.object.SealedStage;
import dev.sluice.agent.store.engine.object.Stage;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.Objects;
import java.util.Random;
import org.apache.hadoop.hdfs.MiniDFSCluster;
import org.apache.hadoop.hdfs.MiniDFSCluster.DataNodeProperties;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.Isolated;

/** A datanode that ends in the middle of a request: HDFS survives it, and so does the request. */
@Isolated("others have blocks that only one datanode has")
final class HdfsDatanodeTest {
  /** Several blocks. */
  private static final int BYTES = 5 << 20;

  private static final HdfsCluster CLUSTER = HdfsCluster.shared();

  private final MiniDFSCluster daemons = CLUSTER.daemons();
  private final byte[] content = content();

  private static byte[] content() {
    byte[] content = new byte[BYTES];
    new Random(3).nextBytes(content);
    return content;
  }

  private static ByteBuffer read(OpenObject open, int from, int to) {
    ByteBuffer bytes = ByteBuffer.allocate(to - from);
    open.read(from, bytes);
    return bytes.flip();
  }

  @Test
  void datanodesThatEndInTheMiddleOfAWrite_costNothing() throws Exception {
    try (HdfsRoot tested = HdfsRoot.of(CLUSTER.openReplicated(CLUSTER.newRoot()))) {
      DataNodeProperties stopped = null;
      try (Stage stage = tested.stage(new byte[0])) {
        stage.write(ByteBuffer.wrap(content, 0, BYTES / 2));
        stopped = daemons.stopDataNode(0);
        stage.write(ByteBuffer.wrap(content, BYTES / 2, BYTES - BYTES / 2));
        try (SealedStage sealed =
            tested.engine().seal(HdfsRoot.name("key"), stage, HdfsRoot.record("tag"))) {
          tested.engine().publish(sealed, Expectation.ABSENT, Replaced.DROPPED);
        }
      } finally {
        restart(stopped);
      }
      try (OpenObject open = Objects.requireNonNull(tested.engine().open(HdfsRoot.name("key")))) {
        assertThat(read(open, 0, BYTES)).isEqualTo(ByteBuffer.wrap(content));
      }
    }
  }

  @Test
  void datanodesThatEndInTheMiddleOfARead_costNothing() throws Exception {
    try (HdfsRoot tested = HdfsRoot.of(CLUSTER.openReplicated(CLUSTER.newRoot()))) {
      tested.put("key", content, HdfsRoot.record("tag"));
      DataNodeProperties first = null;
      DataNodeProperties second = null;
      try (OpenObject open = Objects.requireNonNull(tested.engine().open(HdfsRoot.name("key")))) {
        assertThat(read(open, 0, 1000)).isEqualTo(ByteBuffer.wrap(content, 0, 1000));
        first = daemons.stopDataNode(0);
        second = daemons.stopDataNode(0);
        assertThat(read(open, 1000, BYTES)).isEqualTo(ByteBuffer.wrap(content, 1000, BYTES - 1000));
        assertThat(open.unchanged()).isTrue();
      } finally {
        restart(first, second);
      }
    }
  }

  private void restart(@Nullable DataNodeProperties... stopped) throws IOException {
    for (DataNodeProperties datanode : stopped) {
      if (datanode != null) {
        assertThat(daemons.restartDataNode(datanode, true)).isTrue();
      }
    }
    daemons.waitActive();
  }
}
