package dev.sluice.agent.store.local.check;

import static dev.sluice.agent.store.local.StoreClient.ALICE;
import static dev.sluice.agent.store.local.StoreClient.BUCKET;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sluice.agent.store.check.CheckOptions;
import dev.sluice.agent.store.check.Finding;
import dev.sluice.agent.store.engine.upload.PartRecord;
import dev.sluice.agent.store.format.CheckedMessage;
import dev.sluice.agent.store.format.MoveEntry;
import dev.sluice.agent.store.local.CheckedStore;
import dev.sluice.agent.store.local.CheckedStore.Way;
import dev.sluice.agent.store.local.Fixture;
import dev.sluice.agent.store.local.FolderSnapshot;
import dev.sluice.agent.store.local.Mount;
import dev.sluice.agent.store.local.StoreClient;
import dev.sluice.agent.store.local.posix.Attributes;
import dev.sluice.agent.store.local.posix.Descriptor;
import dev.sluice.agent.store.local.posix.Errno;
import dev.sluice.agent.store.local.posix.ErrnoException;
import dev.sluice.agent.store.local.posix.LimitedAttributes;
import dev.sluice.agent.store.local.posix.Names;
import dev.sluice.agent.store.local.posix.Posix;
import dev.sluice.agent.store.request.UploadRef;
import dev.sluice.common.model.BucketName;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Where checks run: beside an agent, on mounts, on folders of others; and that they only look. */
@Timeout(120)
class FolderCheckPlacesTest {
  private static final int DEEP = 1200;

  @TempDir Path folder;

  private static void use(Path root, Attributes attributes) {
    try (StoreClient client = StoreClient.begin(root, new LimitedAttributes(attributes.limit()))) {
      client.put("a", "self");
      client.put("a/b", "below");
      client.put("key", "what a file holds");
      client.put("key", "and then another");
      client.copy("key", "copy");
      client.describe("key", "text/other");
      client.put("deleted/with/its/directories", "x");
      client.delete("deleted/with/its/directories");
      UploadRef upload = client.begin("big");
      PartRecord one = client.part(upload, 1, "111111");
      PartRecord two = client.part(upload, 2, "222");
      client.complete(upload, one, two);
      client.part(client.begin("unfinished"), 1, "111111");
      client.abort(client.begin("aborted"));
      client.store.createBucket(ALICE, new BucketName("deleted"));
      client.store.deleteBucket(ALICE, new BucketName("deleted"));
      client.store.sweep(null);
    }
  }

  private static void damage(Path root) throws IOException {
    Path bucket = root.resolve(BUCKET.value());
    Files.writeString(bucket.resolve("key"), "changed from outside");
    Files.writeString(bucket.resolve(".%xforged"), "x");
    Files.createSymbolicLink(bucket.resolve("link"), root);
    Files.writeString(root.resolve(".sluice/staging/left-behind"), "x");
    Files.createDirectories(root.resolve(".sluice/uploads/photos/given-up.gone"));
  }

  @Test
  void folderAfterUse_isClean() throws IOException {
    for (Attributes attributes : Attributes.values()) {
      Path root = Files.createDirectory(folder.resolve(attributes.name()));
      use(root, attributes);
      CheckedStore checked = CheckedStore.of(root, Way.VERIFY, attributes);
      assertThat(checked.findings()).isEmpty();
      assertThat(checked.totals().objects()).isEqualTo(5);
    }
  }

  @Test
  void look_changesNothing() throws IOException {
    for (Attributes attributes : Attributes.values()) {
      Path root = Files.createDirectory(folder.resolve(attributes.name()));
      use(root, attributes);
      damage(root);
      List<String> before = FolderSnapshot.of(root);
      assertThat(CheckedStore.of(root, Way.LOOK, attributes).findings()).hasSize(5);
      assertThat(CheckedStore.of(root, Way.VERIFY, attributes).findings()).hasSize(5);
      assertThat(FolderSnapshot.of(root)).isEqualTo(before);
    }
  }

