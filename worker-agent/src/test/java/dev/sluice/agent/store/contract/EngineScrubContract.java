package dev.sluice.agent.store.contract;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.agent.store.digest.Md5;
import dev.sluice.agent.store.engine.ReadOnlyEngine;
import dev.sluice.agent.store.engine.StorageEngine;
import dev.sluice.agent.store.engine.object.Expectation;
import dev.sluice.agent.store.engine.object.ObjectName;
import dev.sluice.agent.store.engine.object.ObjectPart;
import dev.sluice.agent.store.engine.object.ObjectRecord;
import dev.sluice.agent.store.engine.object.Replaced;
import dev.sluice.agent.store.engine.object.StoredObject;
import dev.sluice.agent.store.quota.Quotas;
import dev.sluice.agent.store.request.ProvisionalEtag;
import dev.sluice.agent.store.scrub.DamagedObject;
import dev.sluice.agent.store.scrub.ScrubCounts;
import dev.sluice.agent.store.scrub.ScrubListener;
import dev.sluice.agent.store.scrub.ScrubOutcome;
import dev.sluice.agent.store.scrub.ScrubScope;
import dev.sluice.agent.store.scrub.ScrubStateStore;
import dev.sluice.agent.store.scrub.Scrubber;
import dev.sluice.common.digest.Checksum;
import dev.sluice.common.model.ChecksumAlgorithm;
import dev.sluice.common.model.ChecksumValue;
import dev.sluice.common.model.ETag;
import dev.sluice.common.model.EtagCondition;
import dev.sluice.common.model.ObjectMetadata;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** What a scrub finds in an engine. Rot is planted as a record that speaks of other bytes. */
abstract class EngineScrubContract extends EngineContract {
  /** More than is read at once. */
  private static final String LONG = "0123456789abcdef".repeat(40_000);

  private final List<DamagedObject> damaged = new ArrayList<>();

  EngineScrubContract(Callable<EngineUnderTest> opener) {
    super(opener);
  }

  @Test
  void objects_thatAreWhatWasStored_areIntact() {
    put("by-md5", LONG, tag(LONG), null);
    put("by-checksum", LONG, new ETag("opaque-3"), crc(LONG));
    put("empty", "", tag(""), null);

    ScrubCounts counts = scrub();

    assertThat(counts.of(ScrubOutcome.INTACT)).isEqualTo(3);
    assertThat(counts.objects()).isEqualTo(3);
    assertThat(counts.bytes()).isEqualTo(2L * LONG.length());
    assertThat(damaged).isEmpty();
  }

  @Test
  void objectOfOtherBytes_isReported_andStaysAsItIs() {
    put("by-md5", LONG, tag("other"), null);
    put("by-checksum", "bytes", tag("bytes"), crc("other"));
    put("intact", "bytes", tag("bytes"), null);
    StoredObject before = stat("by-md5");

    ScrubCounts counts = scrub();

    assertThat(counts.of(ScrubOutcome.ROTTEN)).isEqualTo(2);
    assertThat(damaged)
        .extracting(rotten -> rotten.name().key().value())
        .containsExactly("by-checksum", "by-md5");
    assertThat(stat("by-md5")).isEqualTo(before);
    assertThat(read("by-md5")).isEqualTo(LONG);
  }

  @Test
  void partsOfUploads_areComparedBySizeAndDigest() {
    String text = LONG + "last";
    List<ObjectPart> parts =
        List.of(new ObjectPart(1, LONG.length(), null), new ObjectPart(7, 4, null));
    ETag right = ofParts(LONG, "last");
    put("right", text, record(right, null, parts));
    put("copied", text, record(ofParts(LONG, "copy"), null, parts));
    put("rotten", text, record(right, crc("other"), parts));
    List<ObjectPart> summed =
        List.of(
            new ObjectPart(1, LONG.length(), crc(LONG)), new ObjectPart(7, 4, crc("other part")));
    put("rotten-part", text, record(right, crc(text), summed));

    ScrubCounts counts = scrub();

    assertThat(counts.of(ScrubOutcome.INTACT)).isEqualTo(1);
    assertThat(counts.of(ScrubOutcome.UNPROVABLE)).as("a part that was copied").isEqualTo(1);
    assertThat(damaged)
        .extracting(rotten -> rotten.name().key().value())
        .containsExactly("rotten", "rotten-part");
  }

  @Test
  void scope_isABucketAndAPrefix() {
    put("a/1", "bytes", tag("other"), null);
    put("b/1", "bytes", tag("other"), null);

    ScrubCounts counts = scrub(engine, new ScrubScope(BUCKET, "b/"), later());

    assertThat(counts.objects()).isEqualTo(1);
    assertThat(damaged).extracting(rotten -> rotten.name().key()).containsExactly(key("b/1"));
  }

  @Test
  void fileFromOutside_getsItsMd5_andIsNoOtherObject() {
    tested.writeFromOutside(BUCKET, key("file"), LONG.getBytes(UTF_8));
    StoredObject before = stat("file");

    assertThat(scrub().of(ScrubOutcome.TAGGED)).isEqualTo(1);

    StoredObject after = stat("file");
    assertThat(after.record().etag()).isEqualTo(tag(LONG));
    assertThat(after.lastModified()).isEqualTo(before.lastModified());
    EtagCondition earlier = new EtagCondition(false, List.of(ProvisionalEtag.of(before)));
    assertThat(ProvisionalEtag.matches(earlier, after)).as("the tag it had before").isTrue();
    assertThat(scrub().of(ScrubOutcome.INTACT)).isEqualTo(1);
  }

