package dev.sluice.engine.hdfs;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.assertj.core.groups.Tuple.tuple;

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
import java.io.IOException;
import java.util.List;
import java.util.Objects;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.Path;
import org.apache.hadoop.hdfs.DistributedFileSystem;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;

/**
 * What the next agent makes of a root that the last one left in the middle of its work, and what
 * the last one can still do then.
 */
final class HdfsRecoveryTest {
  private static final HdfsCluster CLUSTER = HdfsCluster.shared();

  private final DistributedFileSystem files = CLUSTER.files();
  private final String root = CLUSTER.newRoot();

  private static FailureReason failureOf(ThrowingCallable call) {
    return Objects.requireNonNull(
            catchThrowableOfType(StorageException.class, call), "a failure was expected")
        .reason();
  }

  @Test
  void sealedObject_thatWasNotPublished_leavesNothing() throws IOException {
    try (HdfsRoot first = HdfsRoot.open(root)) {
      Stage stage = first.stage("text".getBytes(UTF_8));
      SealedStage sealed = first.engine().seal(HdfsRoot.name("key"), stage, HdfsRoot.record("t"));

      try (HdfsRoot next = HdfsRoot.open(root)) {
        assertThat(next.engine().stat(HdfsRoot.name("key"))).isNull();
        FileStatus[] stagings = files.listStatus(new Path(root, ".sluice/staging"));
        assertThat(stagings).hasSize(1);
        assertThat(files.listStatus(stagings[0].getPath())).isEmpty();
        assertThat(
                failureOf(
                    () -> first.engine().publish(sealed, Expectation.ANYTHING, Replaced.DROPPED)))
            .isEqualTo(FailureReason.UNAVAILABLE);
        assertThat(next.engine().stat(HdfsRoot.name("key"))).isNull();
      }
    }
  }

  @Test
  void earlierAgent_changesNothingAnyMore() {
    try (HdfsRoot first = HdfsRoot.open(root)) {
      first.put("key", "text");
      BucketRecord bucket = Objects.requireNonNull(first.engine().bucket(HdfsRoot.BUCKET));

      try (HdfsRoot next = HdfsRoot.open(root)) {
        assertThat(failureOf(() -> first.put("key", "late").state()))
            .isEqualTo(FailureReason.UNAVAILABLE);
        assertThat(
                failureOf(() -> first.engine().delete(HdfsRoot.name("key"), Expectation.ANYTHING)))
            .isEqualTo(FailureReason.UNAVAILABLE);
        assertThat(
                failureOf(
                    () ->
                        first
                            .engine()
                            .replaceSettings(
                                HdfsRoot.BUCKET,
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
        assertThat(next.engine().bucket(HdfsRoot.BUCKET)).isEqualTo(bucket);
        assertThat(next.engine().buckets(new BucketScan("", "", 10)))
            .containsExactly(HdfsRoot.BUCKET);
      }
    }
  }

  @Test
  void uploadWithAnIntent_thatWasNotPublished_isOpenWithItsParts() {
    try (HdfsRoot first = HdfsRoot.open(root)) {
      UploadArea area = first.begin("key");
      HdfsRoot.part(area, 1, "one");
      HdfsRoot.part(area, 2, "two");
      Stage stage = area.assemble(List.copyOf(area.parts().values()));
      area.intend(HdfsRoot.record("made"), stage.size());

      try (HdfsRoot next = HdfsRoot.open(root)) {
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
  void partsThatWereJoined_andNotPublished_areThere() {
    try (HdfsRoot first = HdfsRoot.open(root)) {
      UploadArea area = first.begin("key");
      HdfsRoot.part(area, 1, "one");
      HdfsRoot.part(area, 2, "");
      HdfsRoot.part(area, 3, "three");
      HdfsRoot.part(area, 4, "left out");
      var parts = area.parts();
      HdfsAssembly stage = (HdfsAssembly) area.assemble(List.copyOf(parts.headMap(4).values()));
      area.intend(HdfsRoot.record("made"), stage.size());
      stage.join();

      try (HdfsRoot next = HdfsRoot.open(root)) {
        UploadArea found = next.upload();
        assertThat(found.completion()).isNull();
        assertThat(found.parts().values())
            .extracting("number", "size", "etag")
            .isEqualTo(
                parts.values().stream()
                    .map(part -> tuple(part.number(), part.size(), part.etag()))
                    .toList());
        HdfsRoot.part(found, 1, "again");
        next.complete("key", found);
        assertThat(next.read("key")).isEqualTo("againthreeleft out");
      }
    }
  }

  @Test
  void partsThatWereJoined_andGivenUp_areThere() {
    try (HdfsRoot only = HdfsRoot.open(root)) {
      UploadArea area = only.begin("key");
      HdfsRoot.part(area, 1, "one");
      HdfsRoot.part(area, 2, "two");
      try (HdfsAssembly stage = (HdfsAssembly) area.assemble(List.copyOf(area.parts().values()))) {
        stage.join();
      }

      assertThat(area.parts()).hasSize(2);
      only.complete("key", area);
      assertThat(only.read("key")).isEqualTo("onetwo");
    }
  }

  @Test
  void publishedUpload_thatWasNotFinished_isCompleted() {
    try (HdfsRoot first = HdfsRoot.open(root)) {
      UploadArea area = first.begin("key");
      HdfsRoot.part(area, 1, "one");
      Stage stage = area.assemble(List.copyOf(area.parts().values()));
      area.intend(HdfsRoot.record("made"), stage.size());
      SealedStage sealed =
          first.engine().seal(HdfsRoot.name("key"), stage, HdfsRoot.record("made"));
      first.engine().publish(sealed, Expectation.ANYTHING, Replaced.DROPPED);

      try (HdfsRoot next = HdfsRoot.open(root)) {
        UploadArea found = next.upload();
        assertThat(found.completion()).isEqualTo(new CompletedUpload(HdfsRoot.record("made"), 3));
        assertThat(
                next.engine()
                    .uploads(
                        HdfsRoot.BUCKET,
                        new UploadScan(new DelimiterRule("", ""), new byte[0], "", 10)))
            .isEmpty();
        found.finish();
        assertThat(next.upload().completion()).isEqualTo(found.completion());
        assertThat(next.read("key")).isEqualTo("one");
      }
    }
  }

  @Test
  void objectThatWasOnItsWay_isBroughtHome() throws IOException {
    try (HdfsRoot first = HdfsRoot.open(root)) {
      first.put("a", "text");
    }
    Path move = new Path(root, ".sluice/staging/earlier/move-earlier-0");
    files.mkdirs(new Path(move, "directory"));
    MoveEntry entry =
        MoveEntry.newBuilder()
            .setBucket(HdfsRoot.BUCKET.value())
            .setPath(ByteString.copyFromUtf8("a"))
            .build();
    files.setXAttr(move, HdfsRecords.ATTRIBUTE, CheckedMessage.write(entry));
    files.rename(new Path(root, "bucket-one/a"), new Path(move, "directory/.%self"));

    try (HdfsRoot next = HdfsRoot.open(root)) {
      assertThat(next.read("a")).isEqualTo("text");
      assertThat(files.exists(new Path(root, "bucket-one/a/.%self"))).isTrue();
      assertThat(files.exists(move)).isFalse();
      next.put("a/b", "below");
      assertThat(next.read("a")).isEqualTo("text");
    }
  }
}
