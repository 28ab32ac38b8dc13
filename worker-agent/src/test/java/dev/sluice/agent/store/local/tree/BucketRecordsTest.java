package dev.sluice.agent.store.local.tree;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.protobuf.UnknownFieldSet;
import dev.sluice.agent.store.engine.bucket.BucketRecord;
import dev.sluice.agent.store.engine.bucket.BucketSettings;
import dev.sluice.agent.store.engine.object.Expectation;
import dev.sluice.agent.store.format.CheckedMessage;
import dev.sluice.agent.store.format.StoredBucket;
import dev.sluice.agent.store.local.Fixture;
import dev.sluice.agent.store.local.posix.Descriptor;
import dev.sluice.agent.store.local.posix.ErrnoException;
import dev.sluice.agent.store.local.posix.Posix;
import dev.sluice.agent.store.local.posix.TestPaths;
import dev.sluice.common.model.StorageException;
import dev.sluice.common.model.Tag;
import dev.sluice.common.model.TagSet;
import dev.sluice.common.policy.PolicyDocument;
import dev.sluice.v1.FailureReason;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Records of buckets as files: what is kept of them, and when they are read. */
class BucketRecordsTest {
  private static final BucketSettings RED =
      BucketSettings.NONE.withTags(new TagSet(List.of(new Tag("team", "red"))));
  private static final int UNKNOWN = 99;

  @TempDir private Path folder;
  private Path file;

  @BeforeEach
  void nameTheFile() {
    file = folder.resolve(".sluice/buckets").resolve(Fixture.BUCKET.value());
  }

  private static BucketRecord bucket(Fixture local) {
    return Objects.requireNonNull(local.engine.bucket(Fixture.BUCKET));
  }

  private static BucketRecord replace(Fixture local, BucketSettings settings) {
    return local.engine.replaceSettings(
        Fixture.BUCKET, settings, new Expectation.Exactly(bucket(local).state()));
  }

  private StoredBucket stored() throws IOException {
    return Objects.requireNonNull(
        CheckedMessage.read(Files.readAllBytes(file), StoredBucket.parser()));
  }

  @Test
  void settings_surviveARestart() {
    BucketRecord written;
    try (Fixture local = new Fixture(folder)) {
      written = replace(local, RED);
    }
    try (Fixture local = new Fixture(folder)) {
      assertThat(bucket(local)).isEqualTo(written);
    }
  }

  @Test
  void fieldsOfALaterVersion_surviveAReplacement() throws IOException {
    UnknownFieldSet later =
        UnknownFieldSet.newBuilder()
            .addField(UNKNOWN, UnknownFieldSet.Field.newBuilder().addVarint(7).build())
            .build();
    try (Fixture local = new Fixture(folder)) {
      StoredBucket known = stored();
      StoredBucket.Builder more = known.toBuilder().setUnknownFields(later).setVersion(2);
      more.setSettings(known.getSettings().toBuilder().setUnknownFields(later));
      Files.write(file, CheckedMessage.write(more.build()));

      replace(local, RED);
    }
    assertThat(stored().getUnknownFields()).isEqualTo(later);
    assertThat(stored().getSettings().getUnknownFields()).isEqualTo(later);
    assertThat(stored().getVersion()).isEqualTo(2);
    assertThat(stored().getSettings().getTags(0).getValue()).isEqualTo("red");
    assertThat(stored().getOwner().getId()).isEqualTo(Fixture.OWNER.id());
  }

  @Test
  void tagsThatCanBeNone_areNotAnswered() throws IOException {
    try (Fixture local = new Fixture(folder)) {
      replace(local, RED);
      StoredBucket.Builder forged = stored().toBuilder();
      forged.getSettingsBuilder().addTagsBuilder().setKey("aws:owned").setValue("x");
      forged.getSettingsBuilder().addTagsBuilder().setKey("control").setValue("\u0001");
      Files.write(file, CheckedMessage.write(forged.build()));

      assertThat(bucket(local).settings()).isEqualTo(RED);
    }
  }

  /** Its owner and its other settings may still be saved from it. */
  @Test
  void damagedRecord_isNotReplaced() throws IOException {
    try (Fixture local = new Fixture(folder)) {
      byte[] damaged = Files.readAllBytes(file);
      damaged[damaged.length / 2] ^= 1;
      Files.write(file, damaged);

      assertThatThrownBy(() -> replace(local, RED))
          .isInstanceOfSatisfying(
              StorageException.class,
              e -> assertThat(e.reason()).isEqualTo(FailureReason.STORAGE_FAULT));
      assertThat(Files.readAllBytes(file)).isEqualTo(damaged);
    }
  }

  /** The policy, the owner and the public access block are lost: no record would let more in. */
  @Test
  void damagedRecord_letsNobodyInButTheServersRoot() throws IOException {
    try (Fixture local = new Fixture(folder)) {
      Files.writeString(file, "none");

      String policy = bucket(local).settings().policy();

      assertThat(policy).isNotNull();
      assertThat(PolicyDocument.ofStored(policy).unreadable()).isTrue();
      assertThat(bucket(local).owner()).isNull();
    }
  }

  @Test
  void record_isReadAgainOnlyWhereItsFileChanged() throws IOException {
    List<String> opened = new ArrayList<>();
    Posix posix =
        new Posix() {
          @Override
          public Descriptor openForReading(Descriptor directory, byte[] name)
              throws ErrnoException {
            opened.add(TestPaths.text(name));
            return super.openForReading(directory, name);
          }
        };
    try (Fixture local = new Fixture(folder, posix)) {
      bucket(local);
      replace(local, RED);
      bucket(local);
      opened.clear();

      assertThat(bucket(local).settings()).isEqualTo(RED);
      assertThat(bucket(local).settings()).isEqualTo(RED);
      assertThat(opened).isEmpty();

      Path other = Files.copy(file, folder.resolve(".sluice/other"));
      Files.move(other, file, java.nio.file.StandardCopyOption.REPLACE_EXISTING);
      assertThat(bucket(local).settings()).isEqualTo(RED);
      assertThat(opened).containsExactly(Fixture.BUCKET.value());
    }
  }
}
