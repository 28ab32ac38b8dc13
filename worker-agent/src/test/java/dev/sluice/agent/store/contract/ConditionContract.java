package dev.sluice.agent.store.contract;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.agent.store.BodyWriter;
import dev.sluice.agent.store.engine.object.Deleted;
import dev.sluice.agent.store.request.ObjectInfo;
import dev.sluice.agent.store.request.ReadRequest;
import dev.sluice.common.model.ByteRange;
import dev.sluice.common.model.ByteSpan;
import dev.sluice.common.model.ETag;
import dev.sluice.common.model.EtagCondition;
import dev.sluice.common.model.FailureDetail;
import dev.sluice.common.model.RangeCondition;
import dev.sluice.common.model.ReadConditions;
import dev.sluice.common.model.Selection;
import dev.sluice.common.model.StorageException;
import dev.sluice.common.model.WriteConditions;
import dev.sluice.v1.FailureReason;
import java.nio.ByteBuffer;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/**
 * Conditions of reads, puts and deletes. Asserts AWS's precedence: "GetObject",
 * AmazonS3/latest/API/API_GetObject.html, "PutObject", API_PutObject.html, and "DeleteObject",
 * API_DeleteObject.html.
 */
abstract class ConditionContract extends StoreContract {
  private static final byte[] BODY = "new".getBytes(UTF_8);
  private static final EtagCondition OTHER = tags(new ETag("0".repeat(32)));

  private EtagCondition current = OTHER;
  private Instant modified = Instant.EPOCH;

  ConditionContract(Opener opener) {
    super(opener);
  }

  @BeforeEach
  void putAnObject() {
    ObjectInfo info = put("key", "old");
    current = tags(info.etag());
    modified = info.lastModified();
  }

  @Test
  void read_ifMatch_decidesByTag() {
    assertThat(outcome(new ReadConditions(current, null, null, null))).isNull();
    assertThat(outcome(new ReadConditions(EtagCondition.ANY, null, null, null))).isNull();
    assertThat(outcome(new ReadConditions(OTHER, null, null, null)))
        .isEqualTo(FailureReason.PRECONDITION_FAILED);
  }

  @Test
  void read_ifNoneMatch_decidesByTag() {
    assertThat(outcome(new ReadConditions(null, OTHER, null, null))).isNull();
    assertThat(outcome(new ReadConditions(null, current, null, null)))
        .isEqualTo(FailureReason.NOT_MODIFIED);
    assertThat(outcome(new ReadConditions(null, EtagCondition.ANY, null, null)))
        .isEqualTo(FailureReason.NOT_MODIFIED);
  }

  @Test
  void read_times_decideInWholeSeconds() {
    Instant before = modified.minusSeconds(1);
    Instant same = Instant.ofEpochSecond(modified.getEpochSecond());

    assertThat(outcome(new ReadConditions(null, null, before, null))).isNull();
    assertThat(outcome(new ReadConditions(null, null, same, null)))
        .isEqualTo(FailureReason.NOT_MODIFIED);
    assertThat(outcome(new ReadConditions(null, null, null, same))).isNull();
    assertThat(outcome(new ReadConditions(null, null, null, before)))
        .isEqualTo(FailureReason.PRECONDITION_FAILED);
  }

  @Test
  void read_tags_overruleTimes() {
    Instant before = modified.minusSeconds(1);
    Instant after = modified.plusSeconds(1);

    assertThat(outcome(new ReadConditions(current, null, null, before))).isNull();
    assertThat(outcome(new ReadConditions(null, current, before, null)))
        .isEqualTo(FailureReason.NOT_MODIFIED);
    assertThat(outcome(new ReadConditions(null, OTHER, after, null))).isNull();
    assertThat(outcome(new ReadConditions(OTHER, current, null, null)))
        .isEqualTo(FailureReason.PRECONDITION_FAILED);
  }

  @Test
  void range_countsOnlyForTheObjectThatItsConditionMeans() {
    Instant same = Instant.ofEpochSecond(modified.getEpochSecond());
    ETag tag = current.etags().getFirst();

    assertThat(selected(new RangeCondition.Tag(tag))).isEqualTo(new ByteSpan(1, 2));
    assertThat(selected(new RangeCondition.Tag(OTHER.etags().getFirst()))).isNull();
    assertThat(selected(new RangeCondition.Time(same))).isEqualTo(new ByteSpan(1, 2));
    assertThat(selected(new RangeCondition.Time(same.plusSeconds(1))))
        .as("a time must be the same, not merely late enough")
        .isNull();
    assertThat(selected(new RangeCondition.Time(same.minusSeconds(1)))).isNull();
  }

  @Test
  void rangeThatDoesNotCount_mayLieBeyondTheEnd() {
    ByteRange beyond = new ByteRange.From(1 << 20);
    RangeCondition condition = new RangeCondition.Tag(OTHER.etags().getFirst());

    assertThat(selected(new Selection.Range(beyond, condition))).isNull();
  }

