package dev.sluice.agent.store.local;

import static dev.sluice.agent.store.local.StoreClient.ALICE;
import static dev.sluice.agent.store.local.StoreClient.BUCKET;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.sluice.agent.store.engine.object.Expectation;
import dev.sluice.agent.store.engine.object.ExpectationNotMet;
import dev.sluice.agent.store.engine.object.StoredObject;
import dev.sluice.agent.store.local.posix.Descriptor;
import dev.sluice.agent.store.local.posix.ErrnoException;
import dev.sluice.agent.store.local.posix.FileStat;
import dev.sluice.agent.store.local.posix.Names;
import dev.sluice.agent.store.local.posix.Posix;
import dev.sluice.agent.store.local.record.AttributeRecords;
import dev.sluice.agent.store.request.ReadRequest;
import dev.sluice.common.model.ETag;
import dev.sluice.common.model.EtagCondition;
import dev.sluice.common.model.ReadConditions;
import dev.sluice.common.model.Selection;
import dev.sluice.common.model.StorageException;
import dev.sluice.v1.FailureReason;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Files from outside of one size and one time are told apart by their number and birth, where the
 * file system keeps them; and what is no change of the bytes changes no tag. All of it is ours: AWS
 * has no files.
 */
class OutsideIdentityTest {
  private static final FileTime TIME = FileTime.from(Instant.parse("2026-01-02T03:04:05Z"));

  @TempDir Path root;

  /** A file system that does not know when a file was created. */
  private static final class WithoutBirth extends Posix {
    private static FileStat without(FileStat stat) {
      return new FileStat(
          stat.mode(),
          stat.links(),
          stat.group(),
          stat.inode(),
          stat.device(),
          stat.size(),
          stat.modifiedSeconds(),
          stat.modifiedNanos(),
          0,
          0,
          stat.changedSeconds(),
          stat.changedNanos());
    }

    @Override
    public FileStat stat(Descriptor file) throws ErrnoException {
      return without(super.stat(file));
    }

    @Override
    public FileStat stat(Descriptor directory, byte[] name) throws ErrnoException {
      return without(super.stat(directory, name));
    }
  }

  private StoreClient begin(Posix posix) {
    return StoreClient.begin(root, posix);
  }

  private Path file(String name) {
    return root.resolve(BUCKET.value()).resolve(name);
  }

  private void write(String name, String text) throws IOException {
    Files.writeString(file(name), text);
    Files.setLastModifiedTime(file(name), TIME);
  }

  private static ReadRequest read(String key, ReadConditions conditions) {
    return new ReadRequest(BUCKET, StoreClient.key(key), conditions, Selection.ALL);
  }

  private static ETag tag(StoreClient client, String key) {
    return client.store.headObject(ALICE, read(key, ReadConditions.NONE)).info().etag();
  }

  private static ReadConditions ifNoneMatch(ETag tag) {
    return new ReadConditions(null, new EtagCondition(false, List.of(tag)), null, null);
  }

  private static FailureReason reason(ThrowingCallable call) {
    return Objects.requireNonNull(catchThrowableOfType(StorageException.class, call)).reason();
  }

  @Test
  void fileRenamedOverAnotherOfItsSizeAndTime_isAnother() throws IOException {
    try (StoreClient client = begin(Posix.system())) {
      write("one", "1111");
      write("two", "2222");
      ETag one = tag(client, "one");
      assertThat(tag(client, "two")).isNotEqualTo(one);

      Files.move(file("two"), file("one"), StandardCopyOption.REPLACE_EXISTING);

      assertThat(Files.getLastModifiedTime(file("one"))).isEqualTo(TIME);
      assertThat(tag(client, "one")).isNotEqualTo(one);
      // No "not modified" for other bytes.
      assertThat(client.store.headObject(ALICE, read("one", ifNoneMatch(one))).info().size())
          .isEqualTo(4);
      assertThat(reason(() -> client.put("one", "x", StoreClient.ifMatch(one))))
          .isEqualTo(FailureReason.PRECONDITION_FAILED);
      assertThat(reason(() -> client.delete("one", StoreClient.ifMatch(one))))
          .isEqualTo(FailureReason.PRECONDITION_FAILED);
      assertThat(file("one")).hasContent("2222");
    }
  }

