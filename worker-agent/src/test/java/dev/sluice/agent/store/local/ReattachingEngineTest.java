package dev.sluice.agent.store.local;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sluice.agent.store.contract.Publication;
import dev.sluice.agent.store.contract.Scans;
import dev.sluice.agent.store.engine.ReadableStorage;
import dev.sluice.agent.store.engine.bucket.BucketRecord;
import dev.sluice.agent.store.engine.object.Expectation;
import dev.sluice.agent.store.engine.object.ObjectName;
import dev.sluice.agent.store.engine.object.OpenObject;
import dev.sluice.agent.store.engine.object.Stage;
import dev.sluice.common.model.StorageException;
import dev.sluice.v1.FailureReason;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A data folder that goes away while it is served, and comes back or does not. */
class ReattachingEngineTest {
  @TempDir Path above;
  private Path data;
  private Path elsewhere;
  private LocalSettings settings;
  private ReattachingEngine engine;
  private final List<Boolean> heard = new ArrayList<>();

  @BeforeEach
  void serve() throws IOException {
    data = Files.createDirectory(above.resolve("data"));
    elsewhere = above.resolve("elsewhere");
    settings = LocalSettings.of(data);
    engine = ReattachingEngine.open(settings);
    engine.createBucket(Fixture.BUCKET, new BucketRecord(Fixture.THEN, Fixture.OWNER));
    put("key", "content");
  }

  @AfterEach
  void close() {
    engine.close();
  }

  private void put(String key, String content) {
    publish(key, staged(content));
  }

  private Stage staged(String content) {
    Stage stage = engine.stage(Fixture.BUCKET, -1);
    stage.write(ByteBuffer.wrap(content.getBytes(StandardCharsets.UTF_8)));
    return stage;
  }

  private void publish(String key, Stage stage) {
    Publication.publish(
        engine,
        new ObjectName(Fixture.BUCKET, Fixture.key(key)),
        stage,
        Fixture.record(key),
        Expectation.ANYTHING);
  }

  private String get(String key) {
    return get(engine, key);
  }

  private static String get(ReadableStorage storage, String key) {
    try (OpenObject object =
        Objects.requireNonNull(storage.open(new ObjectName(Fixture.BUCKET, Fixture.key(key))))) {
      return Fixture.text(object);
    }
  }

  private void look() {
    engine.check(heard::add);
  }

  private static void assertUnavailable(ThrowingCallable call) {
    assertThatThrownBy(call)
        .isInstanceOfSatisfying(
            StorageException.class,
            e -> assertThat(e.reason()).isEqualTo(FailureReason.UNAVAILABLE));
  }

  private void assertAway() {
    assertThat(engine.absence()).isNotNull();
    assertUnavailable(() -> engine.buckets(Scans.BUCKETS));
    assertUnavailable(() -> engine.open(new ObjectName(Fixture.BUCKET, Fixture.key("key"))));
    assertUnavailable(() -> put("other", "content"));
    assertUnavailable(() -> engine.info());
  }

