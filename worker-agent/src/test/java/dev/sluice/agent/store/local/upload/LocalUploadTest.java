package dev.sluice.agent.store.local.upload;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sluice.agent.store.contract.Publication;
import dev.sluice.agent.store.contract.Scans;
import dev.sluice.agent.store.engine.SweepAges;
import dev.sluice.agent.store.engine.SweepResult;
import dev.sluice.agent.store.engine.object.Expectation;
import dev.sluice.agent.store.engine.object.ExpectationNotMet;
import dev.sluice.agent.store.engine.object.ObjectName;
import dev.sluice.agent.store.engine.object.Stage;
import dev.sluice.agent.store.engine.upload.CompletedUpload;
import dev.sluice.agent.store.engine.upload.PartRecord;
import dev.sluice.agent.store.engine.upload.PartStage;
import dev.sluice.agent.store.engine.upload.UploadArea;
import dev.sluice.agent.store.engine.upload.UploadRecord;
import dev.sluice.agent.store.local.Fixture;
import dev.sluice.agent.store.local.posix.Lack;
import dev.sluice.agent.store.local.posix.LackingPosix;
import dev.sluice.agent.store.local.posix.Posix;
import dev.sluice.common.model.ContentHeaders;
import dev.sluice.common.model.ETag;
import dev.sluice.common.model.ObjectMetadata;
import dev.sluice.common.model.StorageException;
import dev.sluice.common.model.UploadId;
import dev.sluice.v1.FailureReason;
import java.io.File;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.SortedMap;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LocalUploadTest {
  private static final UploadId ID = new UploadId("upload-1");
  private static final ETag ETAG = new ETag("0123456789abcdef0123456789abcdef");
  private static final UploadRecord UPLOAD =
      new UploadRecord(
          Fixture.BUCKET,
          Fixture.key("big/object"),
          ID,
          Fixture.OWNER,
          Fixture.THEN,
          ObjectMetadata.of(ContentHeaders.NONE, Map.of("a", "b")),
          null,
          null);

  @TempDir Path root;
  private Fixture local;
  private UploadArea upload;

  @BeforeEach
  void open() {
    local = new Fixture(root);
    upload = local.engine.createUpload(UPLOAD);
  }

  @AfterEach
  void close() {
    local.close();
  }

  /** What a restarted agent finds. */
  private void restart() {
    restart(Posix.system());
  }

  private void restart(Posix posix) {
    local.close();
    local = new Fixture(root, posix);
    upload = Objects.requireNonNull(local.engine.upload(Fixture.BUCKET, ID));
  }

  private PartRecord put(int number, String content, long declared) {
    try (PartStage part = upload.stagePart(number, declared)) {
      part.write(ByteBuffer.wrap(content.getBytes(StandardCharsets.UTF_8)));
      return part.commit(ETAG, null, Fixture.THEN);
    }
  }

  private PartRecord put(int number, String content) {
    return put(number, content, content.length());
  }

  private List<PartRecord> allParts() {
    return List.copyOf(upload.parts().values());
  }

  private void complete(List<PartRecord> parts) {
    try (Stage stage = upload.assemble(parts)) {
      upload.intend(Fixture.record("big"), stage.size());
      publish(stage, Expectation.ANYTHING);
    }
  }

  private void publish(Stage stage, Expectation expectation) {
    Publication.publish(
        local.engine,
        new ObjectName(Fixture.BUCKET, UPLOAD.key()),
        stage,
        Fixture.record("big"),
        expectation);
  }

  private Path folder() {
    return root.resolve(".sluice/uploads/photos/upload-1");
  }

  private static List<String> names(Path folder) {
    File[] files = Objects.requireNonNull(folder.toFile().listFiles());
    return Arrays.stream(files).map(File::getName).sorted().toList();
  }

  @Test
  void equalParts_needNoCopy() throws IOException {
    put(3, "cc");
    put(1, "aaaa", 4);
    put(2, "bbbb", 4);
    put(3, "ccc", 3);
    assertThat(names(folder())).contains("grid-4");
    Object inode = Files.getAttribute(folder().resolve("grid-4"), "unix:ino");

    complete(allParts());

    assertThat(local.get("big/object")).isEqualTo("aaaabbbbccc");
    assertThat(Files.getAttribute(local.file("big/object"), "unix:ino")).isEqualTo(inode);
  }

  @Test
  void irregularParts_areAssembled() {
    put(1, "short");
    put(2, "a long part");
    put(7, "mid", -1);
    complete(allParts());
    assertThat(local.get("big/object")).isEqualTo("shorta long partmid");
  }

  @Test
  void partSentAgain_replacesTheEarlierOneOnlyWhenCommitted() {
    put(1, "first");
    try (PartStage failed = upload.stagePart(1, 5)) {
      failed.write(ByteBuffer.wrap(new byte[3]));
    }
    complete(allParts());
    assertThat(local.get("big/object")).isEqualTo("first");
  }

  @Test
  void partSentAgain_counts() {
    put(1, "first");
    put(1, "again");
    put(2, "other");
    put(1, "third");
    complete(allParts());
    assertThat(local.get("big/object")).isEqualTo("thirdother");
    upload.finish();
    assertThat(names(root.resolve(".sluice/uploads/photos/upload-1.done")))
        .containsExactly("log", "upload");
  }

  @Test
  void partLongerThanDeclared_neverRunsIntoTheNext() {
    put(2, "bbbb");
    try (PartStage part = upload.stagePart(1, 4)) {
      assertThatThrownBy(() -> part.write(ByteBuffer.wrap(new byte[5])))
          .isInstanceOf(StorageException.class);
    }
  }

  @Test
  void completionThatIsNotPublished_leavesAllPartsAsTheyWere() {
    put(1, "aaaa");
    put(2, "bbbb");
    put(3, "cccc");
    SortedMap<Integer, PartRecord> before = upload.parts();
    List<PartRecord> subset = List.of(allParts().get(0), allParts().get(2));
    local.put("big/object", "there");
    try (Stage stage = upload.assemble(subset)) {
      upload.intend(Fixture.record("big"), stage.size());
      assertThatThrownBy(() -> publish(stage, Expectation.ABSENT))
          .isInstanceOf(ExpectationNotMet.class);
    }

    assertThat(upload.completion()).isNull();
    assertThat(upload.parts()).isEqualTo(before);
    restart();
    assertThat(upload.completion()).isNull();
    assertThat(upload.parts()).isEqualTo(before);
    complete(allParts());
    assertThat(local.get("big/object")).isEqualTo("aaaabbbbcccc");
  }

  @Test
  void assemble_fencesWriters() {
    put(1, "aaaa");
    try (PartStage slow = upload.stagePart(2, 4);
        Stage stage = upload.assemble(allParts())) {
      assertThat(stage.size()).isEqualTo(4);
      assertThatThrownBy(() -> slow.write(ByteBuffer.wrap(new byte[1])))
          .satisfies(LocalUploadTest::isNotFound);
      assertThatThrownBy(() -> upload.stagePart(3, 1)).satisfies(LocalUploadTest::isNotFound);
      assertThatThrownBy(() -> upload.assemble(List.of()))
          .satisfies(e -> assertThat(reason(e)).isEqualTo(FailureReason.CONDITIONAL_CONFLICT));
      assertThatThrownBy(upload::discard)
          .satisfies(e -> assertThat(reason(e)).isEqualTo(FailureReason.CONDITIONAL_CONFLICT));
    }
    put(2, "bbbb");
    complete(allParts());
    assertThat(local.get("big/object")).isEqualTo("aaaabbbb");
  }

  private static FailureReason reason(Throwable failure) {
    return ((StorageException) failure).reason();
  }

  private static void isNotFound(Throwable failure) {
    assertThat(reason(failure)).isEqualTo(FailureReason.UPLOAD_NOT_FOUND);
  }

  @Test
  void assemble_refusesAPartThatWasReplaced() {
    PartRecord first = put(1, "first");
    put(1, "again");
    assertThatThrownBy(() -> upload.assemble(List.of(first)))
        .satisfies(e -> assertThat(reason(e)).isEqualTo(FailureReason.PART_INVALID));
    complete(allParts());
  }

  @Test
  void restart_keepsWhatWasCommitted() {
    put(1, "aaaa");
    put(2, "bbbb", -1);
    SortedMap<Integer, PartRecord> before = upload.parts();
    restart();
    assertThat(upload.parts()).isEqualTo(before);
    assertThat(upload.upload()).isEqualTo(UPLOAD);
    assertThat(Scans.uploads(local.engine, Fixture.BUCKET))
        .containsExactly(UPLOAD.withoutMetadata());
    put(3, "cccc");
    complete(allParts());
    assertThat(local.get("big/object")).isEqualTo("aaaabbbbcccc");
  }

  @Test
  void restart_afterThePublishAndBeforeTheFinish_knowsTheCompletion() {
    put(1, "aaaa");
    complete(allParts());
    restart();
    assertThat(upload.completion()).isEqualTo(new CompletedUpload(Fixture.record("big"), 4));
    assertThat(Scans.uploads(local.engine, Fixture.BUCKET)).isEmpty();
    upload.finish();
    restart();
    assertThat(upload.completion()).isEqualTo(new CompletedUpload(Fixture.record("big"), 4));
    assertThatThrownBy(() -> upload.stagePart(1, 1)).satisfies(LocalUploadTest::isNotFound);
  }

  @Test
  void restart_afterThePublishByALink_knowsTheCompletion() throws IOException {
    put(1, "aaaa");
    Stage stage = upload.assemble(allParts());
    upload.intend(Fixture.record("big"), stage.size());
    Files.createDirectories(local.file("big"));
    Files.createLink(local.file("big/object"), folder().resolve("grid-4"));
    restart(new LackingPosix(Lack.NO_REPLACE));

    assertThat(upload.completion()).isEqualTo(new CompletedUpload(Fixture.record("big"), 4));
    assertThat(names(folder())).doesNotContain("grid-4");
    assertThat(local.get("big/object")).isEqualTo("aaaa");
  }

  /** Backups by hard links make such files; where publishing renames, a link proves nothing. */
  @Test
  void restart_withADataFileLinkedByOthers_findsTheUploadUnfinished() throws IOException {
    put(1, "aaaa");
    Stage stage = upload.assemble(allParts());
    upload.intend(Fixture.record("big"), stage.size());
    Files.createLink(root.resolve("BACKUP"), folder().resolve("grid-4"));
    restart();

    assertThat(upload.completion()).isNull();
    assertThat(names(folder())).contains("grid-4");
    assertThat(local.get("big/object")).isNull();
  }

  @Test
  void restart_betweenIntentAndPublish_findsTheUploadUnfinished() {
    put(2, "bb", -1);
    put(3, "cc", -1);
    Stage stage = upload.assemble(allParts());
    upload.intend(Fixture.record("big"), stage.size());
    restart();
    assertThat(upload.completion()).isNull();
    restart();
    assertThat(upload.completion()).isNull();
    complete(allParts());
    assertThat(local.get("big/object")).isEqualTo("bbcc");
  }

  @Test
  void logTornAtAnyByte_losesOnlyWhatWasNotWholeInIt() throws IOException {
    put(1, "aaaa");
    long afterFirst = Files.size(folder().resolve("log"));
    put(2, "bbbb");
    byte[] whole = Files.readAllBytes(folder().resolve("log"));
    for (int length = whole.length; length >= 0; length--) {
      local.close();
      Files.write(folder().resolve("log"), Arrays.copyOf(whole, length));
      local = new Fixture(root);
      upload = Objects.requireNonNull(local.engine.upload(Fixture.BUCKET, ID));
      int expected = length == whole.length ? 2 : length >= afterFirst ? 1 : 0;
      assertThat(upload.parts()).hasSize(expected);
    }
    put(2, "BBBB");
    restart();
    assertThat(upload.parts()).containsOnlyKeys(2);
  }

  @Test
  void logDamaged_endsThere() throws IOException {
    put(1, "aaaa");
    put(2, "bbbb");
    local.close();
    try (RandomAccessFile log = new RandomAccessFile(folder().resolve("log").toFile(), "rw")) {
      log.seek(12);
      log.write(0x55);
    }
    local = new Fixture(root);
    upload = Objects.requireNonNull(local.engine.upload(Fixture.BUCKET, ID));
    assertThat(upload.parts()).isEmpty();
  }

  @Test
  void discard_leavesNoTrace() {
    put(1, "aaaa");
    upload.discard();
    assertThat(local.engine.upload(Fixture.BUCKET, ID)).isNull();
    assertThat(names(root.resolve(".sluice/uploads/photos"))).isEmpty();
    assertThatThrownBy(() -> upload.stagePart(1, 1)).satisfies(LocalUploadTest::isNotFound);
  }

  @Test
  void deleteBucket_takesItsUploads() {
    put(1, "aaaa");
    assertThat(local.engine.deleteBucket(Fixture.BUCKET)).isTrue();
    assertThat(names(root.resolve(".sluice/uploads"))).isEmpty();
    local.close();
    local = new Fixture(root);
    assertThat(local.engine.upload(Fixture.BUCKET, ID)).isNull();
  }

  @Test
  void sweep_leavesNoDataOfACompletedUpload() {
    put(1, "aaaa");
    put(2, "bb", -1);
    complete(allParts());
    Instant now = Instant.now();
    SweepAges ages = new SweepAges(now, Duration.ofDays(9999), Duration.ofDays(1));
    assertThat(local.engine.sweep(ages)).isEqualTo(new SweepResult(0, 0, 0));
    assertThat(names(root.resolve(".sluice/uploads/photos/upload-1.done")))
        .containsExactly("log", "upload");
    SweepAges later =
        new SweepAges(now.plus(Duration.ofDays(2)), Duration.ofDays(9999), Duration.ofDays(1));
    assertThat(local.engine.sweep(later)).isEqualTo(new SweepResult(0, 0, 1));
    assertThat(names(root.resolve(".sluice/uploads/photos"))).isEmpty();
  }

  @Test
  void sweep_removesWhatAnEarlierProcessStaged() throws IOException {
    Files.writeString(root.resolve(".sluice/staging/left-behind"), "x");
    try (Stage stage = local.staged("in use")) {
      SweepAges ages = new SweepAges(Fixture.THEN, Duration.ofDays(3), Duration.ofDays(1));
      assertThat(local.engine.sweep(ages)).isEqualTo(new SweepResult(1, 0, 0));
      publish(stage, Expectation.ANYTHING);
    }
  }
}