  @Test
  void objectChangedFromOutside_getsAnMd5AndKeepsItsMetadata() {
    put("key", "old", tag("old"), crc("old"));
    ObjectMetadata metadata = stat("key").record().metadata();
    tested.writeFromOutside(BUCKET, key("key"), "newer".getBytes(UTF_8));

    assertThat(scrub().of(ScrubOutcome.TAGGED)).isEqualTo(1);

    assertThat(stat("key").record().etag()).isEqualTo(tag("newer"));
    assertThat(stat("key").record().metadata()).isEqualTo(metadata);
    assertThat(damaged).isEmpty();
  }

  @Test
  void fileChangedAMomentAgo_isLeftForLater() {
    tested.writeFromOutside(BUCKET, key("file"), "bytes".getBytes(UTF_8));

    ScrubCounts counts = scrub(engine, ScrubScope.ALL, InstantSource.system());

    assertThat(counts.of(ScrubOutcome.UNPROVABLE)).isEqualTo(1);
    assertThat(counts.bytes()).as("bytes read").isZero();
    assertThat(stat("file").record().etag()).isNull();
  }

  @Test
  void fileChangedWhileItIsRead_getsTheMd5OfWhatItHolds() {
    tested.writeFromOutside(BUCKET, key("file"), LONG.getBytes(UTF_8));
    AtomicInteger opened = new AtomicInteger();

    scrub(
        afterOpen(
            () -> {
              if (opened.getAndIncrement() == 0) {
                tested.writeFromOutside(BUCKET, key("file"), "other".getBytes(UTF_8));
              }
            }),
        ScrubScope.ALL,
        later());

    assertThat(opened).hasValue(2);
    assertThat(read("file")).isEqualTo("other");
    assertThat(stat("file").record().etag()).isEqualTo(tag("other"));
  }

  @Test
  void objectThatIsOverwrittenOrDeletedMeanwhile_isNoRot() {
    put("changed", LONG, tag(LONG), null);
    put("deleted", LONG, tag(LONG), null);
    put("overwritten", LONG, tag(LONG), null);

    scrub(
        afterOpen(
            () -> {
              tested.writeFromOutside(BUCKET, key("changed"), "from outside".getBytes(UTF_8));
              engine.delete(new ObjectName(BUCKET, key("deleted")), Expectation.ANYTHING);
              put("overwritten", "new", tag("new"), null);
            }),
        ScrubScope.ALL,
        later());

    assertThat(damaged).isEmpty();
  }

  @Test
  void readOnlyStorage_isReadAndStaysAsItIs() {
    put("rotten", "bytes", tag("other"), null);
    tested.writeFromOutside(BUCKET, key("file"), "bytes".getBytes(UTF_8));
    StoredObject before = stat("file");

    ScrubCounts counts = scrub(new ReadOnlyEngine(engine), ScrubScope.ALL, later());

    assertThat(counts.of(ScrubOutcome.ROTTEN)).isEqualTo(1);
    assertThat(counts.of(ScrubOutcome.UNPROVABLE)).isEqualTo(1);
    assertThat(stat("file")).isEqualTo(before);
  }

  private static InstantSource later() {
    return InstantSource.offset(InstantSource.system(), Duration.ofHours(1));
  }

  private ScrubCounts scrub() {
    return scrub(engine, ScrubScope.ALL, later());
  }

  private ScrubCounts scrub(StorageEngine storage, ScrubScope scope, InstantSource clock) {
    damaged.clear();
    try (Scrubber scrubber =
        new Scrubber(
            storage,
            new Quotas(storage, clock),
            new Scrubber.Settings(0, Duration.ofDays(1)),
            clock,
            System::nanoTime,
            ScrubStateStore.NOWHERE)) {
      return scrubber.scrub(
          scope,
          0,
          nanos -> {},
          new ScrubListener() {
            @Override
            public void found(DamagedObject found) {
              damaged.add(found);
            }

            @Override
            public void progress(ScrubCounts counts) {
              // the last ones are enough
            }
          });
    }
  }

  /** The engine, and something that happens whenever it has opened an object. */
  private StorageEngine afterOpen(Runnable event) {
    return (StorageEngine)
        Proxy.newProxyInstance(
            StorageEngine.class.getClassLoader(),
            new Class<?>[] {StorageEngine.class},
            (_, method, arguments) -> {
              try {
                Object answer = method.invoke(engine, arguments);
                if (method.getName().equals("open")) {
                  event.run();
                }
                return answer;
              } catch (InvocationTargetException e) {
                throw e.getCause();
              }
            });
  }

  private void put(String key, String text, ETag tag, @Nullable ChecksumValue checksum) {
    put(key, text, record(tag, checksum, List.of()));
  }

  private void put(String key, String text, ObjectRecord record) {
    publish(new ObjectName(BUCKET, key(key)), text, record, Expectation.ANYTHING, Replaced.DROPPED);
  }

  private static ObjectRecord record(
      ETag tag, @Nullable ChecksumValue checksum, List<ObjectPart> parts) {
    return new ObjectRecord(tag, checksum, parts, null, TIME, ObjectMetadata.NONE, OWNER);
  }

  private static ETag tag(String text) {
    return new ETag(HexFormat.of().formatHex(Md5.of(UTF_8.encode(text))));
  }

  private static ETag ofParts(String one, String other) {
    ByteBuffer digests =
        ByteBuffer.allocate(32)
            .put(Md5.of(UTF_8.encode(one)))
            .put(Md5.of(UTF_8.encode(other)))
            .flip();
    return new ETag(HexFormat.of().formatHex(Md5.of(digests)) + "-2");
  }

  private static ChecksumValue crc(String text) {
    Checksum checksum = Checksum.of(ChecksumAlgorithm.CRC32);
    checksum.update(UTF_8.encode(text));
    return checksum.value();
  }
}