  @Test
  void readOnlyMount_isLookedAtAndNotRepaired() throws IOException {
    Path source = Files.createDirectory(folder.resolve("source"));
    use(source, Attributes.LARGE);
    damage(source);
    Path point = Files.createDirectory(folder.resolve("mounted"));
    try (Mount mount = Mount.readOnly(point, source)) {
      assertThat(mount).isNotNull();
      assertThat(CheckedStore.of(point, Way.VERIFY).findings()).hasSize(5);
      assertThatThrownBy(() -> CheckedStore.of(point, Way.REPAIR))
          .isInstanceOf(IllegalStateException.class)
          .hasMessageContaining("read-only");
    }
  }

  // ---- Beside an agent ----

  @Test
  void servedFolder_isLookedAtAndNotRepaired() throws IOException {
    try (StoreClient client = StoreClient.begin(folder, Posix.system())) {
      client.put("key", "x");
      UploadRef upload = client.begin("big");
      client.part(upload, 1, "111111");
      Files.writeString(folder.resolve(".sluice/staging/under-way"), "x");
      Files.createDirectories(folder.resolve(".sluice/uploads/photos/given-up.gone"));

      CheckedStore looked = CheckedStore.of(folder, Way.VERIFY);
      assertThat(looked.live()).isTrue();
      assertThat(looked.findings()).isEmpty();
      assertThat(looked.totals().objects()).isEqualTo(1);
      assertThatThrownBy(() -> CheckedStore.of(folder, Way.REPAIR))
          .isInstanceOf(IllegalStateException.class)
          .hasMessageContaining("stop the agent");
      client.put("still", "served");
    }
    assertThat(CheckedStore.of(folder, Way.REPAIR).live()).isFalse();
  }

  @Test
  void servedFolder_showsWhatWasLeftForLong() throws IOException {
    try (StoreClient client = StoreClient.begin(folder, Posix.system())) {
      client.put("key", "x");
      Files.writeString(folder.resolve(".sluice/staging/left-behind"), "x");
      Files.createDirectories(folder.resolve(".sluice/uploads/photos/given-up.gone"));
      Files.writeString(folder.resolve("photos/.%xforged"), "x");
      InstantSource later =
          InstantSource.fixed(
              Instant.now().plus(CheckScope.LEFTOVER_AGE).plus(Duration.ofHours(1)));
      CheckOptions options = new CheckOptions(folder, List.of(), false, false, later);
      assertThat(CheckedStore.of(options, Posix.system()).lines())
          .containsExactly(
              ".sluice/staging/left-behind stray-staging LEFT",
              ".sluice/uploads/photos/given-up.gone upload-given-up LEFT",
              "photos/.%xforged name-without-key LEFT");
    }
  }

  @Test
  void check_keepsAgentsOutButNoOtherChecks() throws IOException {
    use(folder, Attributes.LARGE);
    CheckOptions options =
        new CheckOptions(folder, List.of(), false, false, InstantSource.system());
    try (FolderCheck check = FolderCheck.open(options)) {
      assertThat(check.isLive()).isFalse();
      assertThatThrownBy(() -> new StoreClient(folder, Posix.system()))
          .hasMessageContaining("is being checked");
      assertThat(CheckedStore.of(folder, Way.LOOK).live()).isFalse();
    }
    try (StoreClient client = new StoreClient(folder, Posix.system())) {
      client.put("key", "x");
    }
  }

  // ---- Objects on their way ----

  private void move(String name, Path from, String path) throws IOException {
    Path move = folder.resolve(".sluice/moves").resolve(name);
    Files.createDirectories(move.resolve("directory"));
    Files.move(from, move.resolve("directory/.%self"));
    MoveEntry entry =
        MoveEntry.newBuilder()
            .setBucket(BUCKET.value())
            .setPath(com.google.protobuf.ByteString.copyFromUtf8(path))
            .build();
    Files.write(move.resolve("entry"), CheckedMessage.write(entry));
  }

