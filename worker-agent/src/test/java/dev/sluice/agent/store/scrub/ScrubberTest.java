package dev.sluice.agent.store.scrub;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sluice.agent.store.digest.Md5;
import dev.sluice.agent.store.engine.StorageEngine;
import dev.sluice.agent.store.engine.bucket.BucketRecord;
import dev.sluice.agent.store.engine.object.Expectation;
import dev.sluice.agent.store.engine.object.ObjectName;
import dev.sluice.agent.store.engine.object.ObjectRecord;
import dev.sluice.agent.store.engine.object.Replaced;
import dev.sluice.agent.store.engine.object.SealedStage;
import dev.sluice.agent.store.engine.object.Stage;
import dev.sluice.agent.store.memory.MemoryEngine;
import dev.sluice.agent.store.quota.Quotas;
import dev.sluice.common.model.BucketName;
import dev.sluice.common.model.ETag;
import dev.sluice.common.model.ObjectKey;
import dev.sluice.common.model.StorageException;
import dev.sluice.testing.Await;
import dev.sluice.v1.FailureReason;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The scrub in the background, in made time. */
class ScrubberTest {
  private static final BucketName BUCKET = new BucketName("bucket");
  private static final Duration INTERVAL = Duration.ofDays(7);
  private static final long RATE = 1 << 20;

  private final FakeTime time = new FakeTime();
  private final MemoryEngine memory = new MemoryEngine(time);

  /** Objects that were opened, by their keys. */
  private final List<String> opened = new CopyOnWriteArrayList<>();

  /** What happens before an object is opened. */
  private Consumer<String> before = key -> {};

  private ScrubState kept = ScrubState.NONE;

  @BeforeEach
  void makeBucket() {
    memory.createBucket(BUCKET, new BucketRecord(time.instant(), null));
  }

  @Test
  void pass_readsAllBucketsWithinTheRate() {
    memory.createBucket(new BucketName("another"), new BucketRecord(time.instant(), null));
    put("a", "bytes", "bytes");
    put(new BucketName("another"), "b", "bytes", "bytes");
    memory.outside().write(BUCKET, new ObjectKey("c"), new byte[3 << 20]);
    time.pass(ObjectScrub.SETTLED);
    Duration begun = time.passed();
    Scrubber scrubber = scrubber(RATE);

    scrubber.work(time);

    assertThat(opened).containsExactly("b", "a", "c");
    assertThat(scrubber.state().counts().of(ScrubOutcome.INTACT)).isEqualTo(2);
    assertThat(scrubber.state().counts().of(ScrubOutcome.TAGGED)).isEqualTo(1);
    assertThat(time.passed().minus(begun))
        .isBetween(Duration.ofMillis(2800), Duration.ofSeconds(4));
    assertThat(scrubber.notice()).isNull();
  }

  @Test
  void nextPass_beginsAfterTheInterval() {
    put("a", "bytes", "bytes");
    Scrubber scrubber = scrubber(RATE);
    scrubber.work(time);

    time.pass(INTERVAL.minusSeconds(1));
    scrubber.work(time);
    assertThat(opened).hasSize(1);

    time.pass(Duration.ofSeconds(1));
    scrubber.work(time);
    assertThat(opened).hasSize(2);
  }

  @Test
  void start_goesOnWhereThePassWas() {
    for (String key : List.of("a", "b", "c", "d")) {
      put(key, "bytes", key.equals("a") ? "other" : "bytes");
    }
    Scrubber first = scrubber(RATE);
    before = key -> stopAt("c", key);
    assertThatThrownBy(() -> first.work(time)).isInstanceOf(StorageException.class);
    assertThat(opened).containsExactly("a", "b");
    assertThat(kept.isUnderWay()).isTrue();
    before = key -> {};
    opened.clear();

    Scrubber second = scrubber(RATE);
    assertThat(second.notice()).startsWith("damaged objects: 1 ");
    second.work(time);

    assertThat(opened).containsExactly("c", "d");
    assertThat(kept.isUnderWay()).isFalse();
    assertThat(kept.counts().of(ScrubOutcome.INTACT)).isEqualTo(3);
    assertThat(kept.counts().of(ScrubOutcome.ROTTEN)).isEqualTo(1);
    opened.clear();
    scrubber(RATE).work(time);
    assertThat(opened).as("read before the next pass is due").isEmpty();
  }

  @Test
  void start_afterAKill_repeatsWhatWasReadSinceThePlaceWasKept() {
    for (int i = 10; i < 99; i++) {
      memory.outside().write(BUCKET, new ObjectKey("key-" + i), new byte[1 << 20]);
    }
    time.pass(ObjectScrub.SETTLED);
    List<ScrubState> states = new ArrayList<>();
    Scrubber scrubber = scrubber(RATE, INTERVAL, states::add);

    scrubber.work(time);

    assertThat(states).as("records of the place").hasSizeBetween(3, 5);
    kept = states.getFirst();
    opened.clear();
    scrubber(RATE).work(time);
    assertThat(opened).hasSizeBetween(50, 65).contains("key-98").doesNotContain("key-10");
  }

  @Test
  void scrubThatIsOff_readsNothing() {
    put("a", "bytes", "other");
    Scrubber scrubber = scrubber(0);

    scrubber.work(time);

    assertThat(opened).isEmpty();
    assertThat(scrubber.state()).isEqualTo(ScrubState.NONE);
  }

