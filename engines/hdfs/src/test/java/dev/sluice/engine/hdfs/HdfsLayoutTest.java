package dev.sluice.engine.hdfs;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.agent.store.engine.SweepAges;
import dev.sluice.agent.store.engine.listing.ListScan;
import dev.sluice.agent.store.engine.listing.ListedEntry;
import dev.sluice.agent.store.engine.object.Expectation;
import dev.sluice.agent.store.engine.object.ObjectRecord;
import dev.sluice.agent.store.engine.upload.UploadArea;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.LocatedFileStatus;
import org.apache.hadoop.fs.Path;
import org.apache.hadoop.fs.RemoteIterator;
import org.apache.hadoop.hdfs.DistributedFileSystem;
import org.apache.hadoop.hdfs.client.HdfsDataInputStream;
import org.apache.hadoop.hdfs.protocol.LocatedBlock;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What other programs see in HDFS of what was stored through the engine. */
final class HdfsLayoutTest {
  private static final HdfsCluster CLUSTER = HdfsCluster.shared();

  private final DistributedFileSystem files = CLUSTER.files();
  private final String root = CLUSTER.newRoot();
  private final HdfsRoot tested = HdfsRoot.open(root);

  @AfterEach
  void close() {
    tested.close();
  }

  private List<String> paths() throws IOException {
    List<String> paths = new ArrayList<>();
    String top = root + "/bucket-one/";
    RemoteIterator<LocatedFileStatus> found = files.listFiles(new Path(top), true);
    while (found.hasNext()) {
      paths.add(found.next().getPath().toUri().getPath().substring(top.length()));
    }
    return paths;
  }

  @Test
  void objects_arePlainFilesAtTheirPaths() throws IOException {
    for (String key : List.of("a", "a/b", "a/c/d", "time 10:30", "x/.snapshot/y", ".snapshot")) {
      tested.put(key, key);
    }

    assertThat(paths())
        .containsExactlyInAnyOrder(
            "a/.%self", "a/b", "a/c/d", ".%xtime 10%3A30", "x/.%x.snapshot/y", ".%x.snapshot");
    for (String key : List.of("a", "a/b", "a/c/d", "time 10:30", "x/.snapshot/y", ".snapshot")) {
      assertThat(tested.read(key)).isEqualTo(key);
    }
    assertThat(keys(""))
        .containsExactly(".snapshot", "a", "a/b", "a/c/d", "time 10:30", "x/.snapshot/y");
  }

  private List<String> keys(String from) {
    return keys(tested, from);
  }

  private static List<String> keys(HdfsRoot listed, String from) {
    return listed
        .engine()
        .list(HdfsRoot.BUCKET, new ListScan(new byte[0], from.getBytes(UTF_8), false, 1000))
        .stream()
        .map(entry -> ((ListedEntry.Key) entry).key().value())
        .toList();
  }

  @Test
  void listing_beginsInTheMiddleOfALargeDirectory() throws IOException {
    for (int i = 0; i < 2500; i++) {
      files.create(new Path(root, "bucket-one/n-%04d".formatted(i))).close();
    }
    tested.put("n-1999/x", "below");
    tested.put("n-1999-b", "beside");

    List<String> keys = keys("n-1998");

    assertThat(keys).startsWith("n-1998", "n-1999", "n-1999-b", "n-1999/x", "n-2000");
    assertThat(keys).hasSize(504).endsWith("n-2499");
    assertThat(keys("n-1999-")).startsWith("n-1999-b", "n-1999/x", "n-2000");
    assertThat(keys("n-1999/")).startsWith("n-1999/x", "n-2000");
    assertThat(keys("n-1999.")).startsWith("n-1999/x", "n-2000");
  }

  @ParameterizedTest
  @ValueSource(strings = {"a", "b"})
  void listing_showsAnObjectThatIsReplacedMeanwhile(String key) {
    HdfsHook hook = new HdfsHook();
    try (HdfsRoot hooked = hook.open(CLUSTER.newRoot())) {
      for (String name : List.of("a", "a/below", "b")) {
        hooked.put(name, "before");
      }
      // The first record that a listing reads of them is that of a, by its second home.
      hook.pauseBefore("getXAttrs", "", () -> hooked.put(key, "after"));

      assertThat(keys(hooked, "")).containsExactly("a", "a/below", "b");
      assertThat(hook.isWaiting()).isFalse();
      assertThat(hooked.read(key)).isEqualTo("after");
    }
  }

  @Test
  void fileFromOutside_isServedAtOnce() throws IOException {
    Path file = new Path(root, "bucket-one/folder/file");
    try (var out = files.create(file)) {
      out.write("text".getBytes(UTF_8));
    }

    assertThat(tested.read("folder/file")).isEqualTo("text");
    assertThat(keys("")).containsExactly("folder/file");
    assertThat(tested.engine().delete(HdfsRoot.name("folder/file"), Expectation.ANYTHING))
        .isNotNull();
    assertThat(files.exists(new Path(root, "bucket-one/folder"))).isFalse();
  }

  @Test
  void completion_movesNoByte() throws IOException {
    UploadArea area = tested.begin("key");
    for (int number = 1; number <= 5; number++) {
      HdfsRoot.part(area, number, ("part " + number + " ").repeat(1000 * number));
    }
    FileStatus[] inner =
        files.listStatus(new Path(root, ".sluice/uploads/bucket-one/open/upload-1"));
    assertThat(inner).hasSize(1);
    Path folder = inner[0].getPath();
    List<Long> before = new ArrayList<>();
    for (int number = 1; number <= 5; number++) {
      before.addAll(blocks(new Path(folder, "part-" + number)));
    }

    tested.complete("key", area);

    assertThat(blocks(new Path(root, "bucket-one/key"))).isEqualTo(before);
    assertThat(files.getXAttrs(new Path(root, "bucket-one/key"))).containsOnlyKeys("user.sluice");
    FileStatus[] left = files.listStatus(new Path(root, ".sluice/uploads/bucket-one/open"));
    assertThat(left).isEmpty();
  }

  private List<Long> blocks(Path path) throws IOException {
    try (HdfsDataInputStream in = (HdfsDataInputStream) files.open(path)) {
      return in.getAllBlocks().stream()
          .map(LocatedBlock::getBlock)
          .map(block -> block.getBlockId())
          .toList();
    }
  }

  @Test
  void recordThatFitsNoAttribute_liesInASidecar_whichGoesOnceNothingPointsToIt()
      throws IOException {
    ObjectRecord record = HdfsRoot.largeRecord(10_000);
    Path sidecars = new Path(root, ".sluice/sidecars");

    tested.put("key", new byte[10_000], record);

    assertThat(Objects.requireNonNull(tested.engine().stat(HdfsRoot.name("key"))).record())
        .isEqualTo(record);
    assertThat(files.listStatus(sidecars)).hasSize(1);
    SweepAges ages = new SweepAges(Instant.now(), Duration.ofDays(1), Duration.ofDays(1));
    assertThat(tested.engine().sweep(ages).stagingRemoved()).isZero();
    assertThat(files.listStatus(sidecars)).hasSize(1);
    tested.put("key", "small");
    assertThat(tested.engine().sweep(ages).stagingRemoved()).isEqualTo(1);
    assertThat(files.listStatus(sidecars)).isEmpty();
  }
}