  @Test
  void objectOnItsWay_comesHome() throws IOException {
    use(folder, Attributes.LARGE);
    Path bucket = folder.resolve(BUCKET.value());
    move("one", bucket.resolve("key"), "key");
    move("taken", bucket.resolve("copy"), "copy");
    Files.writeString(bucket.resolve("copy"), "newer, from outside");
    Files.createDirectories(folder.resolve(".sluice/moves/empty"));

    assertThat(CheckedStore.of(folder, Way.LOOK).findings()).hasSize(3);
    assertThat(CheckedStore.of(folder, Way.REPAIR).lines())
        .containsExactly(
            ".sluice/moves/empty unfinished-move REPAIRED",
            ".sluice/moves/one unfinished-move REPAIRED",
            ".sluice/moves/taken unfinished-move LEFT");
    assertThat(bucket.resolve("key/.%self")).hasContent("and then another");
    assertThat(folder.resolve(".sluice/moves/taken/directory/.%self"))
        .hasContent("and then another");
    assertThat(CheckedStore.of(folder, Way.VERIFY).lines())
        .containsExactly(".sluice/moves/taken unfinished-move LEFT");
  }

  // ---- Strange folders ----

  @Test
  void bucketThatIsAMount_hasAnAreaOfItsOwn() throws IOException {
    Path bucket = Files.createDirectory(folder.resolve(BUCKET.value()));
    try (Mount mount = Mount.image(bucket, "ext4", "e2fsprogs")) {
      assertThat(mount).isNotNull();
      try (Fixture local = new Fixture(folder)) {
        local.put("changed", "x");
      }
      assertThat(CheckedStore.of(folder, Way.LOOK).findings()).isEmpty();
      Files.writeString(bucket.resolve("changed"), "from outside");
      Files.writeString(bucket.resolve(".%staging/staging/left-behind"), "x");
      Files.writeString(bucket.resolve(".%staging/Stranger"), "x");
      Files.createDirectories(bucket.resolve(".%staging/uploads/photos/given-up.gone"));

      assertThat(CheckedStore.of(folder, Way.REPAIR).lines())
          .containsExactly(
              "photos/.%staging/Stranger foreign LEFT",
              "photos/.%staging/staging/left-behind stray-staging REPAIRED",
              "photos/.%staging/uploads/photos/given-up.gone upload-given-up REPAIRED",
              "photos/changed changed-outside REPAIRED");
      assertThat(CheckedStore.of(folder, Way.LOOK).findings())
          .singleElement()
          .extracting(Finding::path)
          .isEqualTo("photos/.%staging/Stranger");
    }
  }

  @Test
  void folderOfOthers_isLookedAtAndLeftAsItIs() throws IOException {
    Files.createDirectories(folder.resolve("plain/below"));
    Files.writeString(folder.resolve("plain/below/file"), "by others");
    List<String> before = FolderSnapshot.of(folder);

    CheckedStore looked = CheckedStore.of(folder, Way.VERIFY);
    assertThat(looked.findings()).isEmpty();
    assertThat(looked.live()).isFalse();
    assertThat(looked.totals().objects()).isEqualTo(1);
    assertThat(FolderSnapshot.of(folder)).isEqualTo(before);
  }

  @Test
  void bucketsThatAreNamed_areCheckedAlone() throws IOException {
    use(folder, Attributes.LARGE);
    damage(folder);
    Files.createDirectories(folder.resolve("other"));
    Files.writeString(folder.resolve("other/.%xforged"), "x");
    CheckOptions other =
        new CheckOptions(
            folder, List.of(new BucketName("other")), false, false, InstantSource.system());
    assertThat(CheckedStore.of(other, Posix.system()).lines())
        .containsExactly("other/.%xforged name-without-key LEFT");
    CheckOptions photos =
        new CheckOptions(folder, List.of(BUCKET), false, false, InstantSource.system());
    assertThat(CheckedStore.of(photos, Posix.system()).lines())
        .containsExactly(
            ".sluice/uploads/photos/given-up.gone upload-given-up LEFT",
            "photos/.%xforged name-without-key LEFT",
            "photos/key changed-outside LEFT",
            "photos/link link LEFT");
    CheckOptions none =
        new CheckOptions(
            folder, List.of(new BucketName("none")), false, false, InstantSource.system());
    assertThatThrownBy(() -> CheckedStore.of(none, Posix.system()))
        .hasMessageContaining("no bucket none");
  }

