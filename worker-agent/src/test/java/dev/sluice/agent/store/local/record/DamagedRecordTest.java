package dev.sluice.agent.store.local.record;

import static dev.sluice.agent.store.local.StoreClient.ALICE;
import static dev.sluice.agent.store.local.StoreClient.BUCKET;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.InvalidProtocolBufferException;
import dev.sluice.agent.store.engine.object.ObjectPart;
import dev.sluice.agent.store.format.CheckedMessage;
import dev.sluice.agent.store.format.Integrity;
import dev.sluice.agent.store.format.Part;
import dev.sluice.agent.store.format.RecordCodec;
import dev.sluice.agent.store.format.StoredMetadata;
import dev.sluice.agent.store.format.StoredRecord;
import dev.sluice.agent.store.format.Time;
import dev.sluice.agent.store.format.UserMetadatum;
import dev.sluice.agent.store.local.StoreClient;
import dev.sluice.agent.store.local.posix.FileStat;
import dev.sluice.agent.store.local.posix.Posix;
import dev.sluice.agent.store.request.ListQuery;
import dev.sluice.agent.store.request.ObjectInfo;
import dev.sluice.agent.store.request.ReadRequest;
import dev.sluice.common.model.ReadConditions;
import dev.sluice.common.model.Selection;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.UserDefinedFileAttributeView;
import java.time.Instant;
import java.util.Arrays;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Records in attributes that were damaged, forged, or written by a later version. */
class DamagedRecordTest {
  private static final long SEED = 20261123;
  private static final int ROUNDS = 300;
  private static final String CONTENT = "what a file holds";

  @TempDir Path root;
  private StoreClient client;

  @BeforeEach
  void open() {
    client = StoreClient.begin(root, Posix.system());
    client.put("key", CONTENT);
    client.put("other", "something else");
  }

  @AfterEach
  void close() {
    client.close();
  }

  private Path file(String key) {
    return root.resolve(BUCKET.value()).resolve(key);
  }

  private static UserDefinedFileAttributeView attributes(Path file) {
    return Objects.requireNonNull(
        Files.getFileAttributeView(file, UserDefinedFileAttributeView.class));
  }

  private byte[] record(String key) throws IOException {
    UserDefinedFileAttributeView view = attributes(file(key));
    ByteBuffer bytes = ByteBuffer.allocate(view.size("sluice"));
    view.read("sluice", bytes);
    return bytes.array();
  }

  private void replace(String key, byte[] record) throws IOException {
    attributes(file(key)).write("sluice", ByteBuffer.wrap(record));
  }

  private StoredRecord parsed(String key) throws IOException {
    return Objects.requireNonNull(CheckedMessage.read(record(key), StoredRecord.parser()));
  }

  private static ReadRequest reading(String key) {
    return new ReadRequest(BUCKET, StoreClient.key(key), ReadConditions.NONE, Selection.ALL);
  }

  /** Every way to look at the object, none of which may fail or see other bytes. */
  private ObjectInfo assertServed() {
    ObjectInfo head = client.store.headObject(ALICE, reading("key")).info();
    assertThat(head.size()).isEqualTo(CONTENT.length());
    try (var object = client.store.getObject(ALICE, reading("key"))) {
      ByteBuffer bytes = ByteBuffer.allocate(64);
      object.read(bytes);
      assertThat(new String(bytes.array(), 0, bytes.position(), UTF_8)).isEqualTo(CONTENT);
      assertThat(object.head().info()).isEqualTo(head);
    }
    ListQuery all = new ListQuery(BUCKET, "", "", "", true, 1000);
    assertThat(client.store.listObjects(ALICE, all).objects()).contains(head);
    return head;
  }

  private static void assertFromOutside(ObjectInfo head) {
    assertThat(head.etag().value()).endsWith("-1");
    assertThat(head.checksum()).isNull();
    assertThat(head.metadata().userMetadata()).isEmpty();
  }

  @Test
  void damagedRecord_isAFileFromOutside() throws IOException {
    byte[] whole = record("key");
    ObjectInfo stored = assertServed();
    Random random = new Random(SEED);
    for (int round = 0; round < ROUNDS; round++) {
      byte[] damaged =
          switch (round % 3) {
            case 0 -> flipped(whole, random);
            case 1 -> Arrays.copyOf(whole, random.nextInt(whole.length));
            default -> noise(random);
          };
      replace("key", damaged);

      assertFromOutside(assertServed());
    }
    replace("key", whole);
    assertThat(assertServed()).isEqualTo(stored);
  }

  private static byte[] flipped(byte[] whole, Random random) {
    byte[] damaged = whole.clone();
    int bit = random.nextInt(8 * whole.length);
    damaged[bit / 8] ^= (byte) (1 << bit % 8);
    return damaged;
  }

  private static byte[] noise(Random random) {
    byte[] noise = new byte[random.nextInt(2000)];
    random.nextBytes(noise);
    return noise;
  }

