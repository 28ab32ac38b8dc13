package dev.sluice.agent.store.local.check;

import static dev.sluice.agent.store.local.StoreClient.ALICE;
import static dev.sluice.agent.store.local.StoreClient.BUCKET;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.sluice.agent.store.engine.upload.PartRecord;
import dev.sluice.agent.store.local.StoreClient;
import dev.sluice.agent.store.local.posix.Descriptor;
import dev.sluice.agent.store.local.posix.Errno;
import dev.sluice.agent.store.local.posix.ErrnoException;
import dev.sluice.agent.store.local.posix.FaultyPosix;
import dev.sluice.agent.store.local.posix.LimitedAttributes;
import dev.sluice.agent.store.local.posix.Names;
import dev.sluice.agent.store.local.posix.Posix;
import dev.sluice.agent.store.local.posix.PosixCall;
import dev.sluice.agent.store.local.upload.UploadLog;
import dev.sluice.agent.store.local.volume.Volume;
import dev.sluice.agent.store.request.ListQuery;
import dev.sluice.agent.store.request.ObjectInfo;
import dev.sluice.agent.store.request.ObjectPage;
import dev.sluice.agent.store.request.UploadQuery;
import dev.sluice.agent.store.request.UploadRef;
import dev.sluice.common.model.BucketName;
import dev.sluice.common.model.StorageException;
import dev.sluice.v1.FailureReason;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.List;
import java.util.Objects;
import java.util.Random;
import java.util.stream.Stream;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Files of Sluice's own, and of buckets, that are not what they should be. Nothing may hang. */
@Timeout(90)
class DamagedFilesTest {
  private static final long SEED = 20261123;
  private static final int DEEP = 1500;
  private static final byte[] NAME = Names.of("d");

  @TempDir Path root;
  private StoreClient client;

  @BeforeEach
  void open() {
    client = StoreClient.begin(root, Posix.system());
  }

  @AfterEach
  void close() {
    client.close();
  }

  private void restart() {
    client.close();
    client = new StoreClient(root, Posix.system());
  }

  private Path file(String path) {
    return root.resolve(BUCKET.value()).resolve(path);
  }

  private Path own(String path) {
    return root.resolve(".sluice").resolve(path);
  }

  private static void makePipe(Path at) throws Exception {
    assertThat(new ProcessBuilder("mkfifo", at.toString()).start().waitFor()).isZero();
  }

  private static FailureReason reason(ThrowingCallable call) {
    StorageException failure = catchThrowableOfType(StorageException.class, call);
    assertThat(failure).isNotNull();
    return failure.reason();
  }

  private List<String> keys() {
    return client
        .store
        .listObjects(ALICE, new ListQuery(BUCKET, "", "", "", true, 1000))
        .objects()
        .stream()
        .map(object -> object.key().value())
        .toList();
  }

  private List<UploadRef> uploads() {
    return client
        .store
        .listUploads(ALICE, new UploadQuery(BUCKET, "", "", "", "", 1000))
        .uploads()
        .stream()
        .map(upload -> new UploadRef(upload.bucket(), upload.key(), upload.id()))
        .toList();
  }

  private Path folder(UploadRef upload) {
    return own("uploads").resolve(BUCKET.value()).resolve(upload.id().value());
  }

  private static Path only(Path folder) throws IOException {
    try (Stream<Path> files = Files.list(folder)) {
      return files.reduce((one, other) -> fail()).orElseThrow();
    }
  }

  private static Path fail() {
    throw new AssertionError("expected one file");
  }

  private static Path data(Path folder) throws IOException {
    try (Stream<Path> files = Files.list(folder)) {
      return files.filter(f -> f.getFileName().toString().contains("-")).findAny().orElseThrow();
    }
  }

  // ---- Buckets ----

