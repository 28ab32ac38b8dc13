package dev.sluice.agent.store.local.record;

import static dev.sluice.agent.store.local.StoreClient.ALICE;
import static dev.sluice.agent.store.local.StoreClient.BUCKET;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.agent.store.check.CheckOptions;
import dev.sluice.agent.store.local.CheckedStore;
import dev.sluice.agent.store.local.StoreClient;
import dev.sluice.agent.store.local.posix.Descriptor;
import dev.sluice.agent.store.local.posix.ErrnoException;
import dev.sluice.agent.store.local.posix.Posix;
import dev.sluice.agent.store.request.ListQuery;
import dev.sluice.agent.store.request.ObjectInfo;
import dev.sluice.agent.store.request.ReadRequest;
import dev.sluice.common.model.ContentHeaders;
import dev.sluice.common.model.MetadataLimit;
import dev.sluice.common.model.ReadConditions;
import dev.sluice.common.model.Selection;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.UserDefinedFileAttributeView;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Files as versitygw's POSIX backend leaves them: what it kept of them is served, but for its tag,
 * until somebody has read the bytes. All of it is ours: AWS has no files.
 */
class VersitygwAttributesTest {
  private static final String CONTENT = "content";

  /** The MD5 of {@link #CONTENT}. */
  private static final String MD5 = "9a0364b9e99bb480dd25e1f0284c8555";

  private static final String OTHER_MD5 = "d41d8cd98f00b204e9800998ecf8427e";

  @TempDir Path root;

  /** Counts how often the names of attributes are asked for. */
  private static final class CountingPosix extends Posix {
    final AtomicInteger asked = new AtomicInteger();

    @Override
    public byte[] attributeNames(Descriptor file) throws ErrnoException {
      asked.incrementAndGet();
      return super.attributeNames(file);
    }
  }

  @BeforeEach
  void fill() throws IOException {
    StoreClient.begin(root, Posix.system()).close();
    Files.writeString(file("key"), CONTENT);
  }

  private StoreClient open() {
    return new StoreClient(root, Posix.system());
  }

  private Path file(String key) {
    return root.resolve(BUCKET.value()).resolve(key);
  }

  private void attach(String name, String value) throws IOException {
    attach(name, value.getBytes(UTF_8));
  }

  private void attach(String name, byte[] value) throws IOException {
    Objects.requireNonNull(
            Files.getFileAttributeView(file("key"), UserDefinedFileAttributeView.class))
        .write(name, ByteBuffer.wrap(value));
  }

  private static ObjectInfo head(StoreClient client, String key) {
    ReadRequest request =
        new ReadRequest(BUCKET, StoreClient.key(key), ReadConditions.NONE, Selection.ALL);
    return client.store.headObject(ALICE, request).info();
  }

  private ObjectInfo head() {
    try (StoreClient client = open()) {
      return head(client, "key");
    }
  }

  private List<String> checked(boolean repair) {
    CheckOptions options = new CheckOptions(root, List.of(), true, repair, InstantSource.system());
    return CheckedStore.of(options, Posix.system()).lines();
  }

  // ---- Headers and metadata ----

  @Test
  void headers_areServed() throws IOException {
    attach("content-type", "text/x-note; charset=utf-8");
    attach("cache-control", "max-age=60");
    attach("content-disposition", "attachment");
    attach("content-encoding", "gzip");
    attach("content-language", "de");
    attach("expires", "Thu, 01 Dec 2026 16:00:00 GMT");

    assertThat(head().metadata().headers())
        .isEqualTo(
            new ContentHeaders(
                "text/x-note; charset=utf-8",
                "max-age=60",
                "attachment",
                "gzip",
                "de",
                "Thu, 01 Dec 2026 16:00:00 GMT"));
  }

  @Test
  void metadataOfEitherForm_isServed() throws IOException {
    attach("X-Amz-Meta.Camera", "M6");
    attach("X-Amz-Meta.both", "old");
    attach("metadata", "{\"both\":\"new\",\"Place\":\"H\\u00fctte \\u003c3\\u003e\"}");

    assertThat(head().metadata().userMetadata())
        .isEqualTo(Map.of("camera", "M6", "both", "new", "place", "Hütte <3>"));
  }

  @Test
  void readOnlyAgent_servesTheSame() throws IOException {
    attach("content-type", "text/x-note");
    attach("X-Amz-Meta.camera", "M6");
    ObjectInfo served = head();

    try (StoreClient client = StoreClient.readOnly(root)) {
      assertThat(head(client, "key")).isEqualTo(served);
      assertThat(served.metadata().headers().contentType()).isEqualTo("text/x-note");
      assertThat(served.metadata().userMetadata()).isEqualTo(Map.of("camera", "M6"));
    }
  }

  @Test
  void copy_keepsThem() throws IOException {
    attach("content-type", "text/x-note");
    attach("X-Amz-Meta.camera", "M6");

    try (StoreClient client = open()) {
      client.copy("key", "copy");
      Files.delete(file("key"));

      assertThat(head(client, "copy").metadata().headers().contentType()).isEqualTo("text/x-note");
      assertThat(head(client, "copy").metadata().userMetadata()).isEqualTo(Map.of("camera", "M6"));
    }
  }

