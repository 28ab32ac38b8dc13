package dev.sluice.agent.store.contract;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.agent.store.ObjectReading;
import dev.sluice.agent.store.engine.EngineFeature;
import dev.sluice.agent.store.request.ObjectHead;
import dev.sluice.common.model.ByteRange;
import dev.sluice.common.model.ByteSpan;
import dev.sluice.common.model.FailureDetail;
import dev.sluice.common.model.Selection;
import dev.sluice.common.model.StorageException;
import dev.sluice.v1.FailureReason;
import java.nio.ByteBuffer;
import java.util.Arrays;
import org.junit.jupiter.api.Test;

/** Reads. */
abstract class ReadContract extends StoreContract {
  ReadContract(Opener opener) {
    super(opener);
  }

  @Test
  void missingKey_isNotFound() {
    put("a/b", "text");

    for (String key : new String[] {"b", "a", "a/", "a/b/", "a/b/c", "a//b"}) {
      assertThat(failureOf(() -> read(key)).reason()).isEqualTo(FailureReason.OBJECT_NOT_FOUND);
      assertThat(failureOf(() -> head(key)).reason()).isEqualTo(FailureReason.OBJECT_NOT_FOUND);
    }
  }

  @Test
  void range_isReadAsItResolves() {
    byte[] body = bytes(200_000, 2);
    put("key", body);

    assertRange(body, new ByteRange.FromTo(0, 0), 0, 1);
    assertRange(body, new ByteRange.FromTo(100_000, 150_000), 100_000, 150_001);
    assertRange(body, new ByteRange.FromTo(199_999, Long.MAX_VALUE), 199_999, 200_000);
    assertRange(body, new ByteRange.From(70_000), 70_000, 200_000);
    assertRange(body, new ByteRange.Suffix(3), 199_997, 200_000);
    assertRange(body, new ByteRange.Suffix(1_000_000), 0, 200_000);
  }

  @Test
  void range_outsideTheObject_isNotSatisfiable() {
    put("key", "0123456789");
    put("empty", "");

    StorageException beyond = failureOf(() -> read("key", range(new ByteRange.From(10))));
    assertThat(beyond.reason()).isEqualTo(FailureReason.RANGE_NOT_SATISFIABLE);
    assertThat(beyond.detail()).isEqualTo(new FailureDetail.ObjectSize(10));
    assertThat(failureOf(() -> read("key", range(new ByteRange.Suffix(0)))).reason())
        .isEqualTo(FailureReason.RANGE_NOT_SATISFIABLE);
    assertThat(failureOf(() -> read("empty", range(new ByteRange.FromTo(0, 5)))).reason())
        .isEqualTo(FailureReason.RANGE_NOT_SATISFIABLE);
  }

  /** As AWS: no Content-Range can name a range of nothing. */
  @Test
  void lastBytesAndOnlyPart_ofAnEmptyObject_areAllOfIt() {
    put("empty", "");

    for (Selection selection :
        new Selection[] {range(new ByteRange.Suffix(8)), new Selection.Part(1)}) {
      assertThat(store.headObject(ALICE, readRequest("empty", selection)).span()).isNull();
      assertThat(read("empty", selection)).isEmpty();
    }
    for (ByteRange range : new ByteRange[] {new ByteRange.Suffix(0), new ByteRange.From(0)}) {
      assertThat(failureOf(() -> read("empty", range(range))).reason())
          .isEqualTo(FailureReason.RANGE_NOT_SATISFIABLE);
    }
  }

  @Test
  void part_ofObjectInOnePiece_isTheFirstOnly() {
    put("key", "text");

    ObjectHead first = store.headObject(ALICE, readRequest("key", new Selection.Part(1)));
    assertThat(first.span()).isEqualTo(new ByteSpan(0, 4));
    assertThat(failureOf(() -> read("key", new Selection.Part(2))).reason())
        .isEqualTo(FailureReason.PART_NUMBER_NOT_SATISFIABLE);
    assertThat(failureOf(() -> read("key", new Selection.Part(0))).reason())
        .isEqualTo(FailureReason.ARGUMENT_INVALID);
    assertThat(failureOf(() -> read("key", new Selection.Part(10_001))).reason())
        .isEqualTo(FailureReason.ARGUMENT_INVALID);
  }

  @Test
  void head_saysWhatGetSays() {
    put("key", "text");

    for (Selection selection :
        new Selection[] {Selection.ALL, range(new ByteRange.From(1)), new Selection.Part(1)}) {
      ObjectHead head = store.headObject(ALICE, readRequest("key", selection));
      try (ObjectReading reading = store.getObject(ALICE, readRequest("key", selection))) {
        assertThat(reading.head()).isEqualTo(head);
      }
    }
  }

  /** Never with other bytes; and it ends in the middle only where the engine says that it may. */
  @Test
  void reading_goesOnWithTheBytesItOpened() {
    byte[] body = bytes(2_000_000, 3);
    put("key", body);
    try (ObjectReading reading = store.getObject(ALICE, readRequest("key", Selection.ALL))) {
      ByteBuffer first = ByteBuffer.allocate(1000);
      reading.read(first);
      put("key", "other");
      delete("key");

      assertThat(first.array()).isEqualTo(Arrays.copyOf(body, 1000));
      try {
        assertThat(readAll(reading)).isEqualTo(Arrays.copyOfRange(body, 1000, body.length));
      } catch (StorageException e) {
        assertThat(store.info().features()).doesNotContain(EngineFeature.STABLE_READS);
        assertThat(e.reason()).isEqualTo(FailureReason.STORAGE_FAULT);
      }
    }
  }

  private void assertRange(byte[] body, ByteRange range, int from, int to) {
    try (ObjectReading reading = store.getObject(ALICE, readRequest("key", range(range)))) {
      assertThat(reading.head().span()).isEqualTo(new ByteSpan(from, to - from));
      assertThat(readAll(reading)).isEqualTo(Arrays.copyOfRange(body, from, to));
    }
  }

  private static Selection range(ByteRange range) {
    return new Selection.Range(range);
  }
}
