package dev.sluice.agent.store.local;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sluice.agent.store.engine.Expectation;
import dev.sluice.agent.store.engine.ExpectationNotMet;
import dev.sluice.agent.store.engine.Stage;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A file system that lacks something is served rightly, or refused with a sentence. */
class CapabilitiesTest {
  @TempDir Path root;

  private void assertRefused(String why, Lack... lacks) {
    Posix posix = new LackingPosix(lacks);
    assertThatThrownBy(() -> LocalEngine.open(LocalSettings.of(root), posix))
        .isInstanceOf(IllegalStateException.class)
        .hasMessageStartingWith("The data folder " + root + " cannot be used: The file system ")
        .hasMessageContaining(why);
    // Nothing is left locked or lying about.
    assertThat(root.resolve(".sluice/staging")).isEmptyDirectory();
    new Fixture(root).close();
  }

  @Test
  void caseThatIsIgnored_isRefused() {
    assertRefused("ignores case", Lack.CASE);
  }

  @Test
  void shortNames_areRefused() {
    assertRefused("shorter than 255 bytes", Lack.LONG_NAMES);
  }

  @Test
  void neitherLinksNorRenamesThatRefuse_areRefused() {
    assertRefused("refuse to replace", Lack.LINKS, Lack.NO_REPLACE);
  }

  @Test
  void directoriesThatCannotBeSynced_areRefused_unlessNothingIs() {
    assertRefused("only durability 'os'", Lack.DIRECTORY_SYNC);

    LocalSettings settings = LocalSettings.of(root).withFsync(false);
    LocalEngine.open(settings, new LackingPosix(Lack.DIRECTORY_SYNC)).close();
  }

  @Test
  void attributesTooSmallForARecordsCore_areNotUsed() {
    try (Fixture local = new Fixture(root, new LimitedAttributes(100))) {
      local.put("key", "content");
      assertThat(local.at("key").record()).isEqualTo(Fixture.record("content"));
    }
  }

  @Test
  void withoutNotification_ownChangesAreListedAtOnce() throws Exception {
    try (Fixture local = new Fixture(root, new LackingPosix(Lack.NOTIFICATION, Lack.EXCHANGE))) {
      assertThat(local.keys()).isEmpty();
      local.put("a", "self");
      assertThat(local.keys()).containsExactly("a");
      local.put("a/b", "below");
      assertThat(local.keys()).containsExactly("a", "a/b");
      local.delete("a");
      assertThat(local.keys()).containsExactly("a/b");
    }
  }

  @Test
  void putOfANewKey_byALink_neverReplaces() throws Exception {
    try (Fixture local = new Fixture(root, new LackingPosix(Lack.NO_REPLACE))) {
      local.put("key", "first", Expectation.ABSENT);
      try (Stage second = local.staged("second")) {
        assertThatThrownBy(
                () ->
                    local.engine.publish(
                        Fixture.BUCKET,
                        Fixture.key("key"),
                        second,
                        Fixture.record("second"),
                        Expectation.ABSENT))
            .isInstanceOf(ExpectationNotMet.class);
      }

      assertThat(local.get("key")).isEqualTo("first");
      assertThat(Files.getAttribute(local.file("key"), "unix:nlink")).isEqualTo(1);
      assertThat(root.resolve(".sluice/staging")).isEmptyDirectory();
    }
  }
}
