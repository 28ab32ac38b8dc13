package dev.sluice.agent.store.local.volume;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sluice.agent.store.contract.Publication;
import dev.sluice.agent.store.engine.object.Expectation;
import dev.sluice.agent.store.engine.object.ExpectationNotMet;
import dev.sluice.agent.store.engine.object.ObjectName;
import dev.sluice.agent.store.engine.object.OpenObject;
import dev.sluice.agent.store.engine.object.Stage;
import dev.sluice.agent.store.local.Fixture;
import dev.sluice.agent.store.local.LocalEngine;
import dev.sluice.agent.store.local.LocalSettings;
import dev.sluice.agent.store.local.posix.Descriptor;
import dev.sluice.agent.store.local.posix.Errno;
import dev.sluice.agent.store.local.posix.ErrnoException;
import dev.sluice.agent.store.local.posix.Lack;
import dev.sluice.agent.store.local.posix.LackingPosix;
import dev.sluice.agent.store.local.posix.LimitedAttributes;
import dev.sluice.agent.store.local.posix.Posix;
import dev.sluice.agent.store.local.posix.RenameMode;
import dev.sluice.agent.store.local.posix.TestPaths;
import dev.sluice.agent.store.local.posix.Tree;
import java.nio.file.Files;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
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
  void filesThatCannotBeSynced_areRefused() {
    Posix posix =
        new Posix() {
          @Override
          public void sync(Descriptor file) throws ErrnoException {
            if (!stat(file).isDirectory()) {
              throw new ErrnoException(Errno.EINVAL, "fsync", file.path());
            }
            super.sync(file);
          }
        };
    assertThatThrownBy(() -> LocalEngine.open(LocalSettings.of(root), posix))
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("cannot make files durable");
  }

  @Test
  void linksThatReplace_areNoLinks() {
    Posix posix =
        new Posix() {
          @Override
          public void link(
              Descriptor directory, byte[] name, Descriptor newDirectory, byte[] newName)
              throws ErrnoException {
            Tree.remove(this, newDirectory, newName);
            super.link(directory, name, newDirectory, newName);
          }

          @Override
          public void rename(
              Descriptor directory,
              byte[] name,
              Descriptor newDirectory,
              byte[] newName,
              RenameMode mode)
              throws ErrnoException {
            if (mode != RenameMode.REPLACE) {
              throw new ErrnoException(Errno.EINVAL, "renameat2", newName);
            }
            super.rename(directory, name, newDirectory, newName, mode);
          }
        };
    assertThatThrownBy(() -> LocalEngine.open(LocalSettings.of(root), posix))
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("refuse to replace");
  }

  @Test
  void openFilesThatKeepAName_areNotKeptOpen() throws Exception {
    try (LocalEngine engine =
        LocalEngine.open(LocalSettings.of(root), new LackingPosix(Lack.NAMELESS_FILES))) {
      assertThat(engine.info().features()).isNotEmpty();
    }
    assertThat(root.resolve(".sluice/staging")).isEmptyDirectory();
    assertThat(probe(new LackingPosix()).nameless()).isTrue();
    assertThat(probe(new LackingPosix(Lack.NAMELESS_FILES)).nameless()).isFalse();
  }

  private Capabilities probe(Posix posix) throws ErrnoException {
    try (Descriptor directory = posix.openRoot(TestPaths.bytes(root.toString()))) {
      return Capabilities.probe(posix, new Syncs(posix, true), directory);
    }
  }

  @Test
  void attributesThatDoNotStay_areNotUsed() {
    Posix forgetful =
        new Posix() {
          @Override
          public byte @Nullable [] attribute(Descriptor file, byte[] attribute) {
            return null;
          }
        };
    try (Fixture local = new Fixture(root, forgetful)) {
      local.put("key", "content");
      assertThat(local.at("key").record()).isEqualTo(Fixture.record("content"));
    }
  }

  /** One branch of a union can what the other, which the object goes to, cannot. */
  @Test
  void whatFailsWithOneFileAlone_isDoneInAnotherWay() throws Exception {
    Posix union =
        new Posix() {
          @Override
          public void rename(
              Descriptor directory,
              byte[] name,
              Descriptor newDirectory,
              byte[] newName,
              RenameMode mode)
              throws ErrnoException {
            if (mode != RenameMode.REPLACE && !TestPaths.text(newName).startsWith("probe")) {
              throw new ErrnoException(Errno.EINVAL, "renameat2", newName);
            }
            super.rename(directory, name, newDirectory, newName, mode);
          }
        };
    try (Fixture local = new Fixture(root, union)) {
      local.put("a", "self", Expectation.ABSENT);
      local.put("a/b", "below", Expectation.ABSENT);

      assertThat(local.keys()).containsExactly("a", "a/b");
      assertThat(local.get("a")).isEqualTo("self");
      assertThat(local.get("a/b")).isEqualTo("below");
      assertThat(root.resolve(".sluice/staging")).isEmptyDirectory();
      assertThat(root.resolve(".sluice/moves")).isEmptyDirectory();
    }
  }

  /** A file may be another user's, or have all the links it can have. */
  @Test
  void objectThatCannotBeLinked_isTakenIntoItsDirectoryAllTheSame() throws Exception {
    Posix protective =
        new Posix() {
          @Override
          public void link(
              Descriptor directory, byte[] name, Descriptor newDirectory, byte[] newName)
              throws ErrnoException {
            if (TestPaths.text(name).equals("a")) {
              throw new ErrnoException(Errno.EPERM, "linkat", newName);
            }
            super.link(directory, name, newDirectory, newName);
          }
        };
    try (Fixture local = new Fixture(root, protective)) {
      local.put("a", "self");
      local.put("a/b", "below");

      assertThat(local.get("a")).isEqualTo("self");
      assertThat(local.keys()).containsExactly("a", "a/b");
    }
  }

  /** As some file systems do with files of another. */
  @Test
  void copyOfNothing_isNotTakenForTheEndOfTheSource() {
    Posix idle =
        new Posix() {
          @Override
          public void shareRange(
              Descriptor source,
              long sourceOffset,
              Descriptor target,
              long targetOffset,
              long length)
              throws ErrnoException {
            throw new ErrnoException(Errno.ENOTTY, "ioctl", target.path());
          }

          @Override
          public long copyRange(
              Descriptor source,
              long sourceOffset,
              Descriptor target,
              long targetOffset,
              long length) {
            return 0;
          }
        };
    try (Fixture local = new Fixture(root, idle)) {
      local.put("source", "content");
      try (OpenObject source = local.open("source");
          Stage stage = local.engine.stage(Fixture.BUCKET, -1)) {
        stage.append(source, 0, source.object().size());
        assertThat(stage.size()).isEqualTo("content".length());
        Publication.publish(
            local.engine,
            new ObjectName(Fixture.BUCKET, Fixture.key("target")),
            stage,
            Fixture.record("target"),
            Expectation.ANYTHING);
      }
      assertThat(local.get("target")).isEqualTo("content");
    }
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
                    Publication.publish(
                        local.engine,
                        new ObjectName(Fixture.BUCKET, Fixture.key("key")),
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