  private static void remove(Path tree) throws IOException {
    try (Stream<Path> files = Files.walk(tree)) {
      for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
        Files.delete(file);
      }
    }
  }

  @Test
  void folderThatStays_isServedOn() {
    look();
    look();

    assertThat(engine.absence()).isNull();
    assertThat(get("key")).isEqualTo("content");
    assertThat(heard).isEmpty();
  }

  @Test
  void folderThatIsMovedAway_isServedAgainWhenItIsBack() throws IOException {
    Files.move(data, elsewhere);
    look();
    assertThat(engine.absence()).isEqualTo("the data folder " + data + " is not there");
    assertAway();
    look();
    assertAway();

    Files.move(elsewhere, data);
    look();

    assertThat(engine.absence()).isNull();
    assertThat(get("key")).isEqualTo("content");
    put("later", "more");
    assertThat(get("later")).isEqualTo("more");
    assertThat(heard).containsExactly(false, true);
  }

  /** As a mount point is when its file system was unmounted. */
  @Test
  void emptyFolderInItsPlace_isNeitherServedNorBegun() throws IOException {
    Files.move(data, elsewhere);
    Files.createDirectory(data);
    look();
    assertAway();
    look();

    assertAway();
    assertThat(data).isEmptyDirectory();
    assertThat(heard).containsExactly(false);
  }

  @Test
  void folderThatIsRemovedAndMadeAnew_isNotServed() throws IOException {
    remove(data);
    // Also before the next look: what is not found there is not known to be nowhere.
    assertUnavailable(() -> engine.buckets(Scans.BUCKETS));
    assertUnavailable(() -> engine.stat(new ObjectName(Fixture.BUCKET, Fixture.key("key"))));
    assertUnavailable(
        () -> engine.createBucket(Fixture.BUCKET, new BucketRecord(Fixture.THEN, Fixture.OWNER)));
    Files.createDirectories(data.resolve("photos"));
    look();
    look();

    assertAway();
    assertThat(data.resolve(".sluice")).doesNotExist();
  }

  @Test
  void otherStoreInItsPlace_isNotServed() throws IOException {
    Files.move(data, elsewhere);
    Files.createDirectory(data);
    LocalEngine.open(settings).close();
    look();
    look();

    assertAway();
    assertThat(engine.absence()).contains("another store");
  }

  @Test
  void ownDirectoryThatIsRemoved_endsTheServing() throws IOException {
    remove(data.resolve(".sluice"));
    look();

    assertAway();
    assertThat(engine.absence()).endsWith("has lost its .sluice/lock");
    look();
    assertThat(data.resolve(".sluice")).doesNotExist();
  }

  @Test
  void lock_isGivenBackWhileAwayAndTakenAnew() throws IOException {
    Files.move(data, elsewhere);
    look();
    try (LocalEngine other = LocalEngine.open(LocalSettings.of(elsewhere))) {
      assertThat(other.buckets(Scans.BUCKETS)).containsExactly(Fixture.BUCKET);
      Files.move(elsewhere, data);
      look();
      assertAway();
      assertThat(engine.absence()).contains("served by another agent");
    }
    look();

    assertThat(get("key")).isEqualTo("content");
    assertThatThrownBy(() -> LocalEngine.open(settings))
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("served by another agent");
  }

  /** Two engines would otherwise change one store. */
  @Test
  void whatWasUnderWay_changesNothingAfterwards() throws IOException {
    Stage stage = staged("stale");
    OpenObject open =
        Objects.requireNonNull(engine.open(new ObjectName(Fixture.BUCKET, Fixture.key("key"))));
    Files.move(data, elsewhere);
    look();
    Files.move(elsewhere, data);
    look();

    assertUnavailable(() -> stage.write(ByteBuffer.wrap(new byte[1])));
    assertUnavailable(() -> publish("key", stage));
    assertUnavailable(() -> open.read(0, ByteBuffer.allocate(1)));
    open.close();
    assertThat(get("key")).isEqualTo("content");
  }

  @Test
  void folderThatIsOnlyRead_isServedAgainWhenItIsBack() throws IOException {
    engine.close();
    try (ReattachingStorage<ReadOnlyFolder> readOnly =
        new ReattachingStorage<>(settings, wanted -> ReadOnlyFolder.open(settings, wanted))) {
      Files.move(data, elsewhere);
      Files.createDirectory(data);
      readOnly.check(heard::add);
      readOnly.check(heard::add);
      assertThat(readOnly.absence()).isNotNull();
      assertUnavailable(() -> readOnly.buckets(Scans.BUCKETS));

      Files.delete(data);
      Files.move(elsewhere, data);
      readOnly.check(heard::add);
      assertThat(get(readOnly, "key")).isEqualTo("content");
    }
    assertThat(heard).containsExactly(false, true);
  }

  @Test
  void storeThatMustExist_isNotBegun() throws IOException {
    Path empty = Files.createDirectory(elsewhere);
    LocalSettings demanding = LocalSettings.of(empty).withRequireStore(true);

    for (ThrowingCallable start :
        List.<ThrowingCallable>of(
            () -> ReattachingEngine.open(demanding),
            () -> ReattachingEngine.openReadOnly(demanding))) {
      assertThatThrownBy(start)
          .isInstanceOf(IllegalStateException.class)
          .hasMessageContaining("holds no store yet")
          .hasMessageContaining("require-existing-store");
    }
    assertThat(empty).isEmptyDirectory();

    LocalEngine.open(LocalSettings.of(empty)).close();
    ReattachingEngine.open(demanding).close();
  }

  @Test
  void formatOfAnOlderVersion_getsAnId() throws IOException {
    engine.close();
    Path format = data.resolve(".sluice/format");
    assertThat(format).content().matches("1\nid [0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}\n");
    Files.writeString(format, "1\n");
    engine = ReattachingEngine.open(settings);
    String written = Files.readString(format);
    assertThat(written).matches("1\nid [0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}\n");

    assertThat(written).isEqualTo("1\nid " + engine.info().namespaceId() + "\n");

    engine.close();
    engine = ReattachingEngine.open(settings);
    assertThat(format).hasContent(written);
  }

  /** Earlier builds wrote the id without dashes: it stays the store's. */
  @Test
  void idWithoutDashes_isKept() throws IOException {
    engine.close();
    String id = "0123456789abcdef0123456789abcdef";
    Path format = data.resolve(".sluice/format");
    Files.writeString(format, "1\nid " + id + "\n");

    engine = ReattachingEngine.open(settings);

    assertThat(engine.info().namespaceId()).isEqualTo(id);
    assertThat(format).hasContent("1\nid " + id + "\n");
  }
}
