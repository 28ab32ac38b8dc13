package dev.sluice.agent.store.local.tree;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import dev.sluice.agent.store.engine.bucket.BucketRecord;
import dev.sluice.agent.store.local.Fixture;
import dev.sluice.agent.store.local.LocalEngine;
import dev.sluice.agent.store.local.LocalSettings;
import dev.sluice.agent.store.local.posix.Descriptor;
import dev.sluice.agent.store.local.posix.Errno;
import dev.sluice.agent.store.local.posix.ErrnoException;
import dev.sluice.agent.store.local.posix.FileStat;
import dev.sluice.agent.store.local.posix.LimitedAttributes;
import dev.sluice.agent.store.local.posix.Names;
import dev.sluice.agent.store.local.posix.Posix;
import dev.sluice.agent.store.local.posix.RenameMode;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.slf4j.LoggerFactory;

/** Folders that people made stay, and give to objects what they have for files. */
class PeoplesFoldersTest {
  private static final int GROUP = 4711;

  @TempDir Path root;

  // ---- Who made it ----

  @Test
  void folderOfSomebody_staysWhenItsLastKeyGoes() throws IOException {
    try (Fixture local = new Fixture(root)) {
      Files.createDirectory(local.file("drop"));
      Files.setAttribute(local.file("drop"), "unix:mode", 02775);
      local.put("drop/in/key", "x");
      local.put("drop/key", "x");

      local.delete("drop/in/key");
      local.delete("drop/key");

      assertThat(local.file("drop")).isEmptyDirectory();
      assertThat((int) Files.getAttribute(local.file("drop"), "unix:mode") & 07777)
          .isEqualTo(02775);
      assertThat(local.keys()).isEmpty();
    }
  }

  @Test
  void folderOfSluice_goesWithItsLastKey() {
    try (Fixture local = new Fixture(root)) {
      local.put("a/b/c", "x");
      local.put("o", "x");
      local.put("o/below", "x");
      local.delete("a/b/c");
      local.delete("o");
      local.delete("o/below");

      assertThat(local.root.resolve("photos")).isEmptyDirectory();
    }
  }

  /** A restart knows them again: the mark lies with the folder. */
  @Test
  void folderOfSluice_isKnownAfterARestart() {
    try (Fixture local = new Fixture(root)) {
      local.put("a/b/c", "x");
    }
    try (Fixture local = new Fixture(root)) {
      local.delete("a/b/c");
      assertThat(local.file("a")).doesNotExist();
    }
  }

  /** A copy takes the mark along, and is somebody's all the same. */
  @Test
  void copiedFolder_isSomebodys() throws Exception {
    try (Fixture local = new Fixture(root)) {
      local.put("made/key", "x");
      String from = local.file("made").toString();
      Process copy = new ProcessBuilder("cp", "-a", from, local.file("copied").toString()).start();
      assertThat(copy.waitFor()).isZero();

      local.delete("copied/key");
      local.delete("made/key");

      assertThat(local.file("copied")).isEmptyDirectory();
      assertThat(local.file("made")).doesNotExist();
    }
  }

  @Test
  void withoutAttributes_foldersStay_andTheBucketCanBeDeleted() {
    try (Fixture local = new Fixture(root, new LimitedAttributes(0))) {
      local.put("a/b/c", "x");
      local.delete("a/b/c");

      assertThat(local.file("a/b")).isEmptyDirectory();
      assertThat(local.keys()).isEmpty();
      assertThat(local.engine.deleteBucket(Fixture.BUCKET)).isTrue();
      assertThat(local.root.resolve("photos")).doesNotExist();
    }
  }

  // ---- What it gives ----

  /** A folder {@code shared} that is set-group-id and has a default list, whoever runs the test. */
  private static final class Sharing extends Posix {
    final List<String> given = new ArrayList<>();
    boolean forbidden;

    private static boolean isShared(Descriptor file) {
      return Names.show(Names.last(file.path())).equals("shared");
    }

    @Override
    public FileStat stat(Descriptor file) throws ErrnoException {
      FileStat stat = super.stat(file);
      return isShared(file)
          ? new FileStat(
              stat.mode() | FileStat.SET_GROUP_ID,
              stat.links(),
              GROUP,
              stat.inode(),
              stat.device(),
              stat.size(),
              stat.modifiedSeconds(),
              stat.modifiedNanos(),
              stat.createdSeconds(),
              stat.createdNanos(),
              stat.changedSeconds(),
              stat.changedNanos())
          : stat;
    }

    private void give(String what, Descriptor file) throws ErrnoException {
      if (forbidden) {
        throw new ErrnoException(Errno.EPERM, "fchown", file.path());
      }
      given.add(what);
    }

    @Override
    public void setGroup(Descriptor file, int group) throws ErrnoException {
      give("group " + group, file);
    }

    @Override
    public void setMode(Descriptor file, int mode) throws ErrnoException {
      super.setMode(file, mode);
      if ((mode & FileStat.SET_GROUP_ID) != 0) {
        given.add("mode %o".formatted(mode));
      }
    }