  @Test
  void damage_isForgottenOnceTheObjectIsReplacedOrDeleted() {
    put("deleted", "bytes", "other");
    put("replaced", "bytes", "other");
    put("rotten", "bytes", "other");
    Scrubber scrubber = scrubber(RATE);
    scrubber.work(time);
    assertThat(scrubber.notice()).startsWith("damaged objects: 3 ");
    time.pass(Duration.ofSeconds(1));

    memory.delete(new ObjectName(BUCKET, new ObjectKey("deleted")), Expectation.ANYTHING);
    put("replaced", "bytes", "bytes");
    scrubber.work(time);

    assertThat(scrubber.state().damaged())
        .singleElement()
        .satisfies(damaged -> assertThat(damaged.name().key().value()).isEqualTo("rotten"));
  }

  @Test
  void damage_isNamedUpToABound() {
    for (int i = 0; i < Damage.MAX_NAMED + 3; i++) {
      put("key-" + i, "bytes", "other");
    }
    Scrubber scrubber = scrubber(RATE);

    scrubber.work(time);

    assertThat(scrubber.state().damaged()).hasSize(Damage.MAX_NAMED);
    assertThat(scrubber.state().further()).isEqualTo(3);
    assertThat(scrubber.notice()).startsWith("damaged objects: 103 ");
    time.pass(INTERVAL);
    scrubber.work(time);
    assertThat(scrubber.state().further()).isEqualTo(3);
  }

  @Test
  void objectThatCannotBeRead_isDamage_andTheOthersAreRead() {
    put("a", "bytes", "bytes");
    put("b", "bytes", "bytes");
    before = key -> fail(key, "a", FailureReason.STORAGE_FAULT);
    Scrubber scrubber = scrubber(RATE);

    scrubber.work(time);

    assertThat(scrubber.state().counts().of(ScrubOutcome.UNREADABLE)).isEqualTo(1);
    assertThat(scrubber.state().counts().of(ScrubOutcome.INTACT)).isEqualTo(1);
    assertThat(scrubber.state().damaged()).hasSize(1);
  }

  @Test
  void storageThatIsAway_saysNothingOfAnObject() {
    put("a", "bytes", "bytes");
    put("b", "bytes", "bytes");
    before = key -> fail(key, "b", FailureReason.UNAVAILABLE);
    Scrubber scrubber = scrubber(RATE);
    assertThatThrownBy(() -> scrubber.work(time)).isInstanceOf(StorageException.class);
    assertThat(scrubber.notice()).isNull();

    before = key -> {};
    scrubber.work(time);

    assertThat(opened).containsExactly("a", "b");
    assertThat(scrubber.state().counts().of(ScrubOutcome.INTACT)).isEqualTo(2);
  }

  @Test
  void close_endsAPassThatWaits_andKeepsItsPlace() {
    memory.outside().write(BUCKET, new ObjectKey("a"), new byte[1 << 20]);
    time.pass(ObjectScrub.SETTLED);
    Scrubber scrubber = scrubber(1, Duration.ofMillis(1), state -> kept = state);
    scrubber.start();
    Await.until("an object to be opened", () -> !opened.isEmpty());

    scrubber.close();

    assertThat(kept.isUnderWay()).isTrue();
    assertThat(Objects.requireNonNull(kept.at()).key().value()).isEqualTo("a");
  }

  private static void stopAt(String place, String key) {
    fail(key, place, FailureReason.CALL_CANCELLED);
  }

  private static void fail(String key, String place, FailureReason reason) {
    if (key.equals(place)) {
      throw new StorageException(reason, "as the test wants it");
    }
  }

  private Scrubber scrubber(long rate) {
    return scrubber(rate, INTERVAL, state -> kept = state);
  }

  private Scrubber scrubber(long rate, Duration interval, Consumer<ScrubState> keep) {
    StorageEngine engine = watched();
    return new Scrubber(
        engine,
        new Quotas(engine, time),
        new Scrubber.Settings(rate, interval),
        time,
        time,
        new ScrubStateStore() {
          @Override
          public ScrubState load() {
            return kept;
          }

          @Override
          public void keep(ScrubState state) {
            keep.accept(state);
          }
        });
  }

  private StorageEngine watched() {
    return (StorageEngine)
        Proxy.newProxyInstance(
            StorageEngine.class.getClassLoader(),
            new Class<?>[] {StorageEngine.class},
            (_, method, arguments) -> {
              if (method.getName().equals("open")) {
                String key = ((ObjectName) arguments[0]).key().value();
                before.accept(key);
                opened.add(key);
              }
              try {
                return method.invoke(memory, arguments);
              } catch (InvocationTargetException e) {
                throw e.getCause();
              }
            });
  }

  private void put(String key, String text, String textOfTag) {
    put(BUCKET, key, text, textOfTag);
  }

  /** Stores an object with the MD5 of a text that it may or may not be. */
  private void put(BucketName bucket, String key, String text, String textOfTag) {
    ETag tag = new ETag(HexFormat.of().formatHex(Md5.of(UTF_8.encode(textOfTag))));
    try (Stage stage = memory.stage(bucket, -1)) {
      stage.write(ByteBuffer.wrap(text.getBytes(UTF_8)));
      ObjectName name = new ObjectName(bucket, new ObjectKey(key));
      try (SealedStage sealed = memory.seal(name, stage, ObjectRecord.NONE.withTag(tag))) {
        memory.publish(sealed, Expectation.ANYTHING, Replaced.DROPPED);
      }
    }
  }
}
