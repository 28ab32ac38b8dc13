package dev.sluice.agent.store.contract;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sluice.agent.store.engine.EngineFeature;
import dev.sluice.agent.store.engine.listing.ListScan;
import dev.sluice.agent.store.engine.listing.ListedVersion;
import dev.sluice.agent.store.engine.listing.VersionScan;
import dev.sluice.agent.store.engine.object.DeleteMarker;
import dev.sluice.agent.store.engine.object.Deleted;
import dev.sluice.agent.store.engine.object.Expectation;
import dev.sluice.agent.store.engine.object.ExpectationNotMet;
import dev.sluice.agent.store.engine.object.ObjectName;
import dev.sluice.agent.store.engine.object.Replaced;
import dev.sluice.agent.store.engine.object.StoredObject;
import dev.sluice.agent.store.engine.object.VersionId;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** Versions of an engine that retains them. */
abstract class EngineVersionContract extends EngineContract {
  private static final ObjectName KEY = new ObjectName(BUCKET, key("dir/key"));
  private static final VersionId ONE = new VersionId("one");
  private static final VersionId TWO = new VersionId("two");
  private static final VersionId THREE = new VersionId("three");

  EngineVersionContract(Callable<EngineUnderTest> opener) {
    super(opener);
  }

  @Test
  void engine_saysThatItRetainsVersions() {
    assertThat(engine.info().features()).contains(EngineFeature.RETAINED_VERSIONS);
  }

  @Test
  void replacedVersion_isRetainedWithItsBytesAndRecord() {
    StoredObject first = retaining(ONE, "first");
    StoredObject second = retaining(TWO, "second");

    assertThat(first.version()).isEqualTo(ONE);
    assertThat(readable.stat(KEY)).isEqualTo(second);
    assertThat(readable.stat(KEY.at(TWO))).isEqualTo(second);
    assertThat(readable.stat(KEY.at(ONE))).isEqualTo(first);
    assertThat(readable.stat(KEY.at(THREE))).isNull();
    assertThat(read(KEY)).isEqualTo("second");
    assertThat(read(KEY.at(TWO))).isEqualTo("second");
    assertThat(read(KEY.at(ONE))).isEqualTo("first");
    assertThat(EngineListContract.names(readable, "", false)).containsExactly("dir/key");
  }

  @Test
  void droppedVersion_isGone_andOlderOnesStay() {
    retaining(ONE, "first");
    retaining(TWO, "second");

    publish(KEY.at(THREE), "third", Expectation.ANYTHING, Replaced.DROPPED);

    assertThat(readable.stat(KEY.at(TWO))).isNull();
    assertThat(versions()).containsExactly("dir/key three latest", "dir/key one");
  }

  /** As S3 does where versioning is suspended: the null version is replaced wherever it is. */
  @Test
  void nullVersion_isReplacedByTheNextOne_andOthersAreRetained() {
    retaining(null, "file");
    retaining(ONE, "first");

    StoredObject second = retaining(null, "second");

    assertThat(second.version()).isEqualTo(VersionId.NULL);
    assertThat(read(KEY.at(VersionId.NULL))).isEqualTo("second");
    assertThat(versions()).containsExactly("dir/key null latest", "dir/key one");
  }

  @Test
  void versions_areNewestFirstBySequence_whateverTheirTimesAre() {
    Instant later = TIME.plusSeconds(100);
    publish(KEY.at(ONE), "first", record("tag", later), Expectation.ANYTHING, Replaced.RETAINED);
    publish(KEY.at(TWO), "second", record("tag", TIME), Expectation.ANYTHING, Replaced.RETAINED);
    publish(
        KEY.at(THREE),
        "third",
        record("tag", later.minusSeconds(1)),
        Expectation.ANYTHING,
        Replaced.RETAINED);

    assertThat(versions()).containsExactly("dir/key three latest", "dir/key two", "dir/key one");
    StoredObject one = Objects.requireNonNull(readable.stat(KEY.at(ONE)));
    engine.replaceRecord(KEY.at(ONE), record("new"), new Expectation.Exactly(one.state()));
    assertThat(versions()).containsExactly("dir/key three latest", "dir/key two", "dir/key one");
  }

