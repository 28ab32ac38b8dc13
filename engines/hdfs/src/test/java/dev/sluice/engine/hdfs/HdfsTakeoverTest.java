package dev.sluice.engine.hdfs;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.sluice.agent.store.engine.EngineFeature;
import dev.sluice.agent.store.engine.bucket.BucketRecord;
import dev.sluice.agent.store.engine.bucket.BucketSettings;
import dev.sluice.agent.store.engine.listing.ListScan;
import dev.sluice.agent.store.engine.listing.ListedEntry;
import dev.sluice.agent.store.engine.object.Deleted;
import dev.sluice.agent.store.engine.object.Expectation;
import dev.sluice.agent.store.engine.object.ExpectationNotMet;
import dev.sluice.agent.store.engine.object.Replaced;
import dev.sluice.agent.store.engine.object.SealedStage;
import dev.sluice.agent.store.engine.object.Stage;
import dev.sluice.agent.store.engine.object.StateToken;
import dev.sluice.agent.store.engine.object.StoredObject;
import dev.sluice.common.model.KeySlot;
import dev.sluice.common.model.ObjectKey;
import dev.sluice.common.model.Placement;
import dev.sluice.common.model.StorageException;
import dev.sluice.v1.FailureReason;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.Path;
import org.apache.hadoop.hdfs.DistributedFileSystem;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/**
 * Two agents on one root. The first is paused at some step of a change, the second takes the slot
 * over and decides, and the first goes on: it changes nothing, and answers nothing that it saw
 * before.
 */
final class HdfsTakeoverTest {
  private static final int MOVES = 1000;
  private static final int ENDED = -1;
  private static final int ATTEMPTS_OF_AN_SDK = 3;

  private final DistributedFileSystem files = HdfsCluster.shared().files();
  private final String root = HdfsCluster.shared().newRoot();
  private final HdfsHook hook = new HdfsHook();
  private final HdfsRoot first = hook.open(root, HdfsCluster.settings(Placement.SHARED, "first"));
  private final HdfsRoot second = HdfsRoot.of(HdfsCluster.shared().openShared(root, "second"));

  @AfterEach
  void close() {
    first.close();
    second.close();
  }

  private static StoredObject put(HdfsRoot by, String key, String text, Expectation expectation) {
    try (Stage stage = by.stage(text.getBytes(UTF_8));
        SealedStage sealed = by.engine().seal(HdfsRoot.name(key), stage, HdfsRoot.record("tag"))) {
      return by.engine().publish(sealed, expectation, Replaced.DROPPED);
    }
  }

  private static StateToken state(HdfsRoot by, String key) {
    return Objects.requireNonNull(by.engine().stat(HdfsRoot.name(key)), key).state();
  }

  private static String slot(String key) {
    return "slots/" + KeySlot.of(HdfsRoot.BUCKET, new ObjectKey(key));
  }

  private Path folderOf(String key) {
    return new Path(root, ".sluice/" + slot(key));
  }

  // ---- Publishing ----

  @Test
  void putThatHasNotEnteredYet_isDecidedInTheNextEpoch() {
    first.put("key", "old");
    hook.pauseBefore("rename2", "staging", () -> second.put("key", "second"));

    first.put("key", "first");

    assertThat(hook.isWaiting()).isFalse();
    assertThat(second.read("key")).isEqualTo("first");
  }

  @Test
  void putThatComparedBeforeATakeover_comparesAgain() {
    StateToken old = first.put("key", "old").state();
    hook.pauseBefore("rename2", "staging", () -> second.put("key", "second"));

    assertThatThrownBy(() -> put(first, "key", "first", new Expectation.Exactly(old)))
        .isInstanceOf(ExpectationNotMet.class);

    assertThat(hook.isWaiting()).isFalse();
    assertThat(first.read("key")).isEqualTo("second");
  }