    @Override
    public byte @Nullable [] attribute(Descriptor file, byte[] attribute) throws ErrnoException {
      boolean asked = Names.show(attribute).equals("system.posix_acl_default");
      return asked && isShared(file) ? list(7, 7, 7, 5) : super.attribute(file, attribute);
    }

    @Override
    public void setAttribute(Descriptor file, byte[] attribute, byte[] value)
        throws ErrnoException {
      String name = Names.show(attribute);
      if (name.startsWith("system.")) {
        give(name + " " + permissions(value), file);
      } else {
        super.setAttribute(file, attribute, value);
      }
    }

    @Override
    public void sync(Descriptor file) throws ErrnoException {
      given.add(super.stat(file).isDirectory() ? "sync of a folder" : "sync");
      super.sync(file);
    }

    @Override
    public void rename(
        Descriptor directory, byte[] name, Descriptor newDirectory, byte[] newName, RenameMode mode)
        throws ErrnoException {
      super.rename(directory, name, newDirectory, newName, mode);
      given.add("rename " + Names.show(newName));
    }
  }

  /** Owner, one more user, mask and others. */
  private static byte[] list(int owner, int user, int mask, int others) {
    ByteBuffer list = ByteBuffer.allocate(4 + 4 * 8).order(ByteOrder.LITTLE_ENDIAN).putInt(2);
    list.putShort((short) 1).putShort((short) owner).putInt(-1);
    list.putShort((short) 2).putShort((short) user).putInt(1000);
    list.putShort((short) 0x10).putShort((short) mask).putInt(-1);
    list.putShort((short) 0x20).putShort((short) others).putInt(-1);
    return list.array();
  }

  private static String permissions(byte[] list) {
    StringBuilder permissions = new StringBuilder();
    for (int at = 4; at < list.length; at += 8) {
      permissions.append(list[at + 2]);
    }
    return permissions.toString();
  }

  /** As the kernel makes a file of mode 0644 in it: no more than the mode allows. */
  @Test
  void object_getsGroupAndList_beforeItIsSyncedAndShown() throws IOException {
    Sharing posix = new Sharing();
    try (Fixture local = new Fixture(root, posix)) {
      Files.createDirectory(local.file("shared"));
      assertThat(local.keys()).isEmpty();
      posix.given.clear();

      local.put("shared/key", "x");

      assertThat(posix.given)
          .containsExactly(
              "group 4711",
              "system.posix_acl_access 6744",
              "sync",
              "rename key",
              "sync of a folder");
    }
  }

  @Test
  void newFolder_getsGroupAndList_beforeItIsShown() throws IOException {
    Sharing posix = new Sharing();
    try (Fixture local = new Fixture(root, posix)) {
      Files.createDirectory(local.file("shared"));
      posix.given.clear();

      local.put("shared/sub/key", "x");

      assertThat(posix.given)
          .containsSubsequence(
              "group 4711",
              "system.posix_acl_access 6744",
              "sync",
              "group 4711",
              "mode 2755",
              "system.posix_acl_access 7755",
              "system.posix_acl_default 7775",
              "rename sub",
              "rename key");
    }
  }

  @Test
  void objectElsewhere_getsNothing() {
    Sharing posix = new Sharing();
    try (Fixture local = new Fixture(root, posix)) {
      assertThat(local.keys()).isEmpty();
      posix.given.clear();
      local.put("key", "x");
      assertThat(posix.given).containsExactly("sync", "rename key", "sync of a folder");
    }
  }

  @Test
  void whatIsNotAllowed_isSaidOnce_andTheObjectIsStored() throws IOException {
    Logger logger = (Logger) LoggerFactory.getLogger(Inheritance.class);
    ListAppender<ILoggingEvent> logged = new ListAppender<>();
    logged.start();
    logger.addAppender(logged);
    Sharing posix = new Sharing();
    try (Fixture local = new Fixture(root, posix)) {
      Files.createDirectory(local.file("shared"));
      posix.forbidden = true;
      local.put("shared/one", "x");
      local.put("shared/two", "x");

      assertThat(local.keys()).containsExactly("shared/one", "shared/two");
    } finally {
      logger.detachAppender(logged);
    }
    assertThat(logged.list)
        .singleElement()
        .extracting(ILoggingEvent::getFormattedMessage)
        .asString()
        .contains("photos/shared", "EPERM");
  }

  @Test
  void directoryMode_maySetTheGroupId() throws IOException {
    LocalSettings settings = LocalSettings.of(root).withModes(0664, 02775);
    try (LocalEngine engine = LocalEngine.open(settings)) {
      engine.createBucket(Fixture.BUCKET, new BucketRecord(Fixture.THEN, null));
    }
    assertThat((int) Files.getAttribute(root.resolve("photos"), "unix:mode") & 07777)
        .isEqualTo(02775);
  }
}
