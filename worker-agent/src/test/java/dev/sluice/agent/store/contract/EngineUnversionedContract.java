package dev.sluice.agent.store.contract;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sluice.agent.store.engine.EngineFeature;
import dev.sluice.agent.store.engine.listing.ListScan;
import dev.sluice.agent.store.engine.listing.ListedVersion;
import dev.sluice.agent.store.engine.listing.VersionScan;
import dev.sluice.agent.store.engine.object.Deleted;
import dev.sluice.agent.store.engine.object.Expectation;
import dev.sluice.agent.store.engine.object.ExpectationNotMet;
import dev.sluice.agent.store.engine.object.ObjectName;
import dev.sluice.agent.store.engine.object.Replaced;
import dev.sluice.agent.store.engine.object.StoredObject;
import dev.sluice.agent.store.engine.object.VersionId;
import dev.sluice.v1.FailureReason;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** Versions of an engine that retains none: each object is the null version of its key. */
abstract class EngineUnversionedContract extends EngineContract {
  private static final ObjectName KEY = new ObjectName(BUCKET, key("dir/key"));
  private static final ObjectName NULL = KEY.at(VersionId.NULL);
  private static final ObjectName ONE = KEY.at(new VersionId("one"));

  EngineUnversionedContract(Callable<EngineUnderTest> opener) {
    super(opener);
  }

  @Test
  void engine_saysThatItRetainsNoVersions() {
    assertThat(engine.info().features()).doesNotContain(EngineFeature.RETAINED_VERSIONS);
  }

  @Test
  void nullVersion_isTheObject() {
    StoredObject stored = publish("dir/key", "text");

    assertThat(stored.version()).isEqualTo(VersionId.NULL);
    assertThat(readable.stat(NULL)).isEqualTo(stored);
    assertThat(read(NULL)).isEqualTo("text");
    Expectation.Exactly there = new Expectation.Exactly(stored.state());
    StoredObject changed = engine.replaceRecord(NULL, record("new"), there);
    assertThat(readable.stat(KEY)).isEqualTo(changed);
    assertThat(engine.delete(NULL, Expectation.ANYTHING)).isEqualTo(Deleted.OBJECT);
    assertThat(readable.stat(KEY)).isNull();
    publish(NULL, "again", Expectation.ABSENT, Replaced.DROPPED);
    assertThat(read(KEY)).isEqualTo("again");
  }

  @Test
  void otherVersions_areNotThere() {
    StoredObject stored = publish("dir/key", "text");
    Expectation.Exactly there = new Expectation.Exactly(stored.state());

    assertThat(readable.stat(ONE)).isNull();
    assertThat(readable.open(ONE)).isNull();
    assertThat(readable.marker(KEY)).isNull();
    assertThat(readable.marker(ONE)).isNull();
    assertThat(engine.delete(ONE, Expectation.ANYTHING)).isEqualTo(Deleted.NOTHING);
    assertThatThrownBy(() -> engine.delete(ONE, there)).isInstanceOf(ExpectationNotMet.class);
    assertThatThrownBy(() -> engine.replaceRecord(ONE, record("new"), there))
        .isInstanceOf(ExpectationNotMet.class);
    assertThat(readable.stat(KEY)).isEqualTo(stored);
  }

  @Test
  void missingBucket_isSaidWhateverTheVersion() {
    engine.deleteBucket(BUCKET);

    assertThat(StoreContract.failureOf(() -> readable.stat(ONE)).reason())
        .isEqualTo(FailureReason.BUCKET_NOT_FOUND);
    assertThat(StoreContract.failureOf(() -> readable.open(ONE)).reason())
        .isEqualTo(FailureReason.BUCKET_NOT_FOUND);
  }

  @Test
  void retaining_isRefusedAndChangesNothing() {
    StoredObject stored = publish("dir/key", "text");

    assertThat(
            StoreContract.failureOf(
                    () -> publish(KEY, "x", Expectation.ANYTHING, Replaced.RETAINED))
                .reason())
        .isEqualTo(FailureReason.NOT_IMPLEMENTED);
    assertThat(
            StoreContract.failureOf(() -> publish(ONE, "x", Expectation.ANYTHING, Replaced.DROPPED))
                .reason())
        .isEqualTo(FailureReason.NOT_IMPLEMENTED);
    assertThat(
            StoreContract.failureOf(
                    () ->
                        engine.publishMarker(
                            ONE, record("marker"), Expectation.ANYTHING, Replaced.RETAINED))
                .reason())
        .isEqualTo(FailureReason.NOT_IMPLEMENTED);
    assertThat(readable.stat(KEY)).isEqualTo(stored);
    assertThat(read(KEY)).isEqualTo("text");
  }

  @Test
  void versions_areTheObjects() {
    for (String key : List.of("a", "b/c", "b/d", "e")) {
      publish(key, key);
    }

    assertThat(versions("", null, false, 10)).containsExactly("a", "b/c", "b/d", "e");
    assertThat(versions("b/c", null, true, 10)).containsExactly("b/", "e");
    assertThat(versions("b/c", VersionId.NULL, false, 2)).containsExactly("b/d", "e");
    assertThat(versions("b/c", new VersionId("one"), false, 1)).containsExactly("b/c");
    assertThat(versions("b", VersionId.NULL, false, 1)).containsExactly("b/c");
  }

  private List<String> versions(String from, @Nullable VersionId after, boolean rollUp, int limit) {
    ListScan keys = new ListScan(new byte[0], from.getBytes(UTF_8), rollUp, limit);
    return readable.listVersions(BUCKET, new VersionScan(keys, after)).stream()
        .map(this::line)
        .toList();
  }

  private String line(ListedVersion listed) {
    return switch (listed) {
      case ListedVersion.Stored(var key, var object, var latest) -> {
        assertThat(object).isEqualTo(stat(key.value()));
        assertThat(latest).isTrue();
        yield key.value();
      }
      case ListedVersion.Marker(var key, var marker, var latest) ->
          throw new AssertionError("marker: " + key + " " + marker + " " + latest);
      case ListedVersion.Directory(String prefix) -> prefix;
    };
  }
}