  @Test
  void putRightBeforeItsRenaming_isFenced() {
    StateToken old = first.put("key", "old").state();
    hook.pauseBefore("rename2", "bucket-one/key", () -> second.put("key", "second"));

    HdfsRoot.assertUnavailable(
        () -> put(first, "key", "first", new Expectation.Exactly(old)).state());

    assertThat(hook.isWaiting()).isFalse();
    assertThat(first.read("key")).isEqualTo("second");
    assertThat(first.put("key", "again")).isNotNull();
    assertThat(second.read("key")).isEqualTo("again");
  }

  @Test
  void putOfAnAbsentKeyRightBeforeItsRenaming_isFenced() {
    first.put("key", "old");
    first.engine().delete(HdfsRoot.name("key"), Expectation.ANYTHING);
    hook.pauseBefore(
        "rename2",
        "bucket-one/key",
        () -> {
          second.put("key", "second");
          second.engine().delete(HdfsRoot.name("key"), Expectation.ANYTHING);
        });

    HdfsRoot.assertUnavailable(() -> put(first, "key", "first", Expectation.ABSENT).state());

    assertThat(second.engine().stat(HdfsRoot.name("key"))).isNull();
  }

  @Test
  void expectationThatWasNotMetBeforeATakeover_isComparedAgain() {
    first.put("key", "old");
    hook.pauseBefore(
        "getFileInfo",
        slot("key"),
        () -> second.engine().delete(HdfsRoot.name("key"), Expectation.ANYTHING));

    assertThat(first.engine().delete(HdfsRoot.name("key"), Expectation.ABSENT))
        .isEqualTo(Deleted.NOTHING);
    assertThat(hook.isWaiting()).isFalse();
  }

  @Test
  void takeoverThatLeavesTheFenceOut_isFound() {
    HdfsHook broken = new HdfsHook();
    try (HdfsRoot third = broken.open(root, HdfsCluster.settings(Placement.SHARED, "third"))) {
      StateToken old = first.put("key", "old").state();
      hook.pauseBefore(
          "rename2",
          "bucket-one/key",
          () -> {
            broken.pauseBefore("rename2", "/earlier-", HdfsTakeoverTest::leaveOut);
            third.put("key", "third");
          });

      StoredObject late = put(first, "key", "first", new Expectation.Exactly(old));

      assertThat(broken.isWaiting()).isFalse();
      assertThat(state(third, "key")).as("an acknowledged put is lost").isEqualTo(late.state());
    }
  }

  /** The call is not made, and looks as if there were nothing to fence. */
  private static void leaveOut() {
    HdfsTakeoverTest.<RuntimeException>fail(new FileNotFoundException("left out"));
  }

  @SuppressWarnings("unchecked")
  private static <E extends Exception> void fail(Exception failure) throws E {
    throw (E) failure;
  }

  // ---- Deleting ----

  @Test
  void deletionRightBeforeItsRenaming_decidesAgain() {
    StateToken old = first.put("key", "old").state();
    hook.pauseBefore("rename2", "gone", () -> second.put("key", "second"));

    assertThatThrownBy(
            () -> first.engine().delete(HdfsRoot.name("key"), new Expectation.Exactly(old)))
        .isInstanceOf(ExpectationNotMet.class);

    assertThat(hook.isWaiting()).isFalse();
    assertThat(first.read("key")).isEqualTo("second");
  }

  @Test
  void nothingToDelete_isNotSaidOfWhatThereWasBeforeATakeover() {
    first.put("key", "old");
    first.engine().delete(HdfsRoot.name("key"), Expectation.ANYTHING);
    hook.pauseBefore("getFileInfo", slot("key"), () -> second.put("key", "second"));

    assertThat(first.engine().delete(HdfsRoot.name("key"), Expectation.ANYTHING))
        .isEqualTo(Deleted.OBJECT);

    assertThat(second.engine().stat(HdfsRoot.name("key"))).isNull();
  }

  // ---- Moves ----

