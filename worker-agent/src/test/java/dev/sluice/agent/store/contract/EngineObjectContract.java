package dev.sluice.agent.store.contract;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sluice.agent.store.engine.EngineFeature;
import dev.sluice.agent.store.engine.bucket.BucketRecord;
import dev.sluice.agent.store.engine.bucket.BucketScan;
import dev.sluice.agent.store.engine.object.Deleted;
import dev.sluice.agent.store.engine.object.Expectation;
import dev.sluice.agent.store.engine.object.ExpectationNotMet;
import dev.sluice.agent.store.engine.object.ObjectName;
import dev.sluice.agent.store.engine.object.ObjectRecord;
import dev.sluice.agent.store.engine.object.OpenObject;
import dev.sluice.agent.store.engine.object.Replaced;
import dev.sluice.agent.store.engine.object.SealedStage;
import dev.sluice.agent.store.engine.object.Stage;
import dev.sluice.agent.store.engine.object.StateToken;
import dev.sluice.agent.store.engine.object.StoredObject;
import dev.sluice.common.model.BucketName;
import dev.sluice.common.model.StorageException;
import dev.sluice.v1.FailureReason;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.Callable;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.Test;

/** Buckets, publishing, reading, deleting. */
abstract class EngineObjectContract extends EngineContract {
  private static final BucketName OTHER = new BucketName("another-bucket");

  EngineObjectContract(Callable<EngineUnderTest> opener) {
    super(opener);
  }

  @Test
  void bucket_isCreatedOnce() {
    BucketRecord record = new BucketRecord(TIME, OWNER);

    assertThat(engine.createBucket(OTHER, record)).isTrue();
    assertThat(engine.createBucket(OTHER, new BucketRecord(TIME.plusSeconds(1), null))).isFalse();
    assertThat(readable.bucket(OTHER)).isEqualTo(record);
    assertThat(readable.buckets(Scans.BUCKETS)).containsExactly(OTHER, BUCKET);
  }

  @Test
  void buckets_areListedInPages() {
    for (String name : List.of("aaa", "aab", "aba", "ccc")) {
      engine.createBucket(new BucketName(name), new BucketRecord(TIME, OWNER));
    }

    assertThat(names("", "", 2)).containsExactly("aaa", "aab");
    assertThat(names("", "aab", 2)).containsExactly("aba", "bucket-one");
    assertThat(names("", "aac", 10)).containsExactly("aba", "bucket-one", "ccc");
    assertThat(names("aa", "", 10)).containsExactly("aaa", "aab");
    assertThat(names("aa", "aaa", 10)).containsExactly("aab");
    assertThat(names("", "ccc", 10)).isEmpty();
    assertThat(names("x", "", 10)).isEmpty();
  }

  private List<String> names(String prefix, String after, int limit) {
    return readable.buckets(new BucketScan(prefix, after, limit)).stream()
        .map(BucketName::value)
        .toList();
  }

  @Test
  void bucket_isDeletedOnlyWhenEmpty() {
    publish("a/b", "text");

    assertThat(engine.deleteBucket(BUCKET)).isFalse();
    assertThat(read("a/b")).isEqualTo("text");
    engine.delete(new ObjectName(BUCKET, key("a/b")), Expectation.ANYTHING);
    assertThat(engine.deleteBucket(BUCKET)).isTrue();
    assertThat(readable.bucket(BUCKET)).isNull();
    assertThat(readable.buckets(Scans.BUCKETS)).isEmpty();
  }

  @Test
  void stageInMissingBucket_isRefused() {
    assertThat(StoreContract.failureOf(() -> engine.stage(OTHER, 1).close()).reason())
        .isEqualTo(FailureReason.BUCKET_NOT_FOUND);
    assertThat(
            StoreContract.failureOf(() -> readable.stat(new ObjectName(OTHER, key("a")))).reason())
        .isEqualTo(FailureReason.BUCKET_NOT_FOUND);
  }

  @Test
  void bucketDeletedWhileBytesCome_isNotMadeAgain() {
    try (Stage stage = stage("text")) {
      engine.deleteBucket(BUCKET);

      assertThat(
              StoreContract.failureOf(
                      () ->
                          Publication.publish(
                              engine,
                              new ObjectName(BUCKET, key("a/b")),
                              stage,
                              record("tag"),
                              Expectation.ANYTHING))
                  .reason())
          .isEqualTo(FailureReason.BUCKET_NOT_FOUND);
    }
    assertThat(readable.bucket(BUCKET)).isNull();
  }

