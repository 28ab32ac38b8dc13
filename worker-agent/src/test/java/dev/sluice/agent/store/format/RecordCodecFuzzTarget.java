package dev.sluice.agent.store.format;

import static dev.sluice.fuzzing.FuzzTarget.require;

import com.google.protobuf.InvalidProtocolBufferException;
import com.google.protobuf.MessageLite;
import dev.sluice.agent.store.engine.bucket.BucketRecord;
import dev.sluice.agent.store.engine.object.ObjectRecord;
import dev.sluice.agent.store.scrub.ScrubState;
import dev.sluice.fuzzing.FuzzTarget;
import java.time.Instant;
import java.util.Arrays;

/**
 * Records on the disk, whoever wrote them: {@link CheckedMessage} believes nothing that was
 * damaged; {@link RecordCodec}, {@link BucketCodec}, {@link ScrubCodec} and {@link UploadCodec}
 * with {@link AclCodec} and {@link FieldCodec} read every message, and what they store again says
 * the same.
 */
final class RecordCodecFuzzTarget implements FuzzTarget {
  @Override
  public void attack(byte[] input) {
    MessageLite whole = CheckedMessage.read(input, StoredRecord.parser());
    require(whole == null || input.length >= 5, "nothing without its check");
    try {
      StoredRecord stored = StoredRecord.parseFrom(input);
      byte[] written = CheckedMessage.write(stored.toBuilder().clearCrc32C().build());
      require(CheckedMessage.read(written, StoredRecord.parser()) != null, "reads what it wrote");
      byte[] damaged = written.clone();
      damaged[input.length % damaged.length] ^= 0x10;
      require(CheckedMessage.read(damaged, StoredRecord.parser()) == null, "notices damage");
      byte[] torn = Arrays.copyOf(written, written.length - 1);
      require(CheckedMessage.read(torn, StoredRecord.parser()) == null, "notices a torn end");

      RecordCodec.load(stored, false);
      ObjectRecord record = RecordCodec.load(stored, true);
      StoredRecord again = RecordCodec.store(record, stored.getSeal(), 1, stored);
      require(record.equals(RecordCodec.load(again, true)), "there and back", record);
    } catch (InvalidProtocolBufferException e) {
      // no record
    }
    try {
      StoredBucket stored = StoredBucket.parseFrom(input);
      BucketRecord record = BucketCodec.load(stored, Instant.EPOCH);
      StoredBucket again = BucketCodec.withSettings(stored, record);
      require(record.equals(BucketCodec.load(again, Instant.EPOCH)), "there and back", record);
    } catch (InvalidProtocolBufferException e) {
      // no record
    }
    try {
      ScrubState state = ScrubCodec.load(StoredScrub.parseFrom(input));
      require(state.equals(ScrubCodec.read(ScrubCodec.write(state))), "there and back", state);
    } catch (InvalidProtocolBufferException e) {
      // no state
    }
    try {
      UploadCodec.load(UploadStart.parseFrom(input));
    } catch (InvalidProtocolBufferException e) {
      // no record
    }
  }
}