  @Test
  void moveInTheMiddle_isBroughtHomeByWhoTakesOver() {
    first.put("a", "text");
    hook.pauseBefore("rename2", "/directory, ", () -> second.put("a/c", "second"));

    HdfsRoot.assertUnavailable(() -> first.put("a/b", "first").state());

    assertThat(hook.isWaiting()).isFalse();
    assertThat(second.read("a")).isEqualTo("text");
    assertThat(second.read("a/c")).isEqualTo("second");
    assertThat(first.read("a")).isEqualTo("text");
    first.put("a/b", "again");
    assertThat(second.read("a/b")).isEqualTo("again");
  }

  @Test
  void objectOnItsWay_isFoundByAReaderWhoBringsItHome() {
    first.put("a", "text");
    List<String> seen = new ArrayList<>();
    hook.pauseBefore("rename2", "/directory, ", () -> seen.add(second.read("a")));

    HdfsRoot.assertUnavailable(() -> first.put("a/b", "first").state());

    assertThat(seen).containsExactly("text");
  }

  @Test
  void bucketWhoseOnlyObjectIsOnItsWay_isNotRemoved() {
    first.put("a", "text");
    List<Boolean> removed = new ArrayList<>();
    hook.pauseBefore(
        "rename2",
        "/directory, ",
        () -> removed.add(second.engine().deleteBucket(HdfsRoot.BUCKET)));

    first.put("a/b", "first");

    assertThat(removed).containsExactly(false);
    assertThat(second.read("a")).isEqualTo("text");
    assertThat(second.read("a/b")).isEqualTo("first");
  }

  @Test
  void objectsThatMove_areNeverMissingForAnotherAgent() throws InterruptedException {
    AtomicInteger last = new AtomicInteger();
    first.put("a-0", "");
    try (ExecutorService threads = Executors.newSingleThreadExecutor()) {
      Future<Integer> reader = threads.submit(() -> look(last));
      try {
        for (int move = 0; move < MOVES; move++) {
          putAsAnSdkDoes("a-" + move + "/b");
          putAsAnSdkDoes("a-" + (move + 1));
          last.set(move + 1);
        }
      } finally {
        last.set(ENDED);
      }
      assertThat(reader.get()).isPositive();
    } catch (ExecutionException e) {
      throw new AssertionError(e.getCause());
    }
  }

  /** A reader that is faster than the mover may take its slot: then again. */
  private void putAsAnSdkDoes(String key) {
    for (int attempts = 1; ; attempts++) {
      try {
        StoredObject _ = first.put(key, "");
        return;
      } catch (StorageException e) {
        if (e.reason() != FailureReason.UNAVAILABLE || attempts == ATTEMPTS_OF_AN_SDK) {
          throw e;
        }
      }
    }
  }

  /** Looks for the object that moves until all have; the number of looks. */
  private int look(AtomicInteger last) {
    int looks = 0;
    for (int at = last.get(); at != ENDED; at = last.get()) {
      String key = "a-" + at;
      byte[] prefix = key.getBytes(UTF_8);
      assertThat(second.engine().stat(HdfsRoot.name(key))).as(key).isNotNull();
      assertThat(second.engine().list(HdfsRoot.BUCKET, new ListScan(prefix, prefix, false, 1)))
          .first()
          .isInstanceOfSatisfying(
              ListedEntry.Key.class, listed -> assertThat(listed.key().value()).isEqualTo(key));
      looks++;
    }
    return looks;
  }

  // ---- Buckets ----

  @Test
  void putIntoABucketThatWasMadeAnew_isFenced() {
    first.put("key", "old");
    first.engine().delete(HdfsRoot.name("key"), Expectation.ANYTHING);
    hook.pauseBefore(
        "rename2",
        "bucket-one/key",
        () -> {
          assertThat(second.engine().deleteBucket(HdfsRoot.BUCKET)).isTrue();
          second.makeBucket();
        });

    HdfsRoot.assertUnavailable(() -> first.put("key", "late").state());

    assertThat(second.engine().stat(HdfsRoot.name("key"))).isNull();
  }

