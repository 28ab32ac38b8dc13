package dev.sluice.agent.store.contract;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sluice.agent.store.engine.SweepAges;
import dev.sluice.agent.store.engine.SweepResult;
import dev.sluice.agent.store.engine.listing.DelimiterRule;
import dev.sluice.agent.store.engine.object.Expectation;
import dev.sluice.agent.store.engine.object.ExpectationNotMet;
import dev.sluice.agent.store.engine.object.ObjectName;
import dev.sluice.agent.store.engine.object.ObjectRecord;
import dev.sluice.agent.store.engine.object.Stage;
import dev.sluice.agent.store.engine.upload.CompletedUpload;
import dev.sluice.agent.store.engine.upload.ListedUpload;
import dev.sluice.agent.store.engine.upload.PartRecord;
import dev.sluice.agent.store.engine.upload.PartStage;
import dev.sluice.agent.store.engine.upload.UploadArea;
import dev.sluice.agent.store.engine.upload.UploadRecord;
import dev.sluice.agent.store.engine.upload.UploadScan;
import dev.sluice.common.model.ETag;
import dev.sluice.common.model.ObjectMetadata;
import dev.sluice.common.model.UploadId;
import dev.sluice.v1.FailureReason;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.Callable;
import org.junit.jupiter.api.Test;

/** Uploads as an engine keeps them. */
abstract class EngineUploadContract extends EngineContract {
  private static final UploadId ID = new UploadId("upload-1");

  EngineUploadContract(Callable<EngineUnderTest> opener) {
    super(opener);
  }

  @Test
  void upload_isThereUntilItIsDiscarded() {
    UploadRecord record = record("key", ID, TIME);
    UploadArea area = engine.createUpload(record);

    assertThat(area.upload()).isEqualTo(record);
    assertThat(find(ID).upload()).isEqualTo(record);
    assertThat(Scans.uploads(engine, BUCKET)).containsExactly(record.withoutMetadata());
    area.discard();
    assertThat(engine.upload(BUCKET, ID)).isNull();
    assertThat(Scans.uploads(engine, BUCKET)).isEmpty();
  }

  @Test
  void uploads_areOrderedByKeyAndId() {
    UploadRecord a = record("a", new UploadId("z"), TIME);
    UploadRecord bFirst = record("b", new UploadId("w"), TIME.plusSeconds(1));
    UploadRecord bSecond = record("b", new UploadId("x"), TIME);
    UploadRecord bThird = record("b", new UploadId("y"), TIME);
    for (UploadRecord record : List.of(bSecond, bThird, a, bFirst)) {
      engine.createUpload(record);
    }

    assertThat(Scans.uploads(engine, BUCKET)).containsExactly(a, bFirst, bSecond, bThird);
  }

  @Test
  void uploads_areListedInPages() {
    for (String line : List.of("a 1", "a 2", "b/c 3", "b/d 4", "b/d 5", "e 6", "é 7")) {
      String[] parts = line.split(" ", 2);
      engine.createUpload(record(parts[0], new UploadId(parts[1]), TIME));
    }

    assertThat(page("", "", "", "", 3)).containsExactly("a 1", "a 2", "b/c 3");
    assertThat(page("", "", "b/d", "4", 2)).containsExactly("b/d 5", "e 6");
    assertThat(page("", "", "b/d", "0", 2)).containsExactly("b/d 4", "b/d 5");
    assertThat(page("", "", "b/c\0", "9", 1)).containsExactly("b/d 4");
    assertThat(page("", "/", "", "", 3)).containsExactly("a 1", "a 2", "b/");
    assertThat(page("", "/", "b/d", "4", 2)).containsExactly("b/", "e 6");
    assertThat(page("b/", "/", "", "", 10)).containsExactly("b/c 3", "b/d 4", "b/d 5");
    assertThat(page("b", "/d", "", "", 10)).containsExactly("b/c 3", "b/d");
    assertThat(page("", "", "e", "6", 10)).containsExactly("é 7");
    assertThat(page("", "", "f", "", 10)).containsExactly("é 7");
    assertThat(page("x", "", "", "", 10)).isEmpty();
  }

  private List<String> page(String prefix, String delimiter, String from, String after, int limit) {
    DelimiterRule keys = new DelimiterRule(prefix, delimiter);
    return engine.uploads(BUCKET, new UploadScan(keys, from.getBytes(UTF_8), after, limit)).stream()
        .map(
            line ->
                switch (line) {
                  case ListedUpload.Upload(UploadRecord it) -> it.key().value() + " " + it.id();
                  case ListedUpload.Prefix(String rolledUp) -> rolledUp;
                })
        .toList();
  }

