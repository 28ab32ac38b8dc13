package dev.sluice.engine.hdfs;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.sluice.agent.store.engine.listing.DelimiterRule;
import dev.sluice.agent.store.engine.object.Expectation;
import dev.sluice.agent.store.engine.object.ExpectationNotMet;
import dev.sluice.agent.store.engine.object.ObjectRecord;
import dev.sluice.agent.store.engine.object.Stage;
import dev.sluice.agent.store.engine.object.StateToken;
import dev.sluice.agent.store.engine.object.StoredObject;
import dev.sluice.agent.store.engine.upload.ListedUpload;
import dev.sluice.agent.store.engine.upload.UploadArea;
import dev.sluice.agent.store.engine.upload.UploadScan;
import java.io.IOException;
import java.util.List;
import java.util.Objects;
import org.apache.hadoop.fs.Path;
import org.apache.hadoop.hdfs.DistributedFileSystem;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/**
 * What an agent still does that was paused in the middle of a change, while the next one took its
 * root over and decided: nothing.
 */
final class HdfsFencingTest {
  private final DistributedFileSystem files = HdfsCluster.shared().files();
  private final String root = HdfsCluster.shared().newRoot();
  private final HdfsHook hook = new HdfsHook();
  private final HdfsRoot first = hook.open(root);
  private @Nullable HdfsRoot second;

  @AfterEach
  void close() {
    first.close();
    if (second != null) {
      second.close();
    }
  }

  private HdfsRoot next() {
    HdfsRoot opened = second;
    if (opened == null) {
      opened = HdfsRoot.open(root);
      second = opened;
    }
    return opened;
  }

  private static StoredObject replace(HdfsRoot by, StateToken expected, ObjectRecord record) {
    return by.engine()
        .replaceRecord(HdfsRoot.name("key"), record, new Expectation.Exactly(expected));
  }

  private static StoredObject object(HdfsRoot by) {
    return Objects.requireNonNull(by.engine().stat(HdfsRoot.name("key")));
  }

  private static ObjectRecord record(int number) {
    return HdfsRoot.record("record-" + number);
  }

  // ---- Records ----

  @Test
  void recordOverOneThatWasReplacedMeanwhile_isNotWritten() {
    StateToken before = first.put("key", "text").state();
    hook.pauseBefore("setXAttr", "name=sluice", () -> replace(next(), before, record(1)));

    HdfsRoot.assertUnavailable(() -> replace(first, before, record(9)));

    assertThat(hook.isWaiting()).isFalse();
    assertThat(object(next()).record()).isEqualTo(record(1));
  }

  @Test
  void recordUnderANumberThatWasRemovedMeanwhile_isNeverRead() throws IOException {
    StateToken before = first.put("key", "text").state();
    hook.pauseBefore(
        "setXAttr",
        "name=sluice",
        () -> replace(next(), replace(next(), before, record(1)).state(), record(2)));

    HdfsRoot.assertUnavailable(() -> replace(first, before, record(9)));

    Path file = new Path(root, "bucket-one/key");
    assertThat(files.getXAttrs(file)).containsOnlyKeys("user.sluice.1", "user.sluice.2");
    assertThat(object(next()).record()).isEqualTo(record(2));
    assertThat(object(first).record()).isEqualTo(record(2));
    assertThat(replace(next(), object(next()).state(), record(3)).record()).isEqualTo(record(3));
    assertThat(files.getXAttrs(file)).containsOnlyKeys("user.sluice.3");
  }

  @Test
  void recordThatFenceComesBehind_isNotAcknowledged() {
    StateToken before = first.put("key", "text").state();
    hook.pauseBefore("getFileInfo", "staging", () -> next().put("key", "newer"));

    HdfsRoot.assertUnavailable(() -> replace(first, before, record(9)));

    assertThat(next().read("key")).isEqualTo("newer");
    assertThat(object(next()).record()).isEqualTo(HdfsRoot.record("tag"));
  }

