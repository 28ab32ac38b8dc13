package dev.sluice.agent.store.local;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sluice.agent.store.contract.Publication;
import dev.sluice.agent.store.contract.Scans;
import dev.sluice.agent.store.engine.bucket.BucketRecord;
import dev.sluice.agent.store.engine.object.Deleted;
import dev.sluice.agent.store.engine.object.Expectation;
import dev.sluice.agent.store.engine.object.ExpectationNotMet;
import dev.sluice.agent.store.engine.object.ObjectName;
import dev.sluice.agent.store.engine.object.ObjectRecord;
import dev.sluice.agent.store.engine.object.OpenObject;
import dev.sluice.agent.store.engine.object.StoredObject;
import dev.sluice.common.model.BucketName;
import dev.sluice.common.model.StorageException;
import dev.sluice.v1.FailureReason;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Instant;
import java.util.Objects;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LocalEngineTest {
  @TempDir Path root;
  private Fixture local;

  @BeforeEach
  void open() {
    local = new Fixture(root);
  }

  @AfterEach
  void close() {
    local.close();
  }

  private static FailureReason reason(Throwable failure) {
    return ((StorageException) failure).reason();
  }

  private File[] staging() {
    return Objects.requireNonNull(root.resolve(".sluice/staging").toFile().listFiles());
  }

  @Test
  void put_isAPlainFile() throws Exception {
    local.put("a/b/c.txt", "hello");

    assertThat(local.file("a/b/c.txt")).hasContent("hello");
    assertThat(
            PosixFilePermissions.toString(Files.getPosixFilePermissions(local.file("a/b/c.txt"))))
        .isEqualTo("rw-r--r--");
    assertThat(staging()).isEmpty();
  }

  @Test
  void put_keepsItsRecord() {
    StoredObject put = local.put("key", "hello");

    assertThat(local.stat("key")).isEqualTo(put);
    assertThat(put.record()).isEqualTo(Fixture.record("hello"));
    assertThat(local.get("key")).isEqualTo("hello");
  }

  @Test
  void put_replaces_andTheOldStaysReadableToWhoHasItOpen() {
    StoredObject first = local.put("key", "first");
    try (OpenObject open = local.open("key")) {
      StoredObject second = local.put("key", "second");

      assertThat(second.state()).isNotEqualTo(first.version());
      assertThat(Fixture.text(open)).isEqualTo("first");
      assertThat(open.unchanged()).isTrue();
    }
    assertThat(local.get("key")).isEqualTo("second");
  }

  @Test
  void expectation_decidesPuts() {
    StoredObject first = local.put("key", "first", Expectation.ABSENT);
    assertThatThrownBy(() -> local.put("key", "x", Expectation.ABSENT))
        .isInstanceOf(ExpectationNotMet.class);
    StoredObject second = local.put("key", "second", new Expectation.Exactly(first.state()));
    assertThatThrownBy(() -> local.put("key", "x", new Expectation.Exactly(first.state())))
        .isInstanceOf(ExpectationNotMet.class);
    assertThatThrownBy(() -> local.put("no/such", "x", new Expectation.Exactly(first.state())))
        .isInstanceOf(ExpectationNotMet.class);

    assertThat(local.stat("key")).isEqualTo(second);
    assertThat(local.file("no")).doesNotExist();
  }

  @Test
  void expectation_decidesDeletes() {
    StoredObject first = local.put("key", "first");
    StoredObject second = local.put("key", "second");
    assertThatThrownBy(
            () ->
                local.engine.delete(
                    new ObjectName(Fixture.BUCKET, Fixture.key("key")),
                    new Expectation.Exactly(first.state())))
        .isInstanceOf(ExpectationNotMet.class);

    assertThat(
            local.engine.delete(
                new ObjectName(Fixture.BUCKET, Fixture.key("key")),
                new Expectation.Exactly(second.state())))
        .isEqualTo(Deleted.OBJECT);
    assertThat(local.stat("key")).isNull();
  }

  @Test
  void replaceRecord_changesTheVersionAndLeavesTheBytes() {
    StoredObject put = local.put("key", "hello");
    ObjectRecord other = Fixture.record("other");
    StoredObject replaced =
        local.engine.replaceRecord(
            new ObjectName(Fixture.BUCKET, Fixture.key("key")),
            other,
            new Expectation.Exactly(put.state()));

    assertThat(replaced.state()).isNotEqualTo(put.version());
    assertThat(replaced.record()).isEqualTo(other);
    assertThat(local.stat("key")).isEqualTo(replaced);
    assertThat(local.get("key")).isEqualTo("hello");
  }

  @Test
  void fileFromOutside_isAnObjectWithoutARecord() throws IOException {
    Files.createDirectories(local.file("x"));
    Files.writeString(local.file("x/y"), "outside");

    assertThat(local.get("x/y")).isEqualTo("outside");
    assertThat(local.at("x/y").record()).isEqualTo(ObjectRecord.NONE);
    assertThat(local.delete("x/y")).isTrue();
    assertThat(local.file("x")).isEmptyDirectory();
  }

  @Test
  void fileChangedFromOutside_losesWhatSpokeOfItsBytes() throws IOException {
    StoredObject put = local.put("key", "hello");
    Files.writeString(local.file("key"), "HELLO");

    StoredObject changed = local.at("key");
    assertThat(changed.record()).isEqualTo(put.record().unsealed());
    assertThat(changed.state()).isNotEqualTo(put.version());
    assertThat(changed.lastModified()).isEqualTo(changed.modified());
  }

  @Test
  void fileChangedFromOutside_breaksTheReadUnderWay() throws IOException {
    local.put("key", "hello");
    try (OpenObject open = local.open("key")) {
      Files.setLastModifiedTime(local.file("key"), FileTime.from(Instant.EPOCH));

      assertThat(open.unchanged()).isFalse();
      assertThatThrownBy(() -> Fixture.text(open))
          .satisfies(e -> assertThat(reason(e)).isEqualTo(FailureReason.STORAGE_FAULT));
    }
  }

  @Test
  void copyOfAFile_keepsItsRecord() throws Exception {
    local.put("key", "hello");
    Process copy =
        new ProcessBuilder("cp", "-a", local.file("key").toString(), local.file("copy").toString())
            .start();
    assertThat(copy.waitFor()).isZero();

    assertThat(local.at("copy").record()).isEqualTo(Fixture.record("hello"));
  }

  @Test
  void objectBesideKeysBelowIt_movesIntoTheDirectory() {
    StoredObject plain = local.put("a", "self");
    local.put("a/b", "below");
    local.put("a/", "slash");

    assertThat(local.file("a/.%self")).hasContent("self");
    assertThat(local.get("a")).isEqualTo("self");
    assertThat(local.stat("a")).isEqualTo(plain);
    assertThat(local.get("a/b")).isEqualTo("below");
    assertThat(local.get("a/")).isEqualTo("slash");
    local.put("a", "self again");
    assertThat(local.get("a")).isEqualTo("self again");
  }

  @Test
  void objectBesideKeysBelowIt_leavesNoDirectoryBehind() {
    local.put("a/b/c", "below");
    local.put("a", "self");
    local.delete("a/b/c");
    assertThat(local.get("a")).isEqualTo("self");
    local.delete("a");
    assertThat(local.file("a")).doesNotExist();
  }

  @Test
  void put_leavesAnEmptyFolderOfSomebody() throws IOException {
    Files.createDirectories(local.file("empty"));
    local.put("empty", "file");
    assertThat(local.file("empty/.%self")).hasContent("file");
    assertThat(local.get("empty")).isEqualTo("file");
    assertThat(local.keys()).containsExactly("empty");
    assertThat(local.delete("empty")).isTrue();
    assertThat(local.file("empty")).isEmptyDirectory();
  }

  @Test
  void failedPut_leavesNoDirectories() {
    assertThatThrownBy(
            () -> local.put("a/b", "x", new Expectation.Exactly(local.put("z", "z").state())))
        .isInstanceOf(ExpectationNotMet.class);
    assertThat(local.file("a")).doesNotExist();
  }

  @Test
  void whatIsNoFile_isNoObject() throws Exception {
    Files.createSymbolicLink(local.file("link"), Path.of("/etc/passwd"));
    Files.createSymbolicLink(local.file("dir"), Path.of("/etc"));
    assertThat(new ProcessBuilder("mkfifo", local.file("pipe").toString()).start().waitFor())
        .isZero();

    assertThat(local.stat("link")).isNull();
    assertThat(local.stat("dir/passwd")).isNull();
    assertThat(local.stat("pipe")).isNull();
    assertThat(local.delete("link")).isFalse();
    assertThat(local.delete("dir/passwd")).isFalse();
    assertThatThrownBy(() -> local.put("dir/passwd", "x")).isInstanceOf(StorageException.class);
    assertThatThrownBy(() -> local.put("link", "x")).isInstanceOf(StorageException.class);
    assertThatThrownBy(() -> local.put("pipe/x", "x")).isInstanceOf(StorageException.class);
    assertThat(staging()).isEmpty();
  }

  @Test
  void bucket_isADirectory() throws IOException {
    Files.createDirectories(root.resolve("from-outside"));
    Files.createDirectories(root.resolve("NoBucket"));
    Files.writeString(root.resolve("file"), "no bucket");

    assertThat(local.engine.buckets(Scans.BUCKETS))
        .containsExactly(new BucketName("from-outside"), Fixture.BUCKET);
    assertThat(local.engine.bucket(Fixture.BUCKET))
        .isEqualTo(new BucketRecord(Fixture.THEN, Fixture.OWNER));
    assertThat(local.engine.bucket(new BucketName("from-outside")))
        .matches(record -> record.owner() == null);
    assertThat(local.engine.bucket(new BucketName("file"))).isNull();
    assertThat(local.engine.createBucket(Fixture.BUCKET, new BucketRecord(Instant.now(), null)))
        .isFalse();
  }

  @Test
  void deleteBucket_removesEmptyDirectoriesOnly() throws IOException {
    local.put("a/b", "x");
    assertThat(local.engine.deleteBucket(Fixture.BUCKET)).isFalse();
    local.delete("a/b");
    Files.createDirectories(local.file("empty/deep"));
    assertThat(local.engine.deleteBucket(Fixture.BUCKET)).isTrue();

    assertThat(local.engine.bucket(Fixture.BUCKET)).isNull();
    assertThatThrownBy(() -> local.stat("a/b"))
        .satisfies(e -> assertThat(reason(e)).isEqualTo(FailureReason.BUCKET_NOT_FOUND));
  }

  @Test
  void put_neverRecreatesABucket() {
    var stage = local.staged("x");
    assertThat(local.engine.deleteBucket(Fixture.BUCKET)).isTrue();

    assertThatThrownBy(
            () ->
                Publication.publish(
                    local.engine,
                    new ObjectName(Fixture.BUCKET, Fixture.key("a/b")),
                    stage,
                    Fixture.record("x"),
                    Expectation.ANYTHING))
        .satisfies(e -> assertThat(reason(e)).isEqualTo(FailureReason.BUCKET_NOT_FOUND));
    assertThat(root.resolve("photos")).doesNotExist();
  }

  @Test
  void copy_appendsStretches() {
    local.put("source", "0123456789");
    try (OpenObject source = local.open("source")) {
      var stage = local.staged("<");
      stage.append(source, 2, 5);
      stage.append(source, 0, 10);
      assertThat(stage.size()).isEqualTo(16);
      Publication.publish(
          local.engine,
          new ObjectName(Fixture.BUCKET, Fixture.key("copy")),
          stage,
          Fixture.record("c"),
          Expectation.ANYTHING);
    }
    assertThat(local.get("copy")).isEqualTo("<234560123456789");
  }
}