  @Test
  void bucketRecord_thatIsNone_leavesTheBucketServed() throws Exception {
    Path record = own("buckets").resolve(BUCKET.value());
    byte[] whole = Files.readAllBytes(record);
    client.put("key", "x");
    for (int damage = 0; damage < 6; damage++) {
      Files.delete(record);
      switch (damage) {
        case 0 -> Files.write(record, java.util.Arrays.copyOf(whole, whole.length - 1));
        case 1 -> Files.createSymbolicLink(record, Path.of("/etc/passwd"));
        case 2 -> Files.createSymbolicLink(record, record);
        case 3 -> makePipe(record);
        case 4 -> Files.createDirectory(record);
        default -> {
          try (RandomAccessFile file = new RandomAccessFile(record.toFile(), "rw")) {
            file.setLength(1L << 40);
          }
        }
      }
      assertThat(client.store.getBucket(ALICE, BUCKET).owner()).isNull();
      assertThat(client.store.listBuckets(ALICE, "", "", 10).buckets()).hasSize(1);
      assertThat(keys()).containsExactly("key");
    }
  }

  @Test
  void bucket_thatIsALinkOrAFile_isNone() throws Exception {
    Path elsewhere = Files.createDirectory(root.resolve("ELSEWHERE"));
    Files.writeString(elsewhere.resolve("secret"), "secret");
    Files.createSymbolicLink(root.resolve("linked"), elsewhere);
    Files.writeString(root.resolve("plain"), "no bucket");
    makePipe(root.resolve("pipe"));

    for (String name : List.of("linked", "plain", "pipe")) {
      BucketName bucket = new BucketName(name);
      assertThat(reason(() -> client.store.getBucket(ALICE, bucket)))
          .isEqualTo(FailureReason.BUCKET_NOT_FOUND);
      assertThat(reason(() -> client.store.createBucket(ALICE, bucket)))
          .isEqualTo(FailureReason.BUCKET_ALREADY_EXISTS);
      assertThat(reason(() -> client.begin(bucket, "key")))
          .isEqualTo(FailureReason.BUCKET_NOT_FOUND);
    }
    assertThat(client.store.listBuckets(ALICE, "", "", 10).buckets()).hasSize(1);
  }

  @Test
  void bucket_replacedWhileServed_isServedAsItIsNow() throws IOException {
    client.put("old/key", "x");
    assertThat(keys()).containsExactly("old/key");
    Path aside = root.resolve("ASIDE");
    Files.move(root.resolve(BUCKET.value()), aside);
    assertThat(reason(this::keys)).isEqualTo(FailureReason.BUCKET_NOT_FOUND);
    assertThat(reason(() -> client.put("k", "x"))).isEqualTo(FailureReason.BUCKET_NOT_FOUND);

    Files.createSymbolicLink(root.resolve(BUCKET.value()), aside);
    assertThat(reason(this::keys)).isEqualTo(FailureReason.BUCKET_NOT_FOUND);
    assertThat(reason(() -> client.put("k", "x"))).isEqualTo(FailureReason.BUCKET_NOT_FOUND);
    assertThat(aside.resolve("k")).doesNotExist();

    Files.delete(root.resolve(BUCKET.value()));
    Files.createDirectories(file("new"));
    Files.writeString(file("new/key"), "y");
    assertThat(keys()).containsExactly("new/key");
    client.put("new/other", "z");
    assertThat(keys()).containsExactly("new/key", "new/other");
  }

  // ---- Sidecars ----

  @Test
  void sidecar_thatIsNone_leavesTheCore() throws Exception {
    client.close();
    client = new StoreClient(root, new LimitedAttributes(256));
    ObjectInfo stored = client.put("key", "content");
    Path sidecar = only(own("sidecars"));
    byte[] whole = Files.readAllBytes(sidecar);
    Random random = new Random(SEED);
    for (int damage = 0; damage < 40; damage++) {
      Files.deleteIfExists(sidecar);
      switch (damage) {
        case 0 -> {}
        case 1 -> Files.createSymbolicLink(sidecar, Path.of("/dev/zero"));
        case 2 -> makePipe(sidecar);
        case 3 -> Files.createDirectory(sidecar);
        case 4 -> {
          try (RandomAccessFile file = new RandomAccessFile(sidecar.toFile(), "rw")) {
            file.setLength(1L << 40);
          }
        }
        default -> {
          byte[] damaged = whole.clone();
          damaged[random.nextInt(damaged.length)] ^= (byte) (1 << random.nextInt(8));
          Files.write(sidecar, damaged);
        }
      }
      ObjectInfo served = objects().getFirst();
      assertThat(served.etag()).isEqualTo(stored.etag());
      assertThat(served.size()).isEqualTo(7);
      assertThat(served.metadata().userMetadata()).isEmpty();
    }
    client.sweepLater();
    assertThat(objects().getFirst().etag()).isEqualTo(stored.etag());
    assertThat(client.delete("key")).isTrue();
  }