  @Test
  void recordOfAFileThatWasReplacedMeanwhile_isNotThatOfTheNewOne() {
    StateToken before = first.put("key", "text").state();
    hook.pauseBefore("setXAttr", "name=sluice", () -> next().put("key", "newer"));

    HdfsRoot.assertUnavailable(() -> replace(first, before, record(9)));

    assertThat(object(next()).record()).isEqualTo(HdfsRoot.record("tag"));
  }

  @Test
  void firstRecordOfAFileFromOutside_isWrittenByOne() throws IOException {
    try (var out = files.create(new Path(root, "bucket-one/key"))) {
      out.write("outside".getBytes(UTF_8));
    }
    StateToken before = object(first).state();
    hook.pauseBefore("setXAttr", "name=sluice", () -> replace(next(), before, record(1)));

    HdfsRoot.assertUnavailable(() -> replace(first, before, record(9)));

    assertThat(object(next()).record()).isEqualTo(record(1));
  }

  @Test
  void largeRecordThatCameLate_leavesNothingButTheSidecarOfTheNewerOne() throws IOException {
    ObjectRecord large = HdfsRoot.largeRecord(10_000);
    StateToken before = first.put("key", new byte[10_000], HdfsRoot.record("tag")).state();
    hook.pauseBefore("setXAttr", "name=sluice", () -> replace(next(), before, large));

    HdfsRoot.assertUnavailable(() -> replace(first, before, large));

    assertThat(object(next()).record()).isEqualTo(large);
    assertThat(files.listStatus(new Path(root, ".sluice/sidecars"))).hasSize(1);
  }

  @Test
  void recordsOfTwoCallers_oneIsNotMet() {
    StateToken before = first.put("key", "text").state();
    replace(first, before, record(1));

    assertThat(
            catchThrowableOfType(ExpectationNotMet.class, () -> replace(first, before, record(2))))
        .isNotNull();
    assertThat(object(first).record()).isEqualTo(record(1));
  }

  // ---- Uploads ----

  private static List<Integer> numbers(HdfsRoot by) {
    return List.copyOf(by.upload().parts().keySet());
  }

  private UploadArea beginWithTwoParts() {
    UploadArea area = first.begin("key");
    HdfsRoot.part(area, 1, "one");
    HdfsRoot.part(area, 2, "two");
    return area;
  }

  private void assertNotTakenByTheFirst() {
    assertThat(hook.isWaiting()).isFalse();
    HdfsRoot.assertUnavailable(() -> numbers(first));
  }

  @Test
  void partThatWasNotYetDescribed_isNotCommitted() {
    UploadArea area = beginWithTwoParts();
    hook.pauseBefore("setXAttr", "new-", () -> HdfsRoot.part(next().upload(), 3, "next"));

    HdfsRoot.assertUnavailable(() -> HdfsRoot.part(area, 3, "late"));

    assertNotTakenByTheFirst();
    next().complete("key", next().upload());
    assertThat(next().read("key")).isEqualTo("onetwonext");
  }

  @Test
  void partThatWasNotYetCommitted_isNotOverANewerOne() {
    UploadArea area = beginWithTwoParts();
    hook.pauseBefore("rename2", "/part-1", () -> HdfsRoot.part(next().upload(), 1, "next"));

    HdfsRoot.assertUnavailable(() -> HdfsRoot.part(area, 1, "late"));

    HdfsRoot.assertUnavailable(() -> HdfsRoot.part(area, 4, "later"));
    assertNotTakenByTheFirst();
    next().complete("key", next().upload());
    assertThat(next().read("key")).isEqualTo("nexttwo");
  }

  @Test
  void completionBeforeItsIntent_completesNothing() {
    assertCompletionPaused("setXAttr", "name=sluice.intent");
  }

  @Test
  void completionBeforeItsJoining_completesNothing() {
    assertCompletionPaused("concat", "");
  }

  @Test
  void completionBeforeItsRecord_completesNothing() {
    assertCompletionPaused("setXAttr", "name=sluice,");
  }

  @Test
  void completionBeforeItsPublishing_completesNothing() {
    assertCompletionPaused("rename2", "bucket-one/key");
  }

