package dev.sluice.agent.store.format;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.agent.store.engine.object.ObjectPart;
import dev.sluice.agent.store.engine.object.ObjectRecord;
import dev.sluice.agent.store.engine.upload.UploadRecord;
import dev.sluice.common.model.BucketName;
import dev.sluice.common.model.ChecksumAlgorithm;
import dev.sluice.common.model.ChecksumType;
import dev.sluice.common.model.ChecksumValue;
import dev.sluice.common.model.ETag;
import dev.sluice.common.model.ObjectKey;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.TreeSet;
import java.util.zip.CRC32C;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.LongRange;

/** Records that an agent writes, on their way to the disk and back. */
class RecordCodecPropertiesTest {
  private static final FileSeal OTHER_SEAL = FileSeal.newBuilder().setSize(-1).build();

  private static FileSeal seal(ObjectRecord record, long size) {
    long parts = record.parts().stream().mapToLong(ObjectPart::size).sum();
    return FileSeal.newBuilder().setSize(record.parts().isEmpty() ? size : parts).build();
  }

  @Property(tries = 300)
  void record_comesBackAsItWas(
      @ForAll("records") ObjectRecord record,
      @ForAll @LongRange(min = 0) long size,
      @ForAll @LongRange(min = 1) long revision)
      throws Exception {
    FileSeal seal = seal(record, size);
    StoredRecord stored =
        RecordCodec.store(record, seal, revision, StoredRecord.getDefaultInstance());
    byte[] bytes = CheckedMessage.write(stored);

    StoredRecord read = Objects.requireNonNull(CheckedMessage.read(bytes, StoredRecord.parser()));
    assertThat(read).isEqualTo(stored);
    assertThat(RecordCodec.holds(read, seal)).isTrue();
    assertThat(RecordCodec.holds(read, OTHER_SEAL)).isFalse();
    ObjectRecord loaded = RecordCodec.load(read, true);
    assertThat(loaded).isEqualTo(record);
    assertThat(List.copyOf(loaded.metadata().userMetadata().keySet()))
        .isEqualTo(List.copyOf(record.metadata().userMetadata().keySet()));
    assertThat(RecordCodec.load(read, false)).isEqualTo(record.unsealed());
    // Others read the check as an ordinary field, and compute it as the JDK does.
    CRC32C crc = new CRC32C();
    crc.update(bytes, 0, bytes.length - 5);
    assertThat(StoredRecord.parseFrom(bytes).getCrc32C()).isEqualTo((int) crc.getValue());
    assertThat(ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN).getInt(bytes.length - 4))
        .isEqualTo((int) crc.getValue());
    new RecordCodecFuzzTarget().attack(bytes);
  }

  @Property(tries = 300)
  void recordWithABitFlipped_isNone(
      @ForAll("records") ObjectRecord record,
      @ForAll @IntRange(min = 0) int where,
      @ForAll @IntRange(min = 0, max = 7) int bit) {
    byte[] bytes =
        CheckedMessage.write(
            RecordCodec.store(record, seal(record, 7), 1, StoredRecord.getDefaultInstance()));
    bytes[where % bytes.length] ^= (byte) (1 << bit);

    assertThat(CheckedMessage.read(bytes, StoredRecord.parser())).isNull();
  }

  @Property(tries = 200)
  void upload_comesBackAsItWas(@ForAll("uploads") UploadRecord upload) throws Exception {
    UploadStart stored = UploadStart.parseFrom(UploadCodec.store(upload).toByteArray());

    assertThat(UploadCodec.load(stored)).isEqualTo(upload);
  }

  @Provide
  Arbitrary<UploadRecord> uploads() {
    Arbitrary<ChecksumAlgorithm> algorithms =
        Arbitraries.of(ChecksumAlgorithm.class).injectNull(0.3);
    return Combinators.combine(
            StoredValues.texts().filter(key -> !key.isEmpty()).map(ObjectKey::new),
            StoredValues.uploadIds(),
            StoredValues.principals(),
            StoredValues.principals(),
            StoredValues.times(),
            StoredValues.metadata(),
            algorithms,
            Arbitraries.of(ChecksumType.class))
        .as(
            (key, id, initiator, owner, time, metadata, algorithm, type) ->
                new UploadRecord(
                    new BucketName("bucket"),
                    key,
                    id,
                    initiator,
                    owner,
                    time,
                    metadata,
                    algorithm,
                    algorithm == null ? null : type));
  }

  @Provide
  Arbitrary<ObjectRecord> records() {
    Arbitrary<ETag> etag =
        Arbitraries.strings()
            .withChars("0123456789abcdef")
            .ofLength(32)
            .flatMap(hex -> Arbitraries.of(hex, hex + "-1", hex + "-10000"))
            .map(ETag::new);
    return Combinators.combine(
            etag.injectNull(0.2),
            checksums().injectNull(0.3),
            parts(),
            StoredValues.uploadIds().injectNull(0.5),
            StoredValues.times().injectNull(0.2),
            StoredValues.metadata(),
            StoredValues.principals().injectNull(0.2))
        .as(ObjectRecord::new);
  }

  private static Arbitrary<ChecksumValue> checksums() {
    return Arbitraries.of(ChecksumAlgorithm.class)
        .flatMap(
            algorithm ->
                Combinators.combine(
                        Arbitraries.of(ChecksumType.class),
                        Arbitraries.bytes().array(byte[].class).ofSize(algorithm.bytes()))
                    .as((type, value) -> new ChecksumValue(algorithm, type, value)));
  }

  /** Numbers that rise, with gaps. */
  private static Arbitrary<List<ObjectPart>> parts() {
    Arbitrary<ObjectPart> part =
        Combinators.combine(
                Arbitraries.integers().between(1, 10_000),
                Arbitraries.longs().between(0, 5L << 30),
                checksums().injectNull(0.5))
            .as(ObjectPart::new);
    return part.list()
        .ofMaxSize(6)
        .map(
            any -> {
              TreeSet<Integer> numbers = new TreeSet<>();
              any.forEach(one -> numbers.add(one.number()));
              List<ObjectPart> rising = new ArrayList<>();
              for (int number : numbers) {
                ObjectPart one = any.get(rising.size());
                rising.add(new ObjectPart(number, one.size(), one.checksum()));
              }
              return rising;
            });
  }
}