  private List<ObjectInfo> objects() {
    ListQuery all = new ListQuery(BUCKET, "", "", "", true, 1000);
    return client.store.listObjects(ALICE, all).objects();
  }

  /** Where files have no attributes: the sidecar of one key in the place of another's. */
  @Test
  void sidecarOfAnotherKey_saysNothing() throws IOException {
    client.close();
    client = new StoreClient(root, new LimitedAttributes(0));
    client.put("one", "1");
    Path one = only(own("sidecars"));
    byte[] ofOne = Files.readAllBytes(one);
    client.delete("one");
    client.sweepLater();
    client.put("two", "2");
    Files.write(only(own("sidecars")), ofOne);

    assertThat(objects().getFirst().metadata().userMetadata()).isEmpty();
    assertThat(objects().getFirst().etag().value()).endsWith("-1");
  }

  // ---- Uploads ----

  @Test
  void uploadWithPartsAndNoBeginning_isLeftForPeople() throws Exception {
    UploadRef damaged = client.begin("damaged");
    client.part(damaged, 1, "promised");
    UploadRef good = client.begin("good");
    Path start = folder(damaged).resolve("upload");
    byte[] bytes = Files.readAllBytes(start);
    bytes[3] ^= 1;
    Files.write(start, bytes);
    Files.writeString(own("uploads").resolve(BUCKET.value()).resolve("stray"), "no folder");
    Files.createSymbolicLink(own("uploads").resolve(BUCKET.value()).resolve("link"), root);
    makePipe(own("uploads").resolve(BUCKET.value()).resolve("pipe"));
    restart();

    assertThat(uploads()).containsExactly(good);
    assertThat(data(folder(damaged))).hasContent("promised");
    client.sweepLater();
    assertThat(data(folder(damaged))).hasContent("promised");
  }

  @Test
  void uploadThatNobodyWasToldOf_isRemoved() throws IOException {
    UploadRef upload = client.begin("never");
    Files.write(folder(upload).resolve("upload"), new byte[0]);
    restart();

    assertThat(uploads()).isEmpty();
    assertThat(folder(upload)).doesNotExist();
  }

  @Test
  void uploadLog_thatIsNone_keepsThePartsAndCanBeAborted() throws Exception {
    for (int damage = 0; damage < 4; damage++) {
      UploadRef upload = client.begin("key");
      client.part(upload, 1, "promised");
      Path log = folder(upload).resolve("log");
      Files.delete(log);
      switch (damage) {
        case 0 -> Files.createDirectory(log);
        case 1 -> Files.createSymbolicLink(log, Path.of("/dev/zero"));
        case 2 -> makePipe(log);
        default -> {}
      }
      restart();

      assertThat(uploads()).containsExactly(upload);
      assertThat(reason(() -> client.parts(upload))).isEqualTo(FailureReason.STORAGE_FAULT);
      assertThat(reason(() -> client.part(upload, 2, "x"))).isEqualTo(FailureReason.STORAGE_FAULT);
      assertThat(reason(() -> client.complete(upload))).isNotNull();
      assertThat(data(folder(upload))).hasContent("promised");
      client.abort(upload);
      assertThat(uploads()).isEmpty();
    }
  }

  @Test
  void uploadLog_damagedAnywhere_isReadAsFarAsItIsWhole() throws IOException {
    UploadRef upload = client.begin("key");
    for (int part = 1; part <= 5; part++) {
      client.part(upload, part, "part " + part);
    }
    Path log = folder(upload).resolve("log");
    byte[] whole = Files.readAllBytes(log);
    Random random = new Random(SEED);
    for (int round = 0; round < 60; round++) {
      byte[] damaged = whole.clone();
      damaged[random.nextInt(damaged.length)] ^= (byte) (1 << random.nextInt(8));
      Path copy = folder(upload);
      Files.write(copy.resolve("log"), damaged);
      UploadLog read = new UploadLog(Volume.toRead(Posix.system(), InstantSource.system()));
      read.load(damaged);
      assertThat(read.parts().size()).isLessThan(5);
    }
    Files.write(log, whole);
    restart();
    assertThat(client.parts(upload)).hasSize(5);
  }

