package dev.sluice.engine.hdfs;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.agent.store.engine.listing.ListScan;
import dev.sluice.agent.store.engine.object.Expectation;
import dev.sluice.agent.store.engine.object.StoredObject;
import dev.sluice.agent.store.engine.upload.UploadArea;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The price of an operation, in calls of the namenode; docs/performance.md gives these numbers. */
final class HdfsCallsTest {
  private final HdfsCalls calls = new HdfsCalls();
  private final HdfsRoot tested = calls.open(HdfsCluster.settings());

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

  @Test
  void put_ofFourKibibytes() {
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
                1,
                "setXAttr",
                1,
                "rename2",
                1));
  }

  @Test
  void stat_ofAnObject() {
    assertThat(tested.engine().stat(HdfsRoot.name("folder/there"))).isNotNull();

    assertThat(calls.counted()).isEqualTo(Map.of("getFileInfo", 1, "getXAttrs", 1));
  }

  @Test
  void read_ofAnObject() {
    assertThat(tested.read("folder/there")).isEqualTo("there");

    assertThat(calls.counted())
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

    assertThat(calls.counted())
        .isEqualTo(Map.of("getFileInfo", 2, "getXAttrs", 1, "setXAttr", 1, "removeXAttr", 1));
    calls.clear();
    assertThat(tested.engine().stat(HdfsRoot.name("folder/there"))).isNotNull();
    assertThat(calls.counted()).isEqualTo(Map.of("getFileInfo", 1, "getXAttrs", 1));
  }

  @Test
  void deletion_ofAnObject() {
    tested.engine().delete(HdfsRoot.name("folder/there"), Expectation.ANYTHING);

    assertThat(calls.counted()).isEqualTo(Map.of("getFileInfo", 2, "rename2", 1, "delete", 1));
  }

  @Test
  void listing_ofAPage() {
    byte[] prefix = "folder/".getBytes(UTF_8);

    assertThat(tested.engine().list(HdfsRoot.BUCKET, new ListScan(prefix, prefix, false, 1000)))
        .hasSize(2);

    assertThat(calls.counted()).isEqualTo(Map.of("getListing", 2, "getXAttrs", 2));
  }

  /** What is read ahead of a page is no more than what it holds. */
  @Test
  void listing_ofAFullPage_readsNothingBehindIt() {
    for (int i = 100; i < 160; i++) {
      tested.put("many/" + i, "");
    }
    byte[] prefix = "many/".getBytes(UTF_8);
    for (int limit : new int[] {1, 2, 3, 40}) {
      calls.clear();

      assertThat(tested.engine().list(HdfsRoot.BUCKET, new ListScan(prefix, prefix, false, limit)))
          .hasSize(limit);

      assertThat(calls.counted()).containsEntry("getXAttrs", limit);
    }
  }

  @Test
  void creation_ofAnUpload_andItsParts() {
    tested.begin("folder/before").discard();
    calls.clear();

    UploadArea area = tested.begin("folder/key");

    assertThat(calls.counted())
        .isEqualTo(Map.of("getFileInfo", 1, "mkdirs", 2, "setXAttr", 1, "rename2", 1));
    calls.clear();
    HdfsRoot.part(tested.upload(), 1, "part");
    assertThat(calls.counted())
        .isEqualTo(
            Map.of(
                "create",
                1,
                "addBlock",
                1,
                HdfsCalls.COMPLETE,
                1,
                "setXAttr",
                1,
                "rename2",
                1,
                "getFileInfo",
                1));
    assertThat(area.parts()).hasSize(1);
    calls.clear();
    area.discard();
    assertThat(calls.counted()).isEqualTo(Map.of("rename2", 1, "delete", 1));
  }

  @Test
  void completion_ofParts() {
    UploadArea area = tested.begin("folder/key");
    for (int number = 1; number <= 64; number++) {
      HdfsRoot.part(area, number, "part");
    }
    calls.clear();

    tested.complete("folder/key", area);

    Map<String, Integer> all = calls.counted();
    assertThat(all).containsEntry("concat", 1).doesNotContainKey("addBlock");
    assertThat(all.values().stream().mapToInt(Integer::intValue).sum()).isLessThan(14);
  }
}