  /** What a writer that only reads says of a file is what the one that writes says. */
  @Test
  void readOnlyAgent_hasTheSameTags() throws IOException {
    ETag tag;
    try (StoreClient client = begin(Posix.system())) {
      write("key", "1111");
      tag = tag(client, "key");
    }
    try (StoreClient client = StoreClient.readOnly(root)) {
      assertThat(tag(client, "key")).isEqualTo(tag);
    }
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void tag_outlivesWhatLeavesTheBytes(boolean birth) throws Exception {
    try (StoreClient client = begin(birth ? Posix.system() : new WithoutBirth())) {
      write("a", "1111");
      ETag tag = tag(client, "a");

      Files.setPosixFilePermissions(file("a"), PosixFilePermissions.fromString("rw-rw----"));
      assertThat(tag(client, "a")).isEqualTo(tag);
      Files.createLink(file("linked"), file("a"));
      assertThat(tag(client, "a")).isEqualTo(tag);
      client.put("a/b", "makes room");
      assertThat(file("a/.%self")).hasContent("1111");
      assertThat(tag(client, "a")).isEqualTo(tag);
      Files.move(file("a/.%self"), file("moved"));
      assertThat(tag(client, "moved")).isEqualTo(tag);

      client.put("moved", "x", StoreClient.ifMatch(tag));
      assertThat(file("moved")).hasContent("x");
    }
  }

  /** As where {@code fsck --repair} proves that a record tells the truth after all. */
  @Test
  void tagOfBefore_countsOnceTheMd5IsKnown() throws Exception {
    try (StoreClient client = begin(Posix.system());
        Descriptor top = Posix.system().openRoot(Names.of(root.toString()))) {
      Posix posix = Posix.system();
      ETag md5 = client.put("key", "1111").etag();
      try (Descriptor file = posix.openForReading(top, Names.of("photos/key"))) {
        byte[] record = Objects.requireNonNull(posix.attribute(file, AttributeRecords.ATTRIBUTE));
        posix.removeAttribute(file, AttributeRecords.ATTRIBUTE);
        ETag before = tag(client, "key");
        assertThat(before).isNotEqualTo(md5);
        posix.setAttribute(file, AttributeRecords.ATTRIBUTE, record);

        assertThat(tag(client, "key")).isEqualTo(md5);
        assertThat(reason(() -> client.store.headObject(ALICE, read("key", ifNoneMatch(before)))))
            .isEqualTo(FailureReason.NOT_MODIFIED);
        client.put("key", "2222", StoreClient.ifMatch(before));
        assertThat(reason(() -> client.put("key", "3333", StoreClient.ifMatch(before))))
            .isEqualTo(FailureReason.PRECONDITION_FAILED);
      }
    }
  }

  /** Without a time of birth size and time are all there is: the page of the storage says so. */
  @Test
  void withoutBirth_sizeAndTimeAreTheTag() throws IOException {
    try (StoreClient client = begin(new WithoutBirth())) {
      write("one", "1111");
      write("two", "2222");

      assertThat(tag(client, "two")).isEqualTo(tag(client, "one"));
    }
  }

  /** Between a decision and what rests on it, also what sets the time back is a change. */
  @Test
  void fileWrittenIntoAfterTheDecision_isNotReplaced() throws IOException {
    try (Fixture local = new Fixture(root)) {
      write("key", "1111");
      StoredObject decided = local.at("key");
      Object changed = Files.getAttribute(file("key"), "unix:ctime");
      do {
        write("key", "2222");
      } while (Files.getAttribute(file("key"), "unix:ctime").equals(changed));

      assertThatThrownBy(() -> local.put("key", "x", new Expectation.Exactly(decided.state())))
          .isInstanceOf(ExpectationNotMet.class);
      assertThat(file("key")).hasContent("2222");
    }
  }
}