  @Test
  void completionBeforeItTakesTheUpload_completesNothing() {
    assertCompletionPaused("rename2", "upload-bucket-one,upload-1");
  }

  private void assertCompletionPaused(String method, String arguments) {
    UploadArea area = beginWithTwoParts();
    hook.pauseBefore(
        method,
        arguments,
        () -> {
          assertThat(next().upload().completion()).isNull();
          assertThat(numbers(next())).containsExactly(1, 2);
          HdfsRoot.part(next().upload(), 3, "next");
        });

    HdfsRoot.assertUnavailable(() -> first.complete("key", area));

    assertNotTakenByTheFirst();
    assertThat(next().engine().stat(HdfsRoot.name("key"))).isNull();
    assertThat(numbers(next())).containsExactly(1, 2, 3);
    next().complete("key", next().upload());
    assertThat(next().read("key")).isEqualTo("onetwonext");
    assertThat(listed(next())).isEmpty();
  }

  @Test
  void completionThatTheNextOneMade_isNotMadeAgain() {
    UploadArea area = beginWithTwoParts();
    hook.pauseBefore(
        "rename2",
        "bucket-one/key",
        () -> {
          next().complete("key", next().upload());
          next().put("key", "newer");
        });

    HdfsRoot.assertUnavailable(() -> first.complete("key", area));

    assertThat(next().read("key")).isEqualTo("newer");
    assertThat(next().upload().completion()).isNotNull();
  }

  @Test
  void completionBeforeItsEnd_isCompleted() {
    UploadArea area = beginWithTwoParts();
    hook.pauseBefore(
        "rename2", "/done/", () -> assertThat(next().upload().completion()).isNotNull());

    HdfsRoot.assertUnavailable(() -> first.complete("key", area));

    assertThat(hook.isWaiting()).isFalse();
    assertThat(listed(next())).isEmpty();
    assertThat(next().read("key")).isEqualTo("onetwo");
    assertThat(next().upload().completion()).isNotNull();
  }

  @Test
  void abort_leavesWhatTheNextOneHas() {
    UploadArea area = beginWithTwoParts();
    hook.pauseBefore("rename2", "gone-", () -> HdfsRoot.part(next().upload(), 3, "next"));

    HdfsRoot.assertUnavailable(area::discard);

    assertNotTakenByTheFirst();
    assertThat(numbers(next())).containsExactly(1, 2, 3);
  }

  @Test
  void uploadOnItsWayFromOneAgentToAnother_isBroughtHome() {
    UploadArea area = beginWithTwoParts();
    HdfsHook onWay = new HdfsHook();
    try (HdfsRoot between = onWay.open(root)) {
      onWay.pauseBefore(
          "getXAttrs", "upload-bucket-one", () -> assertThat(numbers(next())).hasSize(2));

      HdfsRoot.assertUnavailable(() -> numbers(between));

      assertThat(onWay.isWaiting()).isFalse();
      HdfsRoot.assertUnavailable(() -> HdfsRoot.part(area, 3, "late"));
    }
    next().complete("key", next().upload());
    assertThat(next().read("key")).isEqualTo("onetwo");
  }

  @Test
  void uploadThatIsBeingCompleted_isListed() {
    UploadArea area = beginWithTwoParts();
    try (Stage stage = area.assemble(List.copyOf(area.parts().values()))) {
      assertThat(stage.size()).isEqualTo(6);
      assertThat(listed(first)).hasSize(1);
    }
    HdfsRoot.part(area, 3, "three");
    assertThat(numbers(first)).containsExactly(1, 2, 3);
    area.discard();
    assertThat(listed(first)).isEmpty();
    assertThat(first.engine().upload(HdfsRoot.BUCKET, HdfsRoot.UPLOAD)).isNull();
  }

  private static List<ListedUpload> listed(HdfsRoot by) {
    return by.engine()
        .uploads(HdfsRoot.BUCKET, new UploadScan(new DelimiterRule("", ""), new byte[0], "", 10));
  }
}
