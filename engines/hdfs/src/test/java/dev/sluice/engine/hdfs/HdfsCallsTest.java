package dev.sluice.engine.hdfs;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.agent.store.engine.listing.ListScan;
import dev.sluice.agent.store.engine.object.Expectation;
import dev.sluice.agent.store.engine.object.StoredObject;
import dev.sluice.agent.store.engine.upload.UploadArea;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The price of an operation, in calls of the namenode; docs/performance.md gives these numbers. */
final class HdfsCallsTest {
  /** Of which there are as many as it takes until the datanodes have reported a block. */
  private static final String COMPLETE = "complete";

  private final ConcurrentMap<String, Integer> calls = new ConcurrentHashMap<>();
  private final HdfsHook hook = new HdfsHook(call -> calls.merge(call.method(), 1, Integer::sum));
  private final HdfsRoot tested = hook.open(HdfsCluster.shared().newRoot());

  @BeforeEach
  void begin() {
    tested.put("folder/there", "there");
    tested.put("folder/more", "more");
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
  void put_ofFourKibibytes() {
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
                1,
                "setXAttr",
                1,
                "rename2",
                1));
  }

  @Test
  void stat_ofAnObject() {
    assertThat(tested.engine().stat(HdfsRoot.name("folder/there"))).isNotNull();

    assertThat(counted()).isEqualTo(Map.of("getFileInfo", 1, "getXAttrs", 1));
  }

  @Test
  void read_ofAnObject() {
    assertThat(tested.read("folder/there")).isEqualTo("there");

    assertThat(counted())
        .isEqualTo(Map.of("getFileInfo", 2, "getXAttrs", 1, "getBlockLocations", 1));
  }

  @Test
  void replacement_ofARecord() {
    StoredObject before =
        Objects.requireNonNull(tested.engine().stat(HdfsRoot.name("folder/there")));
    calls.clear();

    tested
        .engine()
        .replaceRecord(
            HdfsRoot.name("folder/there"),
            HdfsRoot.record("tagged"),
            new Expectation.Exactly(before.state()));

    assertThat(counted())
        .isEqualTo(Map.of("getFileInfo", 2, "getXAttrs", 1, "setXAttr", 1, "removeXAttr", 1));
    calls.clear();
    assertThat(tested.engine().stat(HdfsRoot.name("folder/there"))).isNotNull();
    assertThat(counted()).isEqualTo(Map.of("getFileInfo", 1, "getXAttrs", 1));
  }

  @Test
  void deletion_ofAnObject() {
    tested.engine().delete(HdfsRoot.name("folder/there"), Expectation.ANYTHING);

    assertThat(counted()).isEqualTo(Map.of("getFileInfo", 2, "rename2", 1, "delete", 1));
  }

  @Test
  void listing_ofAPage() {
    byte[] prefix = "folder/".getBytes(UTF_8);

    assertThat(tested.engine().list(HdfsRoot.BUCKET, new ListScan(prefix, prefix, false, 1000)))
        .hasSize(2);

    assertThat(counted()).isEqualTo(Map.of("getListing", 2, "getXAttrs", 2));
  }

  @Test
  void creation_ofAnUpload_andItsParts() {
    tested.begin("folder/before").discard();
    calls.clear();

    UploadArea area = tested.begin("folder/key");

    assertThat(counted())
        .isEqualTo(Map.of("getFileInfo", 1, "mkdirs", 2, "setXAttr", 1, "rename2", 1));
    calls.clear();
    HdfsRoot.part(tested.upload(), 1, "part");
    assertThat(counted())
        .isEqualTo(Map.of("create", 1, "addBlock", 1, COMPLETE, 1, "setXAttr", 1, "rename2", 1));
    assertThat(area.parts()).hasSize(1);
    calls.clear();
    area.discard();
    assertThat(counted()).isEqualTo(Map.of("rename2", 1, "delete", 1));
  }

  @Test
  void completion_ofParts() {
    UploadArea area = tested.begin("folder/key");
    for (int number = 1; number <= 64; number++) {
      HdfsRoot.part(area, number, "part");
    }
    calls.clear();

    tested.complete("folder/key", area);

    Map<String, Integer> all = counted();
    assertThat(all).containsEntry("concat", 1).doesNotContainKey("addBlock");
    assertThat(all.values().stream().mapToInt(Integer::intValue).sum()).isLessThan(14);
  }
}
