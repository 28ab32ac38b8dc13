package dev.sluice.engine.hdfs;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.agent.store.engine.Placement;
import dev.sluice.agent.store.engine.listing.ListScan;
import dev.sluice.agent.store.engine.object.Expectation;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What an operation costs an agent that shares its root, in calls of the namenode. */
final class HdfsSharedCallsTest {
  private static final String COMPLETE = "complete";

  private final ConcurrentMap<String, Integer> calls = new ConcurrentHashMap<>();
  private final HdfsHook hook = new HdfsHook(call -> calls.merge(call.method(), 1, Integer::sum));
  private final HdfsRoot tested =
      hook.open(HdfsCluster.shared().newRoot(), HdfsCluster.settings(Placement.SHARED, "agent-1"));

  @BeforeEach
  void begin() {
    tested.put("folder/there", "there");
    calls.clear();
  }

  @AfterEach
  void end() {
    tested.close();
  }

  private Map<String, Integer> counted() {
    // The client asks for these once, not for each operation.
    calls.keySet().removeIf(name -> name.equals("renewLease") || name.startsWith("getServer"));
    calls.computeIfPresent(COMPLETE, (_, _) -> 1);
    return Map.copyOf(calls);
  }

  @Test
  void put_looksForTheBucketAndEntersTheEpoch() {
    tested.put("folder/key", new byte[4096], HdfsRoot.record("tag"));

    assertThat(counted())
        .isEqualTo(
            Map.of(
                "create",
                1,
                "addBlock",
                1,
                COMPLETE,
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

    assertThat(counted()).isEqualTo(Map.of("getFileInfo", 1, "getXAttrs", 1));
  }

  @Test
  void stat_ofNothing_looksTwiceBetweenTwoStamps() {
    assertThat(tested.engine().stat(HdfsRoot.name("folder/none"))).isNull();

    assertThat(counted()).isEqualTo(Map.of("getFileInfo", 3, "getListing", 2));
  }

  @Test
  void deletion_ofAnObject_costsNothingMore() {
    tested.engine().delete(HdfsRoot.name("folder/there"), Expectation.ANYTHING);

    assertThat(counted()).containsEntry("rename2", 1).containsEntry("delete", 2);
  }

  @Test
  void listing_ofAPage_isBetweenTwoStamps() {
    byte[] prefix = "folder/".getBytes(UTF_8);

    assertThat(tested.engine().list(HdfsRoot.BUCKET, new ListScan(prefix, prefix, false, 1000)))
        .hasSize(1);

    assertThat(counted()).isEqualTo(Map.of("getFileInfo", 1, "getListing", 4, "getXAttrs", 1));
  }
}