  /** Records of any content with a check that is right: nothing in them may break an answer. */
  @Test
  void forgedRecord_isAnsweredOrLeftOut() throws IOException {
    byte[] whole = CheckedMessage.write(parsed("key"));
    Random random = new Random(SEED);
    int read = 0;
    for (int round = 0; round < ROUNDS; round++) {
      byte[] content = Arrays.copyOf(whole, whole.length - 5);
      for (int changes = 1 + random.nextInt(4); changes > 0; changes--) {
        content[random.nextInt(content.length)] = (byte) random.nextInt(256);
      }
      StoredRecord forged;
      try {
        forged = StoredRecord.parseFrom(content);
      } catch (InvalidProtocolBufferException e) {
        continue;
      }
      read++;
      replace("key", CheckedMessage.write(forged));

      assertAnswerable(assertServed());
    }
    assertThat(read).isGreaterThan(ROUNDS / 10);
  }

  private static void assertAnswerable(ObjectInfo info) {
    assertThat(info.etag().value()).matches("[ !#-~]+");
    assertThat(info.metadata().headers().contentType())
        .doesNotContainPattern("[\\x00-\\x08\\n\\r\\x7f]");
    info.metadata()
        .userMetadata()
        .forEach(
            (name, value) -> {
              assertThat(name).matches("[a-z0-9!#$%&'*+.^_`|~-]+");
              assertThat(value).doesNotContainPattern("[\\x00-\\x08\\n\\r\\x7f]");
            });
    assertThat(info.lastModified()).isBefore(Instant.parse("+10000-01-01T00:00:00Z"));
    long sum = info.parts().stream().mapToLong(ObjectPart::size).sum();
    assertThat(info.parts().isEmpty() || sum == info.size()).isTrue();
  }

  @Test
  void whatNoClientCouldHaveSaid_isLeftOut() throws IOException {
    StoredRecord record = parsed("key");
    Integrity integrity =
        record.getIntegrity().toBuilder()
            .setEtag("\r\nX-Evil: 1")
            .setLastModified(Time.newBuilder().setSeconds(Long.MAX_VALUE).setNanos(-1))
            .setUploadId("../../etc")
            .addParts(Part.newBuilder().setNumber(1).setSize(Long.MAX_VALUE))
            .addParts(Part.newBuilder().setNumber(2).setSize(Long.MAX_VALUE))
            .build();
    StoredMetadata kept =
        StoredMetadata.newBuilder()
            .setContentType("text/html\r\nSet-Cookie: a=b")
            .setCacheControl("no-cache")
            .addUserMetadata(UserMetadatum.newBuilder().setName("Bad Name").setValue("x"))
            .addUserMetadata(UserMetadatum.newBuilder().setName("bad").setValue("a\nb"))
            .addUserMetadata(
                UserMetadatum.newBuilder().setName("long").setValue("x".repeat(1 << 20)))
            .addUserMetadata(UserMetadatum.newBuilder().setName("good").setValue("value"))
            .build();
    StoredMetadata attached = kept.toBuilder().removeUserMetadata(2).build();
    replace(
        "key",
        CheckedMessage.write(
            record.toBuilder().setIntegrity(integrity).setMetadata(attached).build()));

    ObjectInfo info = assertServed();
    assertThat(info.etag().value()).endsWith("-1");
    assertThat(info.parts()).isEmpty();
    assertThat(info.metadata().headers().contentType()).doesNotContain("Cookie");
    assertThat(info.metadata().headers().cacheControl()).isEqualTo("no-cache");
    assertThat(info.metadata().userMetadata()).containsExactly(Map.entry("good", "value"));
    assertThat(info.lastModified()).isEqualTo(Instant.parse("9999-12-31T23:59:59Z"));
  }

  @Test
  void recordOfAnotherObject_keepsItsTagToItself() throws IOException {
    replace("key", record("other"));

    ObjectInfo info = assertServed();
    assertThat(info.etag().value()).endsWith("-1");
    assertThat(info.checksum()).isNull();
  }

  @Test
  void recordOfALaterVersion_saysNothingOfTheBytes() throws IOException {
    StoredRecord later = parsed("key").toBuilder().setVersion(RecordCodec.VERSION + 1).build();
    replace("key", CheckedMessage.write(later));

    ObjectInfo info = assertServed();
    assertThat(info.etag().value()).endsWith("-1");
    assertThat(info.metadata().userMetadata()).isNotEmpty();
  }

  @Test
  void damagedRecord_isReplacedCopiedAndDeleted() throws IOException {
    replace("key", new byte[] {1, 2, 3});
    assertFromOutside(assertServed());

    client.copy("key", "copy");
    client.describe("key", "text/plain");
    assertThat(assertServed().metadata().headers().contentType()).isEqualTo("text/plain");
    replace("key", new byte[] {1, 2, 3});
    assertThat(client.put("key", CONTENT).etag()).isEqualTo(assertServed().etag());
    replace("key", new byte[] {1, 2, 3});
    assertThat(client.delete("key")).isTrue();
    assertThat(client.delete("copy")).isTrue();
  }

  /** Seals of a size or time at the ends of their ranges, on files that have them. */
  @Test
  void timesBeyondAllAnswers_areTheLastOne() throws IOException {
    Files.setLastModifiedTime(file("key"), FileTime.from(Instant.parse("2400-01-01T00:00:00Z")));
    assertServed();
    FileStat far = new FileStat(0100644, 1, 0, 2, 3, 4, Long.MAX_VALUE, 5, Long.MIN_VALUE, 6, 0, 0);
    assertThat(far.modified()).isEqualTo(Instant.parse("9999-12-31T23:59:59.000000005Z"));
    assertThat(far.created()).isEqualTo(Instant.parse("0001-01-01T00:00:00.000000006Z"));
  }
}