  @Test
  void parts_countWhenCommitted() {
    UploadArea area = begin();
    try (PartStage open = area.stagePart(2, 3)) {
      open.write(bytes("abc"));
      assertThat(area.parts()).isEmpty();
    }
    PartRecord part = part(area, 1, "text", 4);

    assertThat(area.parts()).isEqualTo(Map.of(1, part));
    assertThat(part.size()).isEqualTo(4);
    assertThat(part.etag()).isEqualTo(new ETag("tag-text"));
    assertThat(part.lastModified()).isEqualTo(TIME);
    assertThat(find(ID).parts()).isEqualTo(area.parts());
  }

  @Test
  void lastCommit_ofNumberCounts() {
    UploadArea area = begin();
    part(area, 1, "first", 5);
    try (PartStage slow = area.stagePart(1, 5);
        PartStage fast = area.stagePart(1, 5)) {
      slow.write(bytes("slow!"));
      fast.write(bytes("fast!"));
      fast.commit(new ETag("fast"), null, TIME);
      slow.commit(new ETag("slow"), null, TIME);
    }

    assertThat(area.parts().get(1)).extracting(PartRecord::etag).isEqualTo(new ETag("slow"));
    publish(area, area.parts().values().stream().toList());
    assertThat(read("key")).isEqualTo("slow!");
  }

  @Test
  void failedResend_harmsNothing() {
    UploadArea area = begin();
    PartRecord first = part(area, 1, "first", 5);
    PartRecord second = part(area, 2, "other", 5);
    try (PartStage broken = area.stagePart(1, 5)) {
      broken.write(bytes("bro"));
    }

    assertThat(area.parts()).isEqualTo(Map.of(1, first, 2, second));
    publish(area, List.of(first, second));
    assertThat(read("key")).isEqualTo("firstother");
  }

  @Test
  void assembled_isAnyPartsInAscendingOrder() {
    UploadArea area = begin();
    PartRecord ten = part(area, 10, "last", 5);
    part(area, 3, "ccccc", 5);
    part(area, 2, "left out", -1);
    PartRecord one = part(area, 1, "aa", -1);
    PartRecord six = part(area, 6, "ffffffff", 8);
    PartRecord three = part(area, 3, "again", 5);
    PartRecord nothing = part(area, 7, "", 0);

    publish(area, List.of(one, three, six, nothing, ten));

    assertThat(read("key")).isEqualTo("aaagainfffffffflast");
  }

  @Test
  void equalParts_makeTheObject() {
    UploadArea area = begin();
    StringBuilder expected = new StringBuilder();
    for (int number = 1; number <= 20; number++) {
      expected.append(String.valueOf((char) ('a' + number)).repeat(1000));
    }
    for (int number :
        new int[] {7, 1, 20, 3, 2, 19, 4, 5, 6, 18, 17, 16, 8, 9, 10, 15, 14, 13, 12, 11}) {
      part(area, number, expected.substring((number - 1) * 1000, number * 1000), 1000);
    }

    publish(area, area.parts().values().stream().toList());

    assertThat(read("key")).isEqualTo(expected.toString());
  }

  @Test
  void appendedPart_isSharedStretch() {
    publish("source", "0123456789");
    UploadArea area = begin();
    try (var source = open("source");
        PartStage stage = area.stagePart(1, 4)) {
      stage.append(source, 3, 4);
      stage.commit(new ETag("tag"), null, TIME);
    }

    publish(area, area.parts().values().stream().toList());

    assertThat(read("key")).isEqualTo("3456");
  }

  @Test
  void assembly_fencesWritersAndLiftsTheFenceUnlessPublished() {
    UploadArea area = begin();
    PartRecord first = part(area, 1, "first", 5);
    try (PartStage writer = area.stagePart(2, 5)) {
      writer.write(bytes("seco"));
      try (Stage stage = area.assemble(List.of(first))) {
        assertThat(stage.size()).isEqualTo(5);
        assertThat(StoreContract.failureOf(() -> area.stagePart(3, 1).close()).reason())
            .isEqualTo(FailureReason.UPLOAD_NOT_FOUND);
        assertThat(StoreContract.failureOf(() -> area.assemble(List.of(first)).close()).reason())
            .isEqualTo(FailureReason.CONDITIONAL_CONFLICT);
        assertThat(
                StoreContract.failureOf(
                        () -> {
                          writer.write(bytes("n"));
                          writer.commit(new ETag("tag"), null, TIME);
                        })
                    .reason())
            .isEqualTo(FailureReason.UPLOAD_NOT_FOUND);
      }
    }

    assertThat(area.completion()).isNull();
    PartRecord third = part(area, 3, "third", 5);
    assertThat(area.parts()).isEqualTo(Map.of(1, first, 3, third));
    publish(area, List.of(first, third));
    assertThat(read("key")).isEqualTo("firstthird");
  }

