package dev.sluice.agent.store.format;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.agent.store.engine.object.ObjectPart;
import dev.sluice.agent.store.engine.object.ObjectRecord;
import dev.sluice.common.model.ChecksumAlgorithm;
import dev.sluice.common.model.ChecksumType;
import dev.sluice.common.model.ChecksumValue;
import dev.sluice.common.model.ContentHeaders;
import dev.sluice.common.model.ETag;
import dev.sluice.common.model.ObjectMetadata;
import dev.sluice.common.model.Principal;
import dev.sluice.common.model.Tag;
import dev.sluice.common.model.TagSet;
import dev.sluice.common.model.UploadId;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
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

  @Provide
  Arbitrary<ObjectRecord> records() {
    Arbitrary<String> text =
        Arbitraries.strings().withCharRange(' ', '~').withChars("é日\t").ofMaxLength(20);
    Arbitrary<ETag> etag =
        Arbitraries.strings()
            .withChars("0123456789abcdef")
            .ofLength(32)
            .flatMap(hex -> Arbitraries.of(hex, hex + "-1", hex + "-10000"))
            .map(ETag::new);
    Arbitrary<ContentHeaders> headers =
        Combinators.combine(text, text, text, text, text, text).as(ContentHeaders::new);
    Arbitrary<Map<String, String>> userMetadata =
        Arbitraries.maps(
                Arbitraries.strings().withChars("abcxyz019-_.").ofMinLength(1).ofMaxLength(8), text)
            .ofMaxSize(5);
    Arbitrary<UploadId> upload =
        Arbitraries.strings()
            .alpha()
            .numeric()
            .withChars("-_")
            .ofMinLength(1)
            .ofMaxLength(64)
            .map(UploadId::new);
    Arbitrary<Instant> time =
        Combinators.combine(
                Arbitraries.longs()
                    .between(
                        Instant.parse("0001-01-01T00:00:00Z").getEpochSecond(),
                        Instant.parse("9999-12-31T23:59:59Z").getEpochSecond()),
                Arbitraries.integers().between(0, 999_999_999))
            .as(Instant::ofEpochSecond);
    return Combinators.combine(
            etag.injectNull(0.2),
            checksums().injectNull(0.3),
            parts(),
            upload.injectNull(0.5),
            time.injectNull(0.2),
            Combinators.combine(headers, userMetadata, tags())
                .as((all, user, tags) -> ObjectMetadata.of(all, user).withTags(tags)),
            Combinators.combine(text, text).as(Principal::new).injectNull(0.2))
        .as(ObjectRecord::new);
  }

  private static Arbitrary<TagSet> tags() {
    Arbitrary<String> text =
        Arbitraries.strings().alpha().numeric().withChars(" +-=._:/@é日").ofMaxLength(Tag.MAX_KEY);
    return Combinators.combine(
            text.filter(key -> !key.isEmpty() && !key.regionMatches(true, 0, "aws:", 0, 4)), text)
        .as(Tag::new)
        .list()
        .uniqueElements(Tag::key)
        .ofMaxSize(TagSet.MAX_OF_OBJECT)
        .map(TagSet::new);
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