  @Test
  void published_isThereWithItsRecord() {
    StoredObject stored = publish("dir/key", "text");

    assertThat(stat("dir/key")).isEqualTo(stored);
    assertThat(stored.record()).isEqualTo(record("tag-text"));
    assertThat(stored.size()).isEqualTo(4);
    assertThat(stored.lastModified()).isEqualTo(TIME);
    assertThat(read("dir/key")).isEqualTo("text");
  }

  @Test
  void staged_isInvisibleUntilPublished() {
    try (Stage stage = stage("text")) {
      assertThat(stage.size()).isEqualTo(4);
      assertThat(readable.stat(new ObjectName(BUCKET, key("key")))).isNull();
      assertThat(EngineListContract.names(readable, "", false)).isEmpty();
    }
    assertThat(readable.stat(new ObjectName(BUCKET, key("key")))).isNull();
    assertThat(engine.deleteBucket(BUCKET)).isTrue();
  }

  @Test
  void expectations_areHeld() {
    Expectation nothing = Expectation.ABSENT;
    StateToken first = publish("key", "first", nothing).state();

    assertThatThrownBy(() -> publish("key", "second", nothing))
        .isInstanceOf(ExpectationNotMet.class);
    assertThat(read("key")).isEqualTo("first");
    StateToken second = publish("key", "second", new Expectation.Exactly(first)).state();
    assertThatThrownBy(() -> publish("key", "third", new Expectation.Exactly(first)))
        .isInstanceOf(ExpectationNotMet.class);
    assertThatThrownBy(() -> publish("missing", "x", new Expectation.Exactly(first)))
        .isInstanceOf(ExpectationNotMet.class);
    assertThatThrownBy(
            () -> engine.delete(new ObjectName(BUCKET, key("key")), new Expectation.Exactly(first)))
        .isInstanceOf(ExpectationNotMet.class);
    assertThat(engine.delete(new ObjectName(BUCKET, key("key")), new Expectation.Exactly(second)))
        .isEqualTo(Deleted.OBJECT);
    assertThat(readable.stat(new ObjectName(BUCKET, key("key")))).isNull();
  }

  @Test
  void stage_canBePublishedAgainAfterLostRace() {
    publish("key", "there");
    try (Stage stage = stage("text")) {
      assertThatThrownBy(
              () ->
                  Publication.publish(
                      engine,
                      new ObjectName(BUCKET, key("key")),
                      stage,
                      record("tag"),
                      Expectation.ABSENT))
          .isInstanceOf(ExpectationNotMet.class);

      StateToken there = stat("key").state();
      Publication.publish(
          engine,
          new ObjectName(BUCKET, key("key")),
          stage,
          record("tag"),
          new Expectation.Exactly(there));
    }
    assertThat(read("key")).isEqualTo("text");
  }

  @Test
  void sealed_isInvisibleUntilPublished_andMayBeGivenUp() {
    try (Stage stage = stage("text")) {
      try (SealedStage _ = engine.seal(new ObjectName(BUCKET, key("key")), stage, record("one"))) {
        assertThat(readable.stat(new ObjectName(BUCKET, key("key")))).isNull();
        assertThat(EngineListContract.names(readable, "", false)).isEmpty();
      }
      try (SealedStage sealed =
          engine.seal(new ObjectName(BUCKET, key("key")), stage, record("two"))) {
        publish("key", "there");
        assertThatThrownBy(() -> engine.publish(sealed, Expectation.ABSENT, Replaced.DROPPED))
            .isInstanceOf(ExpectationNotMet.class);
        assertThat(read("key")).isEqualTo("there");

        StateToken there = stat("key").state();
        StoredObject stored =
            engine.publish(sealed, new Expectation.Exactly(there), Replaced.DROPPED);

        assertThat(stat("key")).isEqualTo(stored);
        assertThat(stored.record()).isEqualTo(record("two"));
      }
    }
    assertThat(read("key")).isEqualTo("text");
  }

  @RepeatedTest(5)
  void ofRacersWithAnExpectation_oneWins() throws InterruptedException {
    List<Boolean> won =
        Racers.race(
            32,
            i -> {
              try {
                publish("dir/key", "racer", Expectation.ABSENT);
                return true;
              } catch (ExpectationNotMet e) {
                return false;
              } catch (StorageException e) {
                // Agents that take a key from each other in the middle ask for a retry.
                if (e.reason() != FailureReason.UNAVAILABLE
                    || !engine.info().features().contains(EngineFeature.SHARED_NAMESPACE)) {
                  throw e;
                }
                return false;
              }
            });

    assertThat(won).containsOnlyOnce(true);
  }