  @Test
  void versions_areListedByKeyAndInPages() {
    retaining(ONE, "first");
    retaining(TWO, "second");
    retaining(THREE, "third");
    publish("a", "text");
    publish("dir/sub/key", "text");
    publish("e", "text");
    mark(new ObjectName(BUCKET, key("e"), ONE));

    assertThat(versions())
        .containsExactly(
            "a null latest",
            "dir/key three latest",
            "dir/key two",
            "dir/key one",
            "dir/sub/key null latest",
            "e one marker latest",
            "e null");
    assertThat(versions("dir/", "dir/", null, true, 10))
        .containsExactly("dir/key three latest", "dir/key two", "dir/key one", "dir/sub/");
    assertThat(versions("", "", null, true, 2)).containsExactly("a null latest", "dir/");
    assertThat(versions("", "", null, false, 3))
        .containsExactly("a null latest", "dir/key three latest", "dir/key two");
    assertThat(versions("", "dir/key", TWO, false, 2))
        .containsExactly("dir/key one", "dir/sub/key null latest");
    assertThat(versions("", "dir/key", ONE, false, 1)).containsExactly("dir/sub/key null latest");
    assertThat(versions("", "dir/kex", TWO, false, 1)).containsExactly("dir/key three latest");
  }

  @Test
  void pageThatBeginsAfterADeletedVersion_beginsWithTheNewestOne() {
    retaining(ONE, "first");
    retaining(TWO, "second");

    assertThat(versions("", "dir/key", THREE, false, 10))
        .containsExactly("dir/key two latest", "dir/key one");
  }

  @Test
  void deletedVersion_isGoneForGood() {
    retaining(ONE, "first");
    retaining(TWO, "second");

    assertThat(engine.delete(KEY.at(ONE), Expectation.ANYTHING)).isEqualTo(Deleted.OBJECT);

    assertThat(readable.stat(KEY.at(ONE))).isNull();
    assertThat(readable.open(KEY.at(ONE))).isNull();
    assertThat(read(KEY)).isEqualTo("second");
    assertThat(engine.delete(KEY.at(ONE), Expectation.ANYTHING)).isEqualTo(Deleted.NOTHING);
  }

  @Test
  void deletedCurrentVersion_givesWayToTheNextOne() {
    retaining(ONE, "first");
    retaining(TWO, "second");

    assertThat(engine.delete(KEY.at(TWO), Expectation.ANYTHING)).isEqualTo(Deleted.OBJECT);

    assertThat(read(KEY)).isEqualTo("first");
    assertThat(versions()).containsExactly("dir/key one latest");
    assertThat(engine.delete(KEY, Expectation.ANYTHING)).isEqualTo(Deleted.OBJECT);
    assertThat(versions()).isEmpty();
  }

  @Test
  void marker_hidesTheObject_andItsRemovalShowsItAgain() {
    StoredObject first = retaining(ONE, "first");

    DeleteMarker marker = mark(KEY.at(TWO));

    assertThat(marker.version()).isEqualTo(TWO);
    assertThat(readable.marker(KEY)).isEqualTo(marker);
    assertThat(readable.marker(KEY.at(TWO))).isEqualTo(marker);
    assertThat(readable.marker(KEY.at(ONE))).isNull();
    assertThat(readable.stat(KEY)).isNull();
    assertThat(readable.open(KEY)).isNull();
    assertThat(readable.stat(KEY.at(TWO))).isNull();
    assertThat(readable.stat(KEY.at(ONE))).isEqualTo(first);
    assertThat(read(KEY.at(ONE))).isEqualTo("first");
    assertThat(EngineListContract.names(readable, "", true)).isEmpty();
    assertThat(versions()).containsExactly("dir/key two marker latest", "dir/key one");

    assertThat(engine.delete(KEY, Expectation.ANYTHING)).isEqualTo(Deleted.NOTHING);
    assertThat(engine.delete(KEY.at(TWO), Expectation.ANYTHING)).isEqualTo(Deleted.MARKER);
    assertThat(readable.stat(KEY)).isEqualTo(first);
    assertThat(readable.marker(KEY)).isNull();
  }

  @Test
  void marker_mayBeWhereNothingWas() {
    DeleteMarker marker = mark(KEY.at(ONE));

    assertThat(readable.marker(KEY)).isEqualTo(marker);
    assertThat(versions()).containsExactly("dir/key one marker latest");
    retaining(TWO, "second");
    assertThat(read(KEY)).isEqualTo("second");
    assertThat(versions()).containsExactly("dir/key two latest", "dir/key one marker");
  }

