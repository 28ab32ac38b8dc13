package dev.sluice.agent.store.local.check;

import static dev.sluice.agent.store.local.StoreClient.ALICE;
import static dev.sluice.agent.store.local.StoreClient.BUCKET;
import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.agent.store.check.Finding.Outcome;
import dev.sluice.agent.store.check.FindingKind;
import dev.sluice.agent.store.engine.upload.PartRecord;
import dev.sluice.agent.store.format.CheckedMessage;
import dev.sluice.agent.store.format.StoredRecord;
import dev.sluice.agent.store.local.CheckedStore;
import dev.sluice.agent.store.local.CheckedStore.Way;
import dev.sluice.agent.store.local.StoreClient;
import dev.sluice.agent.store.local.posix.Attributes;
import dev.sluice.agent.store.local.posix.Descriptor;
import dev.sluice.agent.store.local.posix.LimitedAttributes;
import dev.sluice.agent.store.local.posix.Names;
import dev.sluice.agent.store.local.posix.Posix;
import dev.sluice.agent.store.request.ListQuery;
import dev.sluice.agent.store.request.ObjectInfo;
import dev.sluice.agent.store.request.UploadRef;
import dev.sluice.common.model.UploadId;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.UserDefinedFileAttributeView;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * Each kind of finding: planted, it is found and nothing else is; repaired, it is gone, and clients
 * see what they saw before; what is not repaired stays as it is.
 */
@Timeout(120)
class FolderCheckTest {
  private static final FileTime THEN = FileTime.fromMillis(1_000_000_000_000L);

  @TempDir Path root;

  @BeforeEach
  void fill() {
    inStore(
        client -> {
          client.put("key", "content");
          client.put("a", "self");
          client.put("a/b", "below");
          client.put("//odd//", "odd");
        });
  }

  private interface Use {
    void of(StoreClient client) throws IOException;
  }

  private void inStore(Use use) {
    inStore(Attributes.LARGE, use);
  }