  @Test
  void putIntoABucketThatIsRemoved_doesNotMakeItAgain() throws IOException {
    first.put("key", "old");
    first.engine().delete(HdfsRoot.name("key"), Expectation.ANYTHING);
    hook.pauseBefore("mkdirs", "bucket-one/x", () -> second.engine().deleteBucket(HdfsRoot.BUCKET));

    StorageException failure =
        catchThrowableOfType(StorageException.class, () -> first.put("x/y/key", "late"));

    assertThat(hook.isWaiting()).isFalse();
    assertThat(failure)
        .extracting(StorageException::reason)
        .isEqualTo(FailureReason.BUCKET_NOT_FOUND);
    assertThat(files.exists(new Path(root, "bucket-one"))).isFalse();
  }

  @Test
  void putIntoABucketThatIsRemoved_isNotAcknowledged() throws IOException {
    first.put("key", "old");
    first.engine().delete(HdfsRoot.name("key"), Expectation.ANYTHING);
    hook.pauseBefore(
        "rename2",
        "bucket-one/key",
        () -> assertThat(second.engine().deleteBucket(HdfsRoot.BUCKET)).isTrue());

    StorageException failure =
        catchThrowableOfType(StorageException.class, () -> first.put("key", "late"));

    assertThat(hook.isWaiting()).isFalse();
    assertThat(failure)
        .extracting(StorageException::reason)
        .isEqualTo(FailureReason.BUCKET_NOT_FOUND);
    assertThat(files.exists(new Path(root, "bucket-one"))).isFalse();
  }

  @Test
  void settingsKnownToAnAgent_areThoseThatAnotherReplaced() {
    BucketRecord before = Objects.requireNonNull(first.engine().bucket(HdfsRoot.BUCKET));
    second
        .engine()
        .replaceSettings(
            HdfsRoot.BUCKET,
            BucketSettings.NONE.withPolicy("{}"),
            new Expectation.Exactly(before.state()));

    assertThat(first.engine().knownBucket(HdfsRoot.BUCKET)).isNull();
    assertThat(Objects.requireNonNull(first.engine().bucket(HdfsRoot.BUCKET)).settings().policy())
        .isEqualTo("{}");
  }

  // ---- Slots ----

  @Test
  void slot_hasOneFolder_thatOfItsLastEpoch() throws IOException {
    first.put("key", "one");
    second.put("key", "two");
    first.put("key", "three");

    FileStatus[] epochs = files.listStatus(folderOf("key"));

    assertThat(epochs).extracting(status -> status.getPath().getName()).containsExactly("3");
    assertThat(first.engine().ownedSlots()).isPositive();
    assertThat(first.engine().info().features()).contains(EngineFeature.SHARED_NAMESPACE);
  }

  @Test
  void epochThatIsMadeBehindALaterOne_neverBegins() throws IOException {
    first.put("key", "one");
    // The first, about to make number 3, is overtaken by two others.
    second.put("key", "two");
    hook.pauseBefore(
        "rename2",
        slot("key") + "/3",
        () -> {
          try (HdfsRoot third = HdfsRoot.of(HdfsCluster.shared().openShared(root, "third"))) {
            third.put("key", "three");
            second.put("key", "four");
          }
        });

    first.put("key", "five");

    assertThat(hook.isWaiting()).isFalse();
    assertThat(second.read("key")).isEqualTo("five");
    assertThat(files.listStatus(folderOf("key")))
        .extracting(status -> status.getPath().getName())
        .containsExactly("5");
  }

  @Test
  void agentOfAnotherPlacement_isRefused() {
    assertThatThrownBy(() -> HdfsCluster.shared().open(root))
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("placement: shared (expected: bucket");
  }
}