  @Test
  void expectations_areOfTheVersionThatIsNamed() {
    StoredObject first = retaining(ONE, "first");
    StoredObject second = retaining(TWO, "second");
    Expectation ofFirst = new Expectation.Exactly(first.state());

    assertThatThrownBy(() -> publish(KEY.at(THREE), "x", ofFirst, Replaced.RETAINED))
        .isInstanceOf(ExpectationNotMet.class);
    assertThatThrownBy(() -> engine.delete(KEY, ofFirst)).isInstanceOf(ExpectationNotMet.class);
    assertThatThrownBy(() -> engine.delete(KEY.at(ONE), new Expectation.Exactly(second.state())))
        .isInstanceOf(ExpectationNotMet.class);
    assertThatThrownBy(() -> mark(KEY.at(THREE), ofFirst)).isInstanceOf(ExpectationNotMet.class);
    assertThat(engine.delete(KEY.at(ONE), ofFirst)).isEqualTo(Deleted.OBJECT);
    DeleteMarker marker = mark(KEY.at(THREE), new Expectation.Exactly(second.state()));
    publish(KEY.at(ONE), "again", Expectation.ABSENT, Replaced.RETAINED);
    assertThatThrownBy(() -> engine.delete(KEY.at(THREE), ofFirst))
        .isInstanceOf(ExpectationNotMet.class);
    assertThat(engine.delete(KEY.at(THREE), new Expectation.Exactly(marker.state())))
        .isEqualTo(Deleted.MARKER);
    assertThat(versions()).containsExactly("dir/key one latest", "dir/key two");
  }

  @Test
  void replacedRecord_isThatOfTheVersionThatIsNamed() {
    StoredObject first = retaining(ONE, "first");
    StoredObject second = retaining(TWO, "second");

    StoredObject changed =
        engine.replaceRecord(KEY.at(ONE), record("new"), new Expectation.Exactly(first.state()));

    assertThat(changed.version()).isEqualTo(ONE);
    assertThat(readable.stat(KEY.at(ONE))).isEqualTo(changed);
    assertThat(changed.record()).isEqualTo(record("new"));
    assertThat(read(KEY.at(ONE))).isEqualTo("first");
    assertThat(readable.stat(KEY)).isEqualTo(second);
  }

  @Test
  void fileFromOutside_isTheNullVersion() {
    retaining(ONE, "first");
    ObjectName other = new ObjectName(BUCKET, key("other"));

    tested.writeFromOutside(BUCKET, other.key(), "text".getBytes(UTF_8));

    assertThat(Objects.requireNonNull(readable.stat(other)).version()).isEqualTo(VersionId.NULL);
    assertThat(read(other.at(VersionId.NULL))).isEqualTo("text");
  }

  @Test
  void bucketThatHoldsVersions_isNotDeleted() {
    retaining(ONE, "first");
    mark(KEY.at(TWO));

    assertThat(engine.deleteBucket(BUCKET)).isFalse();
    engine.delete(KEY.at(ONE), Expectation.ANYTHING);
    assertThat(engine.deleteBucket(BUCKET)).isFalse();
    engine.delete(KEY.at(TWO), Expectation.ANYTHING);
    assertThat(engine.deleteBucket(BUCKET)).isTrue();
  }

  private StoredObject retaining(@Nullable VersionId id, String text) {
    ObjectName name = id == null ? KEY : KEY.at(id);
    return publish(name, text, Expectation.ANYTHING, Replaced.RETAINED);
  }

  private DeleteMarker mark(ObjectName name) {
    return mark(name, Expectation.ANYTHING);
  }

  private DeleteMarker mark(ObjectName name, Expectation expectation) {
    return engine.publishMarker(name, record("marker"), expectation, Replaced.RETAINED);
  }

  private List<String> versions() {
    return versions("", "", null, false, 1000);
  }

  private List<String> versions(
      String prefix, String from, @Nullable VersionId after, boolean rollUp, int limit) {
    ListScan keys = new ListScan(prefix.getBytes(UTF_8), from.getBytes(UTF_8), rollUp, limit);
    return readable.listVersions(BUCKET, new VersionScan(keys, after)).stream()
        .map(EngineVersionContract::line)
        .toList();
  }

  private static String line(ListedVersion listed) {
    return switch (listed) {
      case ListedVersion.Stored(var key, var object, var latest) ->
          key.value() + " " + object.version() + (latest ? " latest" : "");
      case ListedVersion.Marker(var key, var marker, var latest) ->
          key.value() + " " + marker.version() + " marker" + (latest ? " latest" : "");
      case ListedVersion.Directory(String prefix) -> prefix;
    };
  }
}