  /** A part that was cut from outside must not come back as zeros. */
  @Test
  void partShorterThanItWas_isNeverPadded() throws IOException {
    UploadRef upload = client.begin("key");
    PartRecord one = client.part(upload, 1, "111111");
    PartRecord two = client.part(upload, 2, "222222");
    PartRecord three = client.part(upload, 3, "333");
    try (RandomAccessFile file = new RandomAccessFile(data(folder(upload)).toFile(), "rw")) {
      file.setLength(3);
    }

    assertThat(reason(() -> client.complete(upload, one, two, three)))
        .isEqualTo(FailureReason.STORAGE_FAULT);
    assertThat(keys()).isEmpty();
    PartRecord again = client.part(upload, 2, "222222");
    assertThat(reason(() -> client.complete(upload, one, again, three)))
        .isEqualTo(FailureReason.STORAGE_FAULT);
    assertThat(keys()).isEmpty();
  }

  /** Tools that save space link equal files: nobody may write into what is an object as well. */
  @Test
  void dataFileLinkedToAnObject_isNotWrittenTo() throws IOException {
    client.put("object", "111111");
    UploadRef upload = client.begin("key");
    PartRecord one = client.part(upload, 1, "111111");
    Path data = data(folder(upload));
    Files.delete(data);
    Files.createLink(data, file("object"));

    assertThat(reason(() -> client.part(upload, 2, "222222")))
        .isEqualTo(FailureReason.STORAGE_FAULT);
    assertThat(reason(() -> client.complete(upload, one))).isEqualTo(FailureReason.STORAGE_FAULT);
    assertThat(file("object")).hasContent("111111");
    client.abort(upload);
    assertThat(file("object")).hasContent("111111");
  }

  @Test
  void dataFileThatIsAPipeOrALink_failsAtOnce() throws Exception {
    Path secret = root.resolve("SECRET");
    Files.writeString(secret, "secret");
    for (boolean pipe : new boolean[] {true, false}) {
      UploadRef upload = client.begin("key");
      PartRecord one = client.part(upload, 1, "111111");
      Path data = data(folder(upload));
      Files.delete(data);
      if (pipe) {
        makePipe(data);
      } else {
        Files.createSymbolicLink(data, secret);
      }

      assertThat(reason(() -> client.complete(upload, one))).isEqualTo(FailureReason.STORAGE_FAULT);
      assertThat(reason(() -> client.part(upload, 2, "222222")))
          .isEqualTo(FailureReason.STORAGE_FAULT);
      client.abort(upload);
    }
    assertThat(secret).hasContent("secret");
  }

  // ---- Strange names and trees ----

  /** Deeper than any key: listed and swept without an end of stack, descriptors or paths. */
  @Test
  void treeDeeperThanAnyKey_isNoObjectAndNoHarm() throws Exception {
    client.put("key", "x");
    Posix posix = Posix.system();
    Descriptor at = posix.openRoot(Names.of(root.resolve(BUCKET.value()).toString()));
    for (int level = 0; level < DEEP; level++) {
      posix.makeDirectory(at, NAME, 0755);
      Descriptor below = posix.openDirectory(at, NAME);
      at.close();
      at = below;
    }
    posix.create(at, Names.of("file"), 0644).close();
    at.close();

    assertThat(keys()).containsExactly("key");
    ListQuery rolledUp = new ListQuery(BUCKET, "", "/", "", true, 1000);
    assertThat(client.store.listObjects(ALICE, rolledUp).commonPrefixes()).isEmpty();
    client.delete("key");
    assertThat(reason(() -> client.store.deleteBucket(ALICE, BUCKET)))
        .isEqualTo(FailureReason.BUCKET_NOT_EMPTY);
    assertThat(new ProcessBuilder("rm", "-rf", file("d").toString()).start().waitFor()).isZero();
  }

  @Test
  void forgedChunks_areNoKeys() throws IOException {
    client.put("key", "x");
    Path at = root.resolve(BUCKET.value());
    // As many as a path can hold and more than any segment has.
    for (int level = 0; level < 300; level++) {
      at = at.resolve(".%la");
    }
    Files.createDirectories(at);
    Files.writeString(at.resolve(".%mb"), "x");
    Path longer = root.resolve(BUCKET.value());
    for (int level = 0; level < 14; level++) {
      longer = longer.resolve(".%l" + "x".repeat(240));
    }
    Files.createDirectories(longer);

    assertThat(keys()).containsExactly("key");
    assertThatThrownBy(() -> client.store.deleteBucket(ALICE, BUCKET))
        .isInstanceOf(StorageException.class);
  }

