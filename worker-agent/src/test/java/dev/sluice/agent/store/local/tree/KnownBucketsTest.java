package dev.sluice.agent.store.local.tree;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.agent.store.engine.ReadableStorage;
import dev.sluice.agent.store.engine.bucket.BucketRecord;
import dev.sluice.common.model.BucketName;
import dev.sluice.common.model.Principal;
import java.time.Instant;
import org.junit.jupiter.api.Test;

/** A record is known for a second, and never beyond a change that was made meanwhile. */
class KnownBucketsTest {
  private static final BucketName BUCKET = new BucketName("bucket");
  private static final BucketRecord RECORD = new BucketRecord(Instant.EPOCH, null);
  private static final BucketRecord OTHER =
      new BucketRecord(Instant.EPOCH, new Principal("id", "name"));

  private long nanos;
  private final KnownBuckets known = new KnownBuckets(() -> nanos);

  @Test
  void recordThatWasRead_isKnownForASecond() {
    assertThat(known.get(BUCKET)).isNull();
    known.keep(BUCKET, RECORD, known.read());

    nanos += ReadableStorage.STALENESS.toNanos() - 1;
    assertThat(known.get(BUCKET)).isSameAs(RECORD);
    nanos++;
    assertThat(known.get(BUCKET)).isNull();
  }

  @Test
  void change_isSeenAtOnce() {
    known.keep(BUCKET, RECORD, known.read());
    known.changed();

    assertThat(known.get(BUCKET)).isNull();
    known.keep(BUCKET, OTHER, known.read());
    assertThat(known.get(BUCKET)).isSameAs(OTHER);
  }

  /** Whoever began to read before a change may have read what was there before it. */
  @Test
  void readingThatBeganBeforeAChange_isNotKept() {
    KnownBuckets.Reading reading = known.read();
    known.changed();
    known.keep(BUCKET, RECORD, reading);

    assertThat(known.get(BUCKET)).isNull();
  }

  @Test
  void recordThatIsTheSame_staysTheSameObject() {
    known.keep(BUCKET, RECORD, known.read());
    known.keep(BUCKET, new BucketRecord(Instant.EPOCH, null), known.read());

    assertThat(known.get(BUCKET)).isSameAs(RECORD);
  }

  @Test
  void bucketThatIsGone_isNotKnown() {
    known.keep(BUCKET, RECORD, known.read());
    known.keep(BUCKET, null, known.read());

    assertThat(known.get(BUCKET)).isNull();
  }
}