  @Test
  void folderThatCannotBeChecked_isRefusedWithASentence() throws IOException {
    for (Way way : Way.values()) {
      assertThatThrownBy(() -> CheckedStore.of(folder.resolve("missing"), way))
          .isInstanceOf(IllegalStateException.class)
          .hasMessageEndingWith("does not exist.");
    }
    Files.createDirectories(folder.resolve(".sluice"));
    Files.writeString(folder.resolve(".sluice/format"), "2\n");
    for (Way way : Way.values()) {
      assertThatThrownBy(() -> CheckedStore.of(folder, way))
          .isInstanceOf(IllegalStateException.class)
          .hasMessageContaining("format 2");
    }
  }

  /** Some files and directories may not be opened, and one cannot be read. */
  private static final class ClosedPosix extends Posix {
    @Override
    public Descriptor openForReading(Descriptor base, byte[] path) throws ErrnoException {
      if (Names.show(path).equals("key")) {
        throw new ErrnoException(Errno.EACCES, "openat2", path);
      }
      return super.openForReading(base, path);
    }

    @Override
    public Descriptor openDirectory(Descriptor base, byte[] path) throws ErrnoException {
      if (Names.show(path).equals("a") || Names.show(path).equals("moves")) {
        throw new ErrnoException(Errno.EACCES, "openat2", path);
      }
      return super.openDirectory(base, path);
    }

    @Override
    public int read(Descriptor file, ByteBuffer target, long offset) throws ErrnoException {
      if (Names.show(file.path()).equals("copy")) {
        throw new ErrnoException(Errno.EIO, "pread64", file.path());
      }
      return super.read(file, target, offset);
    }
  }

  @Test
  void whatCannotBeLookedAt_isAFindingAndKeepsNothingElseFromIt() throws IOException {
    use(folder, Attributes.LARGE);
    Files.writeString(folder.resolve("photos/.%xforged"), "x");
    CheckOptions options = new CheckOptions(folder, List.of(), true, false, InstantSource.system());
    assertThat(CheckedStore.of(options, Posix.system(), new ClosedPosix()).lines())
        .containsExactly(
            ".sluice/moves unreadable LEFT",
            "photos/.%xforged name-without-key LEFT",
            "photos/a unreadable LEFT",
            "photos/copy unreadable LEFT",
            "photos/key unreadable LEFT");
  }

  /** Parts that are stretches of objects have tags that nobody can compute again. */
  @Test
  void tagOfCopiedParts_provesNothing() throws IOException {
    try (StoreClient client = StoreClient.begin(folder, Posix.system())) {
      Files.writeString(folder.resolve("photos/outside"), "from outside");
      UploadRef upload = client.begin("of-copies");
      client.complete(upload, client.copyPart(upload, 1, "outside"));
      UploadRef plain = client.begin("of-parts");
      client.complete(plain, client.part(plain, 1, "111111"), client.part(plain, 2, "2"));
    }
    CheckedStore checked = CheckedStore.of(folder, Way.VERIFY);
    assertThat(checked.lines()).containsExactly("photos/of-copies content-unprovable LEFT");
    assertThat(checked.totals().remaining()).isZero();
  }

  @Test
  void treeDeeperThanAnyKey_isOneFinding() throws Exception {
    use(folder, Attributes.LARGE);
    Posix posix = Posix.system();
    Descriptor at = posix.openRoot(Names.of(folder.resolve(BUCKET.value()).toString()));
    for (int level = 0; level < DEEP; level++) {
      posix.makeDirectory(at, Names.of("d"), 0755);
      Descriptor below = posix.openDirectory(at, Names.of("d"));
      at.close();
      at = below;
    }
    posix.create(at, Names.of("file"), 0644).close();
    at.close();

    List<Finding> findings = CheckedStore.of(folder, Way.LOOK).findings();
    assertThat(findings).hasSize(1);
    assertThat(findings.getFirst().detail()).startsWith("deeper than any key");
    Process removal =
        new ProcessBuilder("rm", "-rf", folder.resolve("photos/d").toString()).start();
    assertThat(removal.waitFor()).isZero();
  }
}
