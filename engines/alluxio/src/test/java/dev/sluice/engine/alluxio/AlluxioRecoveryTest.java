package dev.sluice.engine.alluxio;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import alluxio.client.file.URIStatus;
import com.google.protobuf.ByteString;
import dev.sluice.agent.store.engine.bucket.BucketRecord;
import dev.sluice.agent.store.engine.bucket.BucketScan;
import dev.sluice.agent.store.engine.bucket.BucketSettings;
import dev.sluice.agent.store.engine.listing.DelimiterRule;
import dev.sluice.agent.store.engine.object.Expectation;
import dev.sluice.agent.store.engine.object.Replaced;
import dev.sluice.agent.store.engine.object.SealedStage;
import dev.sluice.agent.store.engine.object.Stage;
import dev.sluice.agent.store.engine.upload.CompletedUpload;
import dev.sluice.agent.store.engine.upload.UploadArea;
import dev.sluice.agent.store.engine.upload.UploadScan;
import dev.sluice.agent.store.format.CheckedMessage;
import dev.sluice.agent.store.format.MoveEntry;
import dev.sluice.common.model.BucketName;
import dev.sluice.common.model.StorageException;
import dev.sluice.v1.FailureReason;
import java.util.List;
import java.util.Objects;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/**
 * What the next agent makes of a root that the last one left in the middle of its work, and what
 * the last one can still do then.
 */
final class AlluxioRecoveryTest {
  private static final AlluxioCluster CLUSTER = AlluxioCluster.shared();

  private final AlluxioClient files = CLUSTER.client();
  private final String root = CLUSTER.newRoot();

  @AfterEach
  void close() {
    files.close();
  }

  private static FailureReason failureOf(ThrowingCallable call) {
    return Objects.requireNonNull(
            catchThrowableOfType(StorageException.class, call), "a failure was expected")
        .reason();
  }

  @Test
  void sealedObject_thatWasNotPublished_leavesNothing() {
    try (AlluxioRoot first = AlluxioRoot.open(root)) {
      Stage stage = first.stage("text".getBytes(UTF_8));
      SealedStage sealed =
          first.engine().seal(AlluxioRoot.name("key"), stage, AlluxioRoot.record("t"));

      try (AlluxioRoot next = AlluxioRoot.open(root)) {
        assertThat(next.engine().stat(AlluxioRoot.name("key"))).isNull();
        List<URIStatus> stagings = files.entries(root + "/.sluice/staging");
        assertThat(stagings).hasSize(1);
        assertThat(files.entries(stagings.getFirst().getPath())).isEmpty();
        assertThat(
                failureOf(
                    () -> first.engine().publish(sealed, Expectation.ANYTHING, Replaced.DROPPED)))
            .isEqualTo(FailureReason.UNAVAILABLE);
        assertThat(next.engine().stat(AlluxioRoot.name("key"))).isNull();
      }
    }
  }

  @Test
  void earlierAgent_changesNothingAnyMore() {
    try (AlluxioRoot first = AlluxioRoot.open(root)) {
      first.put("key", "text");
      BucketRecord bucket = Objects.requireNonNull(first.engine().bucket(AlluxioRoot.BUCKET));

      try (AlluxioRoot next = AlluxioRoot.open(root)) {
        assertThat(failureOf(() -> first.put("key", "late").state()))
            .isEqualTo(FailureReason.UNAVAILABLE);
        assertThat(
                failureOf(
                    () -> first.engine().delete(AlluxioRoot.name("key"), Expectation.ANYTHING)))
            .isEqualTo(FailureReason.UNAVAILABLE);
        assertThat(
                failureOf(
                    () ->
                        first
                            .engine()
                            .replaceSettings(
                                AlluxioRoot.BUCKET,
                                BucketSettings.NONE.withPolicy("{}"),
                                new Expectation.Exactly(bucket.state()))))
            .isEqualTo(FailureReason.UNAVAILABLE);
        assertThat(
                failureOf(
                    () ->
                        first
                            .engine()
                            .createBucket(
                                new BucketName("another"),
                                new BucketRecord(bucket.created(), bucket.owner()))))
            .isEqualTo(FailureReason.UNAVAILABLE);

        assertThat(next.read("key")).isEqualTo("text");
        assertThat(next.engine().bucket(AlluxioRoot.BUCKET)).isEqualTo(bucket);
        assertThat(next.engine().buckets(new BucketScan("", "", 10)))
            .containsExactly(AlluxioRoot.BUCKET);
      }
    }
  }

  @Test
  void uploadWithAnIntent_thatWasNotPublished_isOpenWithItsParts() {
    try (AlluxioRoot first = AlluxioRoot.open(root)) {
      UploadArea area = first.begin("key");
      AlluxioRoot.part(area, 1, "one");
      AlluxioRoot.part(area, 2, "two");
      Stage stage = area.assemble(List.copyOf(area.parts().values()));
      area.intend(AlluxioRoot.record("made"), stage.size());

      try (AlluxioRoot next = AlluxioRoot.open(root)) {
        UploadArea found = next.upload();
        assertThat(found.upload()).isEqualTo(area.upload());
        assertThat(found.completion()).isNull();
        assertThat(found.parts()).isEqualTo(area.parts());
        next.complete("key", found);
        assertThat(next.read("key")).isEqualTo("onetwo");
      }
    }
  }

  @Test
  void publishedUpload_thatWasNotFinished_isCompleted() {
    try (AlluxioRoot first = AlluxioRoot.open(root)) {
      UploadArea area = first.begin("key");
      AlluxioRoot.part(area, 1, "one");
      Stage stage = area.assemble(List.copyOf(area.parts().values()));
      area.intend(AlluxioRoot.record("made"), stage.size());
      SealedStage sealed =
          first.engine().seal(AlluxioRoot.name("key"), stage, AlluxioRoot.record("made"));
      first.engine().publish(sealed, Expectation.ANYTHING, Replaced.DROPPED);

      try (AlluxioRoot next = AlluxioRoot.open(root)) {
        UploadArea found = next.upload();
        assertThat(found.completion())
            .isEqualTo(new CompletedUpload(AlluxioRoot.record("made"), 3));
        assertThat(
                next.engine()
                    .uploads(
                        AlluxioRoot.BUCKET,
                        new UploadScan(new DelimiterRule("", ""), new byte[0], "", 10)))
            .isEmpty();
        found.finish();
        assertThat(next.upload().completion()).isEqualTo(found.completion());
        assertThat(next.read("key")).isEqualTo("one");
      }
    }
  }

  @Test
  void objectThatWasOnItsWay_isBroughtHome() {
    try (AlluxioRoot first = AlluxioRoot.open(root)) {
      first.put("a", "text");
    }
    String move = root + "/.sluice/staging/earlier/move-0";
    MoveEntry entry =
        MoveEntry.newBuilder()
            .setBucket(AlluxioRoot.BUCKET.value())
            .setPath(ByteString.copyFromUtf8("a"))
            .build();
    assertThat(files.makeDirectories(move + "/directory")).isTrue();
    assertThat(files.setAttribute(move, AlluxioRecords.ATTRIBUTE, CheckedMessage.write(entry)))
        .isTrue();
    assertThat(files.rename(root + "/bucket-one/a", move + "/directory/.%self")).isTrue();

    try (AlluxioRoot next = AlluxioRoot.open(root)) {
      assertThat(next.read("a")).isEqualTo("text");
      assertThat(files.status(root + "/bucket-one/a/.%self")).isNotNull();
      assertThat(files.status(move)).isNull();
      next.put("a/b", "below");
      assertThat(next.read("a")).isEqualTo("text");
    }
  }
}