  private void inStore(Attributes attributes, Use use) {
    try (StoreClient client = new StoreClient(root, new LimitedAttributes(attributes.limit()))) {
      if (!Files.exists(root.resolve(BUCKET.value()))) {
        client.store.createBucket(ALICE, BUCKET);
      }
      use.of(client);
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }

  private Path file(String path) {
    return root.resolve(BUCKET.value()).resolve(path);
  }

  private Path own(String path) {
    return root.resolve(".sluice").resolve(path);
  }

  private static UserDefinedFileAttributeView attributes(Path file) {
    return Objects.requireNonNull(
        Files.getFileAttributeView(file, UserDefinedFileAttributeView.class));
  }

  private static void write(Path file, byte[] record) throws IOException {
    attributes(file).write("sluice", ByteBuffer.wrap(record));
  }

  private static byte[] record(Path file) throws IOException {
    ByteBuffer bytes = ByteBuffer.allocate(attributes(file).size("sluice"));
    attributes(file).read("sluice", bytes);
    return bytes.array();
  }

  private static void edit(Path file, UnaryOperator<StoredRecord.Builder> change)
      throws IOException {
    StoredRecord before = CheckedMessage.read(record(file), StoredRecord.parser());
    StoredRecord.Builder changed = Objects.requireNonNull(before).toBuilder();
    write(file, CheckedMessage.write(change.apply(changed).build()));
  }

  /** Other bytes, as many, and the same time: what a failing disk does. */
  private static void rot(Path file) throws IOException {
    FileTime time = Files.getLastModifiedTime(file);
    try (RandomAccessFile bytes = new RandomAccessFile(file.toFile(), "rw")) {
      bytes.write('X');
    }
    Files.setLastModifiedTime(file, time);
  }

  private List<ObjectInfo> objects(StoreClient client) {
    return client.store.listObjects(ALICE, new ListQuery(BUCKET, "", "", "", true, 1000)).objects();
  }

  private List<ObjectInfo> served(Attributes attributes) {
    List<ObjectInfo> served = new ArrayList<>();
    inStore(attributes, client -> served.addAll(objects(client)));
    return served;
  }

  private void assertFound(Way way, String... lines) {
    assertThat(CheckedStore.of(root, way).lines()).containsExactlyInAnyOrder(lines);
  }

  private void assertClean() {
    assertThat(CheckedStore.of(root, Way.VERIFY).findings()).isEmpty();
  }

  /** Found, repaired, and found no more. */
  private void assertRepaired(String... found) {
    assertRepaired(Attributes.LARGE, found);
  }

  private void assertRepaired(Attributes attributes, String... found) {
    String[] left = Stream.of(found).map(line -> line + " LEFT").toArray(String[]::new);
    String[] repaired = Stream.of(found).map(line -> line + " REPAIRED").toArray(String[]::new);
    CheckedStore looked = CheckedStore.of(root, Way.LOOK, attributes);
    assertThat(looked.lines()).containsExactlyInAnyOrder(left);
    CheckedStore repairing = CheckedStore.of(root, Way.REPAIR, attributes);
    assertThat(repairing.lines()).containsExactlyInAnyOrder(repaired);
    assertThat(repairing.totals().remaining()).isZero();
    assertThat(CheckedStore.of(root, Way.VERIFY, attributes).findings()).isEmpty();
  }

  /** Found, and as it is after repairing. */
  private void assertLeft(String... found) {
    String[] left = Stream.of(found).map(line -> line + " LEFT").toArray(String[]::new);
    assertFound(Way.LOOK, left);
    assertFound(Way.REPAIR, left);
    assertFound(Way.LOOK, left);
  }

  @Test
  void soundFolder_isClean() {
    CheckedStore checked = CheckedStore.of(root, Way.VERIFY);
    assertThat(checked.findings()).isEmpty();
    assertThat(checked.live()).isFalse();
    assertThat(checked.totals().objects()).isEqualTo(4);
    assertThat(checked.totals().bytes()).isEqualTo(19);
    assertThat(checked.totals().read()).isEqualTo(19);
  }

  // ---- Records ----

  @Test
  void damagedRecord_goes() throws IOException {
    byte[] record = record(file("key"));
    record[5] ^= 1;
    write(file("key"), record);
    List<ObjectInfo> before = served(Attributes.LARGE);

    assertRepaired("photos/key record-damaged");
    assertThat(served(Attributes.LARGE)).isEqualTo(before);
  }

  @Test
  void contradictoryRecord_isWrittenAsItIsServed() throws IOException {
    edit(
        file("key"),
        record -> {
          record.getIntegrityBuilder().addPartsBuilder().setNumber(1).setSize(3);
          return record;
        });
    List<ObjectInfo> before = served(Attributes.LARGE);

    assertRepaired("photos/key record-contradictory");
    assertThat(served(Attributes.LARGE)).isEqualTo(before);
  }

  @Test
  void laterRecord_isLeft() throws IOException {
    edit(file("key"), record -> record.setVersion(2));
    assertLeft("photos/key record-later");
  }

  @Test
  void changedFile_isANoteAndSealedAnew() throws IOException {
    Files.writeString(file("key"), "changed from outside");
    List<ObjectInfo> before = served(Attributes.LARGE);

    CheckedStore looked = CheckedStore.of(root, Way.LOOK);
    assertThat(looked.totals().remaining()).isZero();
    assertRepaired("photos/key changed-outside");
    assertThat(served(Attributes.LARGE)).isEqualTo(before);
  }

  /** As many backups leave them: the bytes prove that the record still speaks of them. */
  @Test
  void fileWithAnotherTime_hasItsTagBack() throws IOException {
    List<ObjectInfo> before = served(Attributes.LARGE);
    Files.setLastModifiedTime(file("key"), THEN);
    Files.setLastModifiedTime(file("a/b"), THEN);
    Files.writeString(file("a/b"), "BELOW");

    assertRepaired("photos/a/b changed-outside", "photos/key changed-outside");
    List<ObjectInfo> after = served(Attributes.LARGE);
    assertThat(after).containsAll(before.stream().filter(o -> !is(o, "a/b")).toList());
    ObjectInfo changed = after.stream().filter(o -> is(o, "a/b")).findAny().orElseThrow();
    assertThat(changed.etag().value()).endsWith("-1");
    assertThat(changed.metadata().userMetadata()).isNotEmpty();
  }

  private static boolean is(ObjectInfo object, String key) {
    return object.key().value().equals(key);
  }

  @Test
  void rottenBytes_areFoundByReadingAndLeft() throws IOException {
    rot(file("key"));

    assertClean(Way.LOOK);
    assertFound(Way.VERIFY, "photos/key content-rotten LEFT");
    assertClean(Way.REPAIR);
    assertFound(Way.VERIFY, "photos/key content-rotten LEFT");
    assertThat(file("key")).hasContent("Xontent");
  }

  private void assertClean(Way way) {
    assertThat(CheckedStore.of(root, way).findings()).isEmpty();
  }

  // ---- Names ----

  @Test
  void namesWithoutAKey_areLeft() throws Exception {
    Files.createDirectories(file(".%end1/below"));
    Files.writeString(file(".%xforged"), "x");
    Files.writeString(file(".%self"), "x");
    Posix posix = Posix.system();
    try (Descriptor bucket = posix.openRoot(Names.of(file("").toString()))) {
      posix.create(bucket, new byte[] {'n', (byte) 0xff, 'o'}, 0644).close();
    }

    assertLeft(
        "photos/.%end1 name-without-key",
        "photos/.%self name-without-key",
        "photos/.%xforged name-without-key",
        "photos/n\\xffo name-without-key");
  }

  @Test
  void linksAndSpecialFiles_areLeft() throws Exception {
    Files.createSymbolicLink(file("a/link"), Path.of("b"));
    Files.createSymbolicLink(root.resolve("linked"), file(""));
    assertThat(new ProcessBuilder("mkfifo", file("pipe").toString()).start().waitFor()).isZero();

    assertLeft("linked link", "photos/a/link link", "photos/pipe special-file");
    assertThat(file("a/link")).isSymbolicLink();
  }

  @Test
  void whatIsNoBucket_isANote() throws IOException {
    Files.createDirectory(root.resolve("NO_BUCKET"));
    Files.writeString(root.resolve("file"), "x");

    assertLeft("NO_BUCKET no-bucket", "file no-bucket");
    assertThat(CheckedStore.of(root, Way.LOOK).totals().remaining()).isZero();
  }

  // ---- Buckets ----

  @Test
  void recordOfABucketThatIsNotThere_goes() throws IOException {
    Files.copy(own("buckets/photos"), own("buckets/gone-bucket"));
    assertRepaired(".sluice/buckets/gone-bucket record-without-bucket");
  }

  @Test
  void damagedRecordOfABucket_goes() throws IOException {
    Files.writeString(own("buckets/photos"), "none");
    assertRepaired(".sluice/buckets/photos bucket-record-damaged");
    assertThat(CheckedStore.of(root, Way.LOOK).totals().objects()).isEqualTo(4);
  }

  // ---- Sluice's own ----

  @Test
  void strayStaging_goes() throws IOException {
    Files.writeString(own("staging/left-behind"), "12345");
    Files.createDirectories(own("staging/tree/below"));

    assertThat(CheckedStore.of(root, Way.LOOK).findings())
        .anySatisfy(
            finding -> {
              assertThat(finding.kind()).isEqualTo(FindingKind.STRAY_STAGING);
              assertThat(finding.bytes()).isEqualTo(5);
              assertThat(finding.outcome()).isEqualTo(Outcome.LEFT);
              assertThat(finding.remains()).isTrue();
            });
    assertRepaired(
        ".sluice/staging/left-behind stray-staging", ".sluice/staging/tree stray-staging");
  }

  @Test
  void whatIsNotOfSluice_isLeft() throws IOException {
    for (String place : List.of("", "moves/", "sidecars/", "buckets/", "uploads/")) {
      Files.writeString(own(place + "Stranger"), "x");
    }
    assertLeft(
        ".sluice/Stranger foreign",
        ".sluice/buckets/Stranger foreign",
        ".sluice/moves/Stranger foreign",
        ".sluice/sidecars/Stranger foreign",
        ".sluice/uploads/Stranger foreign");
  }

  // ---- Uploads ----

  private String upload(Use more) {
    String[] id = new String[1];
    inStore(
        client -> {
          UploadRef upload = client.begin("big");
          client.part(upload, 1, "111111");
          client.part(upload, 2, "222222");
          client.part(upload, 3, "3", -1);
          id[0] = upload.id().value();
          more.of(client);
        });
    return id[0];
  }

  @Test
  void unfinishedUpload_isNoFinding() {
    upload(client -> {});
    assertClean();
  }

  @Test
  void uploadThatWasGivenUp_goes() throws IOException {
    String id = upload(client -> {});
    Files.move(own("uploads/photos/" + id), own("uploads/photos/" + id + ".gone"));
    assertRepaired(".sluice/uploads/photos/" + id + ".gone upload-given-up");
  }

  @Test
  void uploadThatNobodyWasToldOf_goes() throws IOException {
    Files.createDirectories(own("uploads/photos/never"));
    Files.createFile(own("uploads/photos/never/log"));
    assertRepaired(".sluice/uploads/photos/never upload-never-begun");
  }

  @Test
  void uploadsOfABucketThatIsNotThere_go() throws IOException {
    upload(client -> {});
    Files.move(own("uploads/photos"), own("uploads/gone-bucket"));
    assertRepaired(".sluice/uploads/gone-bucket uploads-without-bucket");
  }

  @Test
  void damagedUploads_areLeft() throws IOException {
    String one = "uploads/photos/" + upload(client -> {});
    String two = "uploads/photos/" + upload(client -> {});
    String three = "uploads/photos/" + upload(client -> {});
    byte[] start = Files.readAllBytes(own(one).resolve("upload"));
    start[3] ^= 1;
    Files.write(own(one).resolve("upload"), start);
    Files.delete(own(two).resolve("log"));
    byte[] log = Files.readAllBytes(own(three).resolve("log"));
    log[10] ^= 1;
    Files.write(own(three).resolve("log"), log);

    assertLeft(
        ".sluice/" + one + " upload-damaged",
        ".sluice/" + two + " upload-damaged",
        ".sluice/" + three + " upload-damaged");
  }

  @Test
  void tornEndOfALog_isNoFinding() throws IOException {
    String id = upload(client -> {});
    Path log = own("uploads/photos/" + id + "/log");
    byte[] whole = Files.readAllBytes(log);
    Files.write(log, Arrays.copyOf(whole, whole.length + 20));
    assertClean();
  }

  @Test
  void partsWithoutBytes_areTakenOutAndCanBeSentAgain() throws IOException {
    String id = upload(client -> {});
    String path = ".sluice/uploads/photos/" + id;
    Path folder = root.resolve(path);
    Path side = only(folder, "side-");
    Path grid = only(folder, "grid-");
    Files.delete(side);
    try (RandomAccessFile file = new RandomAccessFile(grid.toFile(), "rw")) {
      file.setLength(8);
    }

    assertRepaired(path + " part-without-data", path + " part-without-data");
    inStore(
        client -> {
          UploadRef upload = new UploadRef(BUCKET, StoreClient.key("big"), new UploadId(id));
          assertThat(client.parts(upload)).hasSize(1);
          client.part(upload, 2, "222222");
          ObjectInfo whole =
              client.complete(upload, client.parts(upload).toArray(PartRecord[]::new));
          assertThat(whole.size()).isEqualTo(12);
        });
    assertThat(file("big")).hasContent("111111222222");
    assertClean();
  }

  private static Path only(Path folder, String prefix) throws IOException {
    try (Stream<Path> files = Files.list(folder)) {
      return files
          .filter(file -> file.getFileName().toString().startsWith(prefix))
          .findAny()
          .orElseThrow();
    }
  }

  @Test
  void fileThatNoPartSpeaksOf_goes() throws IOException {
    String id = upload(client -> {});
    Files.writeString(own("uploads/photos/" + id + "/side-9-x"), "never committed");
    assertRepaired(".sluice/uploads/photos/" + id + "/side-9-x stray-part-data");
  }

  // ---- Sidecars ----

  @Test
  void sidecarsOfObjects_areNoFinding() {
    for (Attributes attributes : Attributes.values()) {
      inStore(attributes, client -> client.put(attributes.name(), "x"));
      assertThat(CheckedStore.of(root, Way.VERIFY, attributes).findings()).isEmpty();
    }
  }

  @Test
  void sidecarsThatNobodyNeeds_go() throws IOException {
    inStore(Attributes.SMALL, client -> client.put("small", "x"));
    inStore(Attributes.NONE, client -> client.put("none", "x"));
    assertThat(CheckedStore.of(root, Way.LOOK).findings()).isEmpty();
    Files.delete(file("small"));
    Files.delete(file("none"));

    CheckedStore looked = CheckedStore.of(root, Way.LOOK);
    assertThat(looked.findings())
        .hasSize(2)
        .allMatch(finding -> finding.kind() == FindingKind.RECORD_WITHOUT_OBJECT);
    assertThat(looked.findings()).extracting(finding -> finding.key()).contains("small", "none");
    assertThat(CheckedStore.of(root, Way.REPAIR).totals().repaired()).isEqualTo(2);
    assertClean();
  }

  @Test
  void lostSidecar_leavesTheCoreAsTheRecord() throws IOException {
    inStore(Attributes.SMALL, client -> client.put("small", "x"));
    Path sidecar = only(own("sidecars"), "o-");
    Files.write(sidecar, new byte[] {1, 2, 3});
    List<ObjectInfo> before = served(Attributes.SMALL);

    assertRepaired(
        Attributes.SMALL,
        ".sluice/sidecars/" + sidecar.getFileName() + " sidecar-damaged",
        "photos/small sidecar-lost");
    assertThat(served(Attributes.SMALL)).isEqualTo(before);
  }

  @Test
  void sidecarOfAnotherKey_goes() throws IOException {
    inStore(Attributes.NONE, client -> client.put("none", "x"));
    Path sidecar = only(own("sidecars"), "k-");
    Path other = own("sidecars/k-" + "0".repeat(64));
    Files.copy(sidecar, other);

    assertRepaired(
        Attributes.NONE, ".sluice/sidecars/" + other.getFileName() + " sidecar-misplaced");
    assertThat(served(Attributes.NONE))
        .anySatisfy(object -> assertThat(object.metadata().userMetadata()).isNotEmpty());
  }

  @ParameterizedTest
  @EnumSource(names = {"SMALL", "NONE"})
  void changedFileWithASidecar_isSealedAnew(Attributes attributes) throws IOException {
    inStore(attributes, client -> client.put("same", "x"));
    inStore(attributes, client -> client.put("other", "x"));
    List<ObjectInfo> before = served(attributes);
    Files.setLastModifiedTime(file("same"), THEN);
    Files.writeString(file("other"), "changed from outside");

    assertRepaired(attributes, "photos/same changed-outside", "photos/other changed-outside");
    assertThat(served(attributes))
        .containsAll(before.stream().filter(o -> !is(o, "other")).toList());
    inStore(attributes, StoreClient::sweepLater);
    assertThat(served(attributes))
        .filteredOn(o -> is(o, "other"))
        .allMatch(o -> !o.metadata().userMetadata().isEmpty() && o.size() == 20);
  }

  @Test
  void movedFileWithASidecar_getsOneOfItsOwn() throws IOException {
    inStore(
        Attributes.SMALL,
        client -> {
          UploadRef upload = client.begin("big");
          client.complete(upload, client.part(upload, 1, "111111"), client.part(upload, 2, "2"));
        });
    Files.move(file("big"), file("moved"));
    List<ObjectInfo> before =
        served(Attributes.SMALL).stream().filter(o -> is(o, "moved")).toList();
    assertThat(before.getFirst().parts()).hasSize(2);
    String sidecar = only(own("sidecars"), "o-").getFileName().toString();

    assertRepaired(
        Attributes.SMALL,
        "photos/moved record-moved",
        ".sluice/sidecars/" + sidecar + " record-without-object");
    assertThat(served(Attributes.SMALL)).containsAll(before);
  }

  @Test
  void replacedFileWithASidecar_losesIt() throws IOException {
    inStore(Attributes.NONE, client -> client.put("none", "x"));
    Files.writeString(file("new"), "changed from outside");
    Files.move(file("new"), file("none"), StandardCopyOption.REPLACE_EXISTING);

    assertRepaired(Attributes.NONE, "photos/none changed-outside");
    assertThat(new String(Files.readAllBytes(file("none")), StandardCharsets.UTF_8))
        .isEqualTo("changed from outside");
  }
}
