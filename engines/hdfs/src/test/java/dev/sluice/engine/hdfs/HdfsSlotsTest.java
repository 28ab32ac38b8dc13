package dev.sluice.engine.hdfs;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.agent.store.engine.SweepAges;
import dev.sluice.common.model.KeySlot;
import dev.sluice.common.model.ObjectKey;
import dev.sluice.common.model.Placement;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.Path;
import org.apache.hadoop.hdfs.DistributedFileSystem;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What agents that share a root keep: the slots that they own, and their staging folders. */
final class HdfsSlotsTest {
  private static final int MOST = 3;

  private final DistributedFileSystem files = HdfsCluster.shared().files();
  private final String root = HdfsCluster.shared().newRoot();
  private final HdfsRoot first = HdfsRoot.of(HdfsCluster.shared().openShared(root, "first"));
  private final HdfsRoot second = HdfsRoot.of(HdfsCluster.shared().openShared(root, "second"));

  @AfterEach
  void close() {
    first.close();
    second.close();
  }

  // ---- Slots ----

  private HdfsSharedSlots slots(HdfsClient client) {
    HdfsPaths paths = new HdfsPaths(root);
    return new HdfsSharedSlots(
        client,
        paths,
        new HdfsStaging(client, paths, "third.run"),
        new HdfsRemains(client),
        new HdfsBuckets(client, paths, () -> 0, Placement.SHARED),
        MOST);
  }

  /** Keys of slots that are all different. */
  private static List<ObjectKey> keysOfSlots(int count) {
    List<ObjectKey> keys =
        IntStream.range(0, 1000).mapToObj(i -> new ObjectKey("key-" + i)).toList();
    return keys.stream()
        .filter(
            key ->
                keys.stream()
                    .takeWhile(other -> !other.equals(key))
                    .noneMatch(other -> slotOf(other).equals(slotOf(key))))
        .limit(count)
        .toList();
  }

  private static String slotOf(ObjectKey key) {
    return KeySlot.of(HdfsRoot.BUCKET, key).toString();
  }

  @Test
  void slotsThatAreRemembered_areBounded_andOthersAreTakenAnew() {
    try (HdfsClient client = HdfsCluster.shared().client()) {
      HdfsSharedSlots tested = slots(client);
      List<ObjectKey> keys = keysOfSlots(MOST + 1);
      HdfsEpoch forgotten = tested.of(HdfsRoot.BUCKET, keys.getFirst());

      keys.forEach(key -> tested.of(HdfsRoot.BUCKET, key));

      assertThat(tested.owned()).isEqualTo(MOST);
      assertThat(forgotten.isOver()).isFalse();
      HdfsEpoch anew = tested.of(HdfsRoot.BUCKET, keys.getFirst());
      assertThat(anew.id()).isNotEqualTo(forgotten.id());
      assertThat(forgotten.isOver()).isTrue();
      assertThat(anew.isOver()).isFalse();
      assertThat(tested.of(HdfsRoot.BUCKET, keys.getFirst())).isSameAs(anew);
    }
  }

  // ---- Staging folders ----

  private Path staging(String agent) throws IOException {
    return stagings()
        .filter(path -> path.getName().startsWith(agent + "."))
        .findFirst()
        .orElseThrow();
  }

  private Stream<Path> stagings() throws IOException {
    return Arrays.stream(files.listStatus(new Path(root, ".sluice/staging")))
        .map(FileStatus::getPath);
  }

  private void leaveAlone(Path folder, Duration since) throws IOException {
    files.setTimes(folder, Instant.now().minus(since).toEpochMilli(), -1);
  }

  private static void sweep(HdfsRoot by) {
    var _ = by.engine().sweep(new SweepAges(Instant.now(), Duration.ofDays(1), Duration.ofDays(1)));
  }

  @Test
  void stagingFolderOfAnAgentThatNeverCameBack_isRemoved() throws IOException {
    Path abandoned = staging("second");
    files.create(new Path(abandoned, "stage-1")).close();
    leaveAlone(abandoned, HdfsStagings.ABANDONED_AFTER.plusDays(1));

    sweep(first);

    assertThat(stagings()).containsExactly(staging("first"));
  }

  @Test
  void stagingFolderOfAnAgentThatSweeps_stays() throws IOException {
    Path idle = staging("second");
    leaveAlone(idle, HdfsStagings.ABANDONED_AFTER.plusDays(1));
    sweep(second);
    leaveAlone(staging("first"), HdfsStagings.ABANDONED_AFTER.minusDays(1));

    sweep(first);
    sweep(second);

    assertThat(stagings()).hasSize(2).contains(idle);
  }

  @Test
  void agentWhoseStagingFolderWasTakenAway_goesOnAfterItsSweep() throws IOException {
    leaveAlone(staging("second"), HdfsStagings.ABANDONED_AFTER.plusDays(1));
    sweep(first);

    sweep(second);
    second.put("key", "text");

    assertThat(first.read("key")).isEqualTo("text");
  }
}