  @Test
  void changeOfMetadata_takesTheirPlace() throws IOException {
    attach("content-type", "text/x-note");
    attach("X-Amz-Meta.camera", "M6");

    try (StoreClient client = open()) {
      client.describe("key", "text/new");

      assertThat(head(client, "key").metadata().headers().contentType()).isEqualTo("text/new");
      assertThat(head(client, "key").metadata().userMetadata()).containsOnlyKeys("note");
    }
  }

  // ---- What is not believed ----

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "{",
        "[]",
        "null",
        "{\"a\":1}",
        "{\"a b\":\"x\"}",
        "{\"a\":\"x\\r\\ny: z\"}",
        "{\"\":\"x\"}"
      })
  void damagedDocument_isIgnored(String json) throws IOException {
    attach("metadata", json);
    assertThat(head().metadata().userMetadata()).isEmpty();
  }

  @Test
  void deepDocument_isIgnored() throws IOException {
    attach("metadata", "{\"a\":".repeat(500));
    assertThat(head().metadata().userMetadata()).isEmpty();
  }

  @Test
  void whatNoHeaderCarries_isIgnored() throws IOException {
    attach("content-type", "text/plain\r\nSet-Cookie: a=b");
    attach("content-language", new byte[] {(byte) 0xff, 'd'});
    attach("X-Amz-Meta.a b", "x");
    attach("X-Amz-Meta.damaged", new byte[] {(byte) 0xc3});
    attach("X-Amz-Meta.sound", "x");

    ObjectInfo head = head();
    assertThat(head.metadata().headers())
        .isEqualTo(ContentHeaders.NONE.withContentType("application/octet-stream"));
    assertThat(head.metadata().userMetadata()).isEqualTo(Map.of("sound", "x"));
  }

  @Test
  void metadataBeyondTheLimit_isIgnored() throws IOException {
    attach("X-Amz-Meta.a", "x");
    attach("X-Amz-Meta.b", "x".repeat(MetadataLimit.USER_METADATA.bytes()));
    attach("X-Amz-Meta.c", "x");
    assertThat(head().metadata().userMetadata()).isEqualTo(Map.of("a", "x"));
  }

  @Test
  void headersThatAreTooLargeTogether_areIgnored() {
    byte[] half = "x".repeat(MetadataLimit.CONTENT_HEADERS.bytes() / 2 + 1).getBytes(UTF_8);
    List<String> names = List.of("user.content-type", "user.cache-control");

    assertThat(record(names.subList(0, 1), half).contentType()).hasSize(half.length);
    assertThat(record(names, half)).isEqualTo(ContentHeaders.NONE);
  }

  private static ContentHeaders record(List<String> names, byte[] value) {
    try {
      return VersitygwAttributes.record(names, name -> value).metadata().headers();
    } catch (ErrnoException e) {
      throw new AssertionError(e);
    }
  }

  // ---- What it costs ----

  @Test
  void objectWithARecord_andListings_costNoFurtherCall() throws IOException {
    attach("content-type", "text/x-note");
    CountingPosix posix = new CountingPosix();
    try (StoreClient client = new StoreClient(root, posix)) {
      client.put("ours", "x");
      head(client, "ours");
      client.copy("ours", "copy");
      client.delete("copy");
      client.store.listObjects(ALICE, new ListQuery(BUCKET, "", "", "", true, 1000));
      assertThat(posix.asked).hasValue(0);

      head(client, "key");
      assertThat(posix.asked).hasValue(1);
    }
  }

  // ---- The tag ----

  @ParameterizedTest
  @ValueSource(strings = {MD5, "\"" + MD5 + "\""})
  void tag_countsOnceACheckHasReadTheBytes(String etag) throws IOException {
    attach("etag", etag);
    attach("content-type", "text/x-note");
    attach("X-Amz-Meta.camera", "M6");
    ObjectInfo before = head();
    assertThat(before.etag().value()).endsWith("-1");

    assertThat(checked(false)).containsExactly("photos/key tag-of-versitygw LEFT");
    assertThat(head()).isEqualTo(before);
    assertThat(checked(true)).containsExactly("photos/key tag-of-versitygw REPAIRED");
    assertThat(checked(false)).isEmpty();

    ObjectInfo after = head();
    assertThat(after.etag().value()).isEqualTo(MD5);
    assertThat(after.metadata().headers()).isEqualTo(before.metadata().headers());
    assertThat(after.metadata().userMetadata()).isEqualTo(before.metadata().userMetadata());
    assertThat(after.lastModified()).isEqualTo(before.lastModified());
  }

  @Test
  void tagOfOtherBytes_isANoteAndNotTaken() throws IOException {
    attach("etag", OTHER_MD5);

    assertThat(checked(true)).containsExactly("photos/key tag-of-versitygw LEFT");
    assertThat(head().etag().value()).endsWith("-1").doesNotContain(OTHER_MD5);
  }

  @ParameterizedTest
  @ValueSource(strings = {MD5 + "-2", "\"" + MD5 + "-1\"", "9A0364B9", ""})
  void tagThatIsNoMd5_isNotTaken(String etag) throws IOException {
    attach("etag", etag);

    assertThat(checked(true)).isEmpty();
    assertThat(head().etag().value()).endsWith("-1").doesNotContain(MD5);
  }
}