  private @Nullable ByteSpan selected(RangeCondition condition) {
    return selected(new Selection.Range(new ByteRange.FromTo(1, 2), condition));
  }

  private @Nullable ByteSpan selected(Selection selection) {
    return store.headObject(ALICE, readRequest("key", selection)).span();
  }

  @Test
  void notModified_saysWhatIsThere() {
    StorageException failure = failureOf(() -> get(new ReadConditions(null, current, null, null)));

    assertThat(failure.detail())
        .isEqualTo(new FailureDetail.NotModified(current.etags().getFirst(), modified, "", ""));
  }

  @Test
  void put_ifNoneMatchAny_isRefusedWhereSomethingIs() {
    assertThat(failureOf(() -> putIf("key", WriteConditions.ABSENT)))
        .satisfies(ConditionContract::isRefusedByIfNoneMatch);
    assertThat(read("key")).isEqualTo("old".getBytes(UTF_8));
    putIf("other", WriteConditions.ABSENT);
    assertThat(read("other")).isEqualTo(BODY);
  }

  @Test
  void put_ifMatch_replacesExactlyThat() {
    assertThat(failureOf(() -> putIf("key", match(OTHER))).reason())
        .isEqualTo(FailureReason.PRECONDITION_FAILED);
    putIf("key", match(current));
    assertThat(failureOf(() -> putIf("key", match(current))).reason())
        .isEqualTo(FailureReason.PRECONDITION_FAILED);
    assertThat(read("key")).isEqualTo(BODY);
  }

  @Test
  void put_ifMatchOnMissingKey_isNotFound() {
    assertThat(failureOf(() -> putIf("missing", match(current))).reason())
        .isEqualTo(FailureReason.OBJECT_NOT_FOUND);
    assertThat(failureOf(() -> putIf("missing", match(EtagCondition.ANY))).reason())
        .isEqualTo(FailureReason.OBJECT_NOT_FOUND);
  }

  @Test
  void put_decidesWhenPublishing() {
    try (BodyWriter<ObjectInfo> writer =
        store.putObject(ALICE, putRequest("late", 3, WriteConditions.ABSENT))) {
      writer.write(ByteBuffer.wrap(BODY));
      put("late", "first");

      assertThat(failureOf(() -> writer.commit(finish(BODY))))
          .satisfies(ConditionContract::isRefusedByIfNoneMatch);
    }
    assertThat(read("late")).isEqualTo("first".getBytes(UTF_8));
  }

  @Test
  void put_whoseConditionCameTrueMeanwhile_isStoredOrRefusedEarly() {
    try (BodyWriter<ObjectInfo> writer =
        store.putObject(ALICE, putRequest("key", 3, match(current)))) {
      writer.write(ByteBuffer.wrap(BODY));
      put("key", "old"); // another object with the same tag

      writer.commit(finish(BODY));
    }
    assertThat(read("key")).isEqualTo(BODY);
  }

  @Test
  void delete_decidesByTagTimeAndSize() {
    Instant second = Instant.ofEpochSecond(modified.getEpochSecond());
    List<WriteConditions> wrong =
        List.of(
            match(OTHER),
            new WriteConditions(null, null, second.plusSeconds(1), null),
            new WriteConditions(null, null, null, 4L),
            new WriteConditions(current, null, second, 4L));

    for (WriteConditions conditions : wrong) {
      assertThat(failureOf(() -> deleteIf("key", conditions)).reason())
          .isEqualTo(FailureReason.PRECONDITION_FAILED);
    }
    assertThat(deleteIf("key", new WriteConditions(current, null, second, 3L))).isTrue();
    assertThat(failureOf(() -> deleteIf("key", match(current))).reason())
        .isEqualTo(FailureReason.OBJECT_NOT_FOUND);
  }

  private void putIf(String key, WriteConditions conditions) {
    put(putRequest(key, BODY.length, conditions), BODY);
  }

  private boolean deleteIf(String key, WriteConditions conditions) {
    return store.deleteObject(ALICE, BUCKET, key(key), conditions) == Deleted.OBJECT;
  }

  private @Nullable FailureReason outcome(ReadConditions conditions) {
    try {
      get(conditions);
      return null;
    } catch (StorageException e) {
      return e.reason();
    }
  }

  private void get(ReadConditions conditions) {
    store.getObject(ALICE, new ReadRequest(BUCKET, key("key"), conditions, Selection.ALL)).close();
  }

  private static void isRefusedByIfNoneMatch(StorageException failure) {
    assertThat(failure.reason()).isEqualTo(FailureReason.PRECONDITION_FAILED);
    assertThat(failure.detail()).isEqualTo(new FailureDetail.Condition("If-None-Match"));
  }

  private static WriteConditions match(EtagCondition condition) {
    return new WriteConditions(condition, null, null, null);
  }

  private static EtagCondition tags(ETag tag) {
    return new EtagCondition(false, List.of(tag));
  }
}