  @Test
  void fileFromOutside_breaksTheVersion() {
    StateToken before = publish("key", "old").state();

    tested.writeFromOutside(BUCKET, key("key"), "new".getBytes(UTF_8));

    assertThat(stat("key").state()).isNotEqualTo(before);
    assertThat(stat("key").record()).isEqualTo(record("tag-old").unsealed());
    assertThatThrownBy(() -> publish("key", "x", new Expectation.Exactly(before)))
        .isInstanceOf(ExpectationNotMet.class);
    tested.writeFromOutside(BUCKET, key("other"), new byte[0]);
    assertThat(stat("other").record()).isEqualTo(ObjectRecord.NONE);
  }

  @Test
  void replacedRecord_leavesTheBytes() {
    StoredObject before = publish("key", "text");
    Expectation.Exactly there = new Expectation.Exactly(before.state());

    StoredObject after =
        engine.replaceRecord(new ObjectName(BUCKET, key("key")), record("new"), there);

    assertThat(stat("key")).isEqualTo(after);
    assertThat(after.record()).isEqualTo(record("new"));
    assertThat(after.modified()).isEqualTo(before.modified());
    assertThat(after.state()).isNotEqualTo(before.version());
    assertThat(read("key")).isEqualTo("text");
    assertThatThrownBy(
            () -> engine.replaceRecord(new ObjectName(BUCKET, key("key")), record("x"), there))
        .isInstanceOf(ExpectationNotMet.class);
  }

  @Test
  void openObject_staysReadableAndUnchanged() {
    publish("key", "text");
    try (OpenObject replaced = open("key")) {
      publish("key", "other");
      try (OpenObject deleted = open("key")) {
        engine.delete(new ObjectName(BUCKET, key("key")), Expectation.ANYTHING);

        assertOpened(replaced, "text");
        assertOpened(deleted, "other");
      }
    }
    assertThat(readable.open(new ObjectName(BUCKET, key("key")))).isNull();
  }

  /** Never other bytes; and no failure either, if the storage says so. */
  private void assertOpened(OpenObject open, String text) {
    try {
      assertThat(read(open)).isEqualTo(text);
      assertThat(open.unchanged()).isTrue();
    } catch (StorageException e) {
      assertThat(readable.info().features()).doesNotContain(EngineFeature.STABLE_READS);
      assertThat(e.reason()).isEqualTo(FailureReason.STORAGE_FAULT);
    }
  }

  @Test
  void openObject_noticesChangesFromOutside() {
    publish("key", "a longer text");
    try (OpenObject open = open("key")) {
      tested.writeFromOutside(BUCKET, key("key"), "short".getBytes(UTF_8));

      assertThat(StoreContract.failureOf(() -> read(open)).reason())
          .isEqualTo(FailureReason.STORAGE_FAULT);
      assertThat(open.unchanged()).isFalse();
    }
  }

  @Test
  void append_sharesAStretch() {
    publish("key", "0123456789");
    try (OpenObject source =
            Objects.requireNonNull(engine.open(new ObjectName(BUCKET, key("key"))));
        Stage stage = stage("<")) {
      stage.append(source, 2, 3);
      stage.append(source, 9, 1);
      stage.append(source, 0, 0);
      stage.write(ByteBuffer.wrap(">".getBytes(UTF_8)));

      assertThat(stage.size()).isEqualTo(6);
      Publication.publish(
          engine, new ObjectName(BUCKET, key("copy")), stage, record("tag"), Expectation.ANYTHING);
    }
    assertThat(read("copy")).isEqualTo("<2349>");
    assertThat(read("key")).isEqualTo("0123456789");
  }

  @Test
  void delete_removesWhatItLeavesEmpty() {
    publish("a/b/c/d", "text");

    assertThat(engine.delete(new ObjectName(BUCKET, key("a/b/c/d")), Expectation.ANYTHING))
        .isEqualTo(Deleted.OBJECT);
    assertThat(engine.delete(new ObjectName(BUCKET, key("a/b/c/d")), Expectation.ANYTHING))
        .isEqualTo(Deleted.NOTHING);
    assertThat(EngineListContract.names(readable, "", true)).isEmpty();
    publish("a", "an object where a directory was");
    assertThat(read("a")).isEqualTo("an object where a directory was");
  }
}