  @Test
  void parts_surviveAPublishThatFails() {
    publish("key", "there");
    UploadArea area = begin();
    PartRecord first = part(area, 1, "first", 5);
    PartRecord second = part(area, 2, "other", 5);
    part(area, 3, "last", -1);
    try (Stage stage = area.assemble(List.of(first, second))) {
      ObjectRecord record = record("made");
      area.intend(record, stage.size());
      for (int attempt = 0; attempt < 2; attempt++) {
        assertThatThrownBy(
                () ->
                    Publication.publish(
                        engine,
                        new ObjectName(BUCKET, key("key")),
                        stage,
                        record,
                        Expectation.ABSENT))
            .isInstanceOf(ExpectationNotMet.class);
      }
    }

    assertThat(read("key")).isEqualTo("there");
    assertThat(area.completion()).isNull();
    assertThat(area.parts().values())
        .extracting(PartRecord::etag)
        .containsExactly(new ETag("tag-first"), new ETag("tag-other"), new ETag("tag-last"));
    part(area, 2, "again", 5);
    publish(area, area.parts().values().stream().toList());
    assertThat(read("key")).isEqualTo("firstagainlast");
  }

  @Test
  void partReplacedMeanwhile_isNotAssembled() {
    UploadArea area = begin();
    PartRecord old = part(area, 1, "first", 5);
    part(area, 1, "newer", 5);

    assertThat(StoreContract.failureOf(() -> area.assemble(List.of(old)).close()).reason())
        .isEqualTo(FailureReason.PART_INVALID);
    part(area, 2, "still open", -1);
  }

  @Test
  void completion_isKnownOncePublished() {
    UploadArea area = begin();
    PartRecord part = part(area, 1, "text", 4);
    ObjectRecord record = record("made");
    try (Stage stage = area.assemble(List.of(part))) {
      area.intend(record, stage.size());
      assertThat(area.completion()).isNull();
      Publication.publish(
          engine, new ObjectName(BUCKET, key("key")), stage, record, Expectation.ANYTHING);
    }

    assertThat(find(ID).completion()).isEqualTo(new CompletedUpload(record, 4));
    area.finish();
    assertThat(find(ID).completion()).isEqualTo(new CompletedUpload(record, 4));
    assertThat(Scans.uploads(engine, BUCKET)).isEmpty();
    assertThat(StoreContract.failureOf(() -> find(ID).stagePart(1, 1).close()).reason())
        .isEqualTo(FailureReason.UPLOAD_NOT_FOUND);
    assertThat(read("key")).isEqualTo("text");
  }

  @Test
  void sweep_takesWhatIsPastItsAge() {
    Instant now = Instant.now();
    engine.createUpload(record("old", new UploadId("old"), now.minusSeconds(100)));
    engine.createUpload(record("young", new UploadId("young"), now));
    UploadArea area = begin();
    publish(area, List.of(part(area, 1, "text", 4)));

    SweepAges none = new SweepAges(now, Duration.ofDays(1000), Duration.ofDays(1));
    assertThat(engine.sweep(none).uploadsAborted()).isZero();
    SweepResult result =
        engine.sweep(new SweepAges(now, Duration.ofSeconds(50), Duration.ofDays(1)));
    assertThat(result.uploadsAborted()).isEqualTo(1);
    assertThat(result.tombstonesRemoved()).isZero();
    assertThat(engine.upload(BUCKET, new UploadId("old"))).isNull();
    assertThat(engine.upload(BUCKET, new UploadId("young"))).isNotNull();
    assertThat(engine.upload(BUCKET, ID)).isNotNull();

    Instant later = now.plus(Duration.ofHours(1));
    assertThat(
            engine
                .sweep(new SweepAges(later, Duration.ofDays(1), Duration.ofMinutes(30)))
                .tombstonesRemoved())
        .isEqualTo(1);
    assertThat(engine.upload(BUCKET, ID)).isNull();
    assertThat(read("key")).isEqualTo("text");
  }

  private UploadArea begin() {
    return engine.createUpload(record("key", ID, TIME));
  }

  private UploadArea find(UploadId id) {
    return Objects.requireNonNull(engine.upload(BUCKET, id));
  }

  private static PartRecord part(UploadArea area, int number, String text, long declaredLength) {
    try (PartStage stage = area.stagePart(number, declaredLength)) {
      stage.write(bytes(text));
      return stage.commit(new ETag("tag-" + text), null, TIME);
    }
  }

  private void publish(UploadArea area, List<PartRecord> parts) {
    try (Stage stage = area.assemble(parts)) {
      ObjectRecord record = record("made");
      area.intend(record, stage.size());
      Publication.publish(
          engine, new ObjectName(BUCKET, key("key")), stage, record, Expectation.ANYTHING);
    }
    area.finish();
  }

  private static UploadRecord record(String key, UploadId id, Instant initiated) {
    return new UploadRecord(
        BUCKET, key(key), id, OWNER, initiated, ObjectMetadata.NONE, null, null);
  }

  private static ByteBuffer bytes(String text) {
    return ByteBuffer.wrap(text.getBytes(UTF_8));
  }
}
