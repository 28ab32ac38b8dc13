package dev.sluice.engine.hdfs;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.agent.store.engine.listing.ListScan;
import dev.sluice.agent.store.engine.object.Expectation;
import dev.sluice.common.model.Placement;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The price of an operation to an agent that shares its root, in calls of the namenode. */
final class HdfsSharedCallsTest {
  private final HdfsCalls calls = new HdfsCalls();
  private final HdfsRoot tested = calls.open(HdfsCluster.settings(Placement.SHARED, "agent-1"));

  @BeforeEach
  void begin() {
    tested.put("folder/there", "there");
    calls.clear();
  }

  @AfterEach
  void end() {
    tested.close();
  }

  @Test
  void put_looksForTheBucketAndEntersTheEpoch() {
    tested.put("folder/key", new byte[4096], HdfsRoot.record("tag"));

    assertThat(calls.counted())
        .isEqualTo(
            Map.of(
                "create",
                1,
                "addBlock",
                1,
                HdfsCalls.COMPLETE,
                1,
                "getFileInfo",
                2,
                "setXAttr",
                1,
                "rename2",
                2));
  }

  @Test
  void stat_ofAnObject_costsNothingMore() {
    assertThat(tested.engine().stat(HdfsRoot.name("folder/there"))).isNotNull();

    assertThat(calls.counted()).isEqualTo(Map.of("getFileInfo", 1, "getXAttrs", 1));
  }

  @Test
  void stat_ofNothing_looksTwiceBetweenTwoStamps() {
    assertThat(tested.engine().stat(HdfsRoot.name("folder/none"))).isNull();

    assertThat(calls.counted()).isEqualTo(Map.of("getFileInfo", 3, "getListing", 2));
  }

  @Test
  void deletion_ofAnObject_costsNothingMore() {
    tested.engine().delete(HdfsRoot.name("folder/there"), Expectation.ANYTHING);

    assertThat(calls.counted()).containsEntry("rename2", 1).containsEntry("delete", 2);
  }

  @Test
  void listing_ofAPage_isBetweenTwoStamps() {
    byte[] prefix = "folder/".getBytes(UTF_8);

    assertThat(tested.engine().list(HdfsRoot.BUCKET, new ListScan(prefix, prefix, false, 1000)))
        .hasSize(1);

    assertThat(calls.counted())
        .isEqualTo(Map.of("getFileInfo", 1, "getListing", 4, "getXAttrs", 1));
  }
}