  /** A file of another user's must neither break the listing of all others nor be missing in it. */
  @Test
  void fileThatMayNotBeOpened_isListedAndRefused() throws IOException {
    client.close();
    FaultyPosix posix = new FaultyPosix(LimitedAttributes.AS_THEY_ARE);
    client = new StoreClient(root, posix);
    Files.createDirectories(file("a"));
    Files.writeString(file("a/closed"), "12345");
    Files.writeString(file("open"), "1");

    posix.failNext(Errno.EACCES, call -> call == PosixCall.OPEN_FOR_READING);
    List<ObjectInfo> listed = objects();
    assertThat(posix.heal()).isNotNull();
    assertThat(listed).extracting(ObjectInfo::size).containsExactly(5L, 1L);

    posix.failNext(Errno.EACCES, call -> call == PosixCall.OPEN_FOR_READING);
    assertThat(reason(() -> client.copy("a/closed", "copy")))
        .isEqualTo(FailureReason.STORAGE_READ_ONLY);
  }

  /** A bucket that is a mount has one, which root alone may look into. */
  @Test
  void lostAndFound_isLeftOutOfListings() throws IOException {
    client.close();
    client = new StoreClient(root, new WithoutLostAndFound());
    Files.createDirectories(file("lost+found/below"));
    Files.writeString(file("lost+found/file"), "by fsck");
    Files.writeString(file("key"), "1");

    assertThat(keys()).containsExactly("key");
    for (String delimiter : List.of("", "/")) {
      ObjectPage page =
          client.store.listObjects(ALICE, new ListQuery(BUCKET, "", delimiter, "", true, 10));
      assertThat(page.objects()).hasSize(1);
      assertThat(page.commonPrefixes()).isEmpty();
    }
  }

  private static final class WithoutLostAndFound extends Posix {
    private static void refuse(byte[] path) throws ErrnoException {
      if (Names.show(path).startsWith("lost+found")) {
        throw new ErrnoException(Errno.EACCES, "openat2", path);
      }
    }

    @Override
    public Descriptor openForReading(Descriptor base, byte[] path) throws ErrnoException {
      refuse(path);
      return super.openForReading(base, path);
    }

    @Override
    public Descriptor openDirectory(Descriptor base, byte[] path) throws ErrnoException {
      refuse(path);
      return super.openDirectory(base, path);
    }
  }

  // ---- Sluice's own directory ----

  @Test
  void ownDirectory_withStrangersInIt_startsAllTheSame() throws Exception {
    client.put("key", "x");
    for (String place : List.of("moves", "staging", "sidecars", "buckets", "uploads")) {
      Files.createSymbolicLink(own(place).resolve("link"), root);
      makePipe(own(place).resolve("pipe"));
      Files.createDirectories(own(place).resolve("folder/below"));
      Files.writeString(own(place).resolve("file"), "x");
    }
    restart();
    client.sweepLater();

    assertThat(keys()).containsExactly("key");
    assertThat(root.resolve(BUCKET.value())).exists();
  }

  @Test
  void format_thatCannotBeRead_isRefusedAndLeftAlone() throws Exception {
    client.close();
    Path format = own("format");
    for (int damage = 0; damage < 4; damage++) {
      Files.delete(format);
      switch (damage) {
        case 0 -> Files.writeString(format, "2\n");
        case 1 -> Files.writeString(format, "\u0007garbage".repeat(1000));
        case 2 -> Files.createDirectory(format);
        default -> Files.createSymbolicLink(format, Path.of("/dev/zero"));
      }
      assertThatThrownBy(() -> new StoreClient(root, Posix.system()))
          .isInstanceOf(IllegalStateException.class)
          .message()
          .hasSizeLessThan(400)
          .doesNotContain("\u0007");
      assertThat(Files.exists(format, java.nio.file.LinkOption.NOFOLLOW_LINKS)).isTrue();
    }
    Files.delete(format);
    Files.writeString(format, "1\n");
    client = new StoreClient(root, Posix.system());
    assertThat(Objects.requireNonNull(client)).isNotNull();
  }
}
