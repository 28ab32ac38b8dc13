package dev.sluice.agent.store.contract;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.agent.store.BodyWriter;
import dev.sluice.agent.store.request.Finish;
import dev.sluice.agent.store.request.ObjectInfo;
import dev.sluice.agent.store.request.PutRequest;
import dev.sluice.common.digest.Checksum;
import dev.sluice.common.model.AclSpec;
import dev.sluice.common.model.ChecksumAlgorithm;
import dev.sluice.common.model.ChecksumType;
import dev.sluice.common.model.ChecksumValue;
import dev.sluice.common.model.ContentHeaders;
import dev.sluice.common.model.FailureDetail;
import dev.sluice.common.model.ObjectMetadata;
import dev.sluice.common.model.StorageException;
import dev.sluice.common.model.WriteConditions;
import dev.sluice.v1.FailureReason;
import java.nio.ByteBuffer;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

/** Objects stored in one piece, and their deletion. */
abstract class PutContract extends StoreContract {
  private static final byte[] BODY = "a body".getBytes(UTF_8);

  PutContract(Opener opener) {
    super(opener);
  }

  @Test
  void put_answersWhatIsReadLater() {
    byte[] body = bytes(300_000, 1);

    ObjectInfo info = put("dir/key.txt", body);

    assertThat(read("dir/key.txt")).isEqualTo(body);
    assertThat(head("dir/key.txt")).isEqualTo(info);
    assertThat(info.etag()).isEqualTo(md5Tag(body));
    assertThat(info.size()).isEqualTo(body.length);
    assertThat(info.owner()).isEqualTo(ALICE.principal());
    assertThat(info.parts()).isEmpty();
  }

  @Test
  void put_ofNoBytes_isObject() {
    ObjectInfo info = put("empty", new byte[0]);

    assertThat(info.etag().value()).isEqualTo("d41d8cd98f00b204e9800998ecf8427e");
    assertThat(read("empty")).isEmpty();
  }

  @Test
  void put_ofUnknownLength_isStored() {
    put(putRequest("key", -1, WriteConditions.NONE), BODY);

    assertThat(read("key")).isEqualTo(BODY);
  }

  @Test
  void put_keepsHeadersAndMetadataAndNothingOfWhatWasThere() {
    put(described(new ContentHeaders("text/x", "c", "d", "e", "f", "g"), Map.of("old", "1")), BODY);
    ContentHeaders headers =
        new ContentHeaders("text/plain", "no-store", "inline", "gzip", "de", "soon");
    Map<String, String> metadata = new LinkedHashMap<>();
    metadata.put("zebra", "first");
    metadata.put("colour", "größer ☃");
    metadata.put("empty", "");

    ObjectInfo info = put(described(headers, metadata), BODY);

    assertThat(head("key")).isEqualTo(info);
    assertThat(info.metadata().headers()).isEqualTo(headers);
    assertThat(info.metadata().userMetadata()).containsExactlyInAnyOrderEntriesOf(metadata);
  }

  @Test
  void put_withoutContentType_hasTheOneOfS3() {
    assertThat(put("page.html", BODY).metadata().headers().contentType())
        .isEqualTo("binary/octet-stream");
  }

  @Test
  void metadata_overItsLimit_isRefused() {
    Map<String, String> fits = Map.of("name", "x".repeat(2048 - 4));
    Map<String, String> tooLarge = Map.of("name", "x".repeat(2048 - 5) + "é");

    assertThat(put(described(ContentHeaders.NONE, fits), BODY).metadata().userMetadata())
        .isEqualTo(fits);
    StorageException refusal = failureOf(() -> put(described(ContentHeaders.NONE, tooLarge), BODY));
    assertThat(refusal.reason()).isEqualTo(FailureReason.METADATA_TOO_LARGE);
    assertThat(refusal.detail()).isEqualTo(new FailureDetail.Size(2049, 2048));
  }

  @Test
  void metadata_thatNoHeaderCarries_isRefused() {
    List<Map<String, String>> wrong =
        List.of(
            Map.of("Name", "v"),
            Map.of("", "v"),
            Map.of("a b", "v"),
            Map.of("name", "a\r\nset-cookie: b"),
            Map.of("name", "a\0"));

    for (Map<String, String> metadata : wrong) {
      assertThat(failureOf(() -> put(described(ContentHeaders.NONE, metadata), BODY)).reason())
          .isEqualTo(FailureReason.ARGUMENT_INVALID);
    }
    ContentHeaders split = ContentHeaders.NONE.withContentType("text/plain\nx: y");
    assertThat(failureOf(() -> put(described(split, Map.of()), BODY)).reason())
        .isEqualTo(FailureReason.ARGUMENT_INVALID);
  }

  @ParameterizedTest
  @EnumSource
  void checksum_isComputedComparedAndKept(ChecksumAlgorithm algorithm) {
    Checksum checksum = Checksum.of(algorithm);
    checksum.update(ByteBuffer.wrap(BODY));
    ChecksumValue right = checksum.value();
    byte[] other = right.value().clone();
    other[0]++;
    ChecksumValue wrong = new ChecksumValue(algorithm, right.type(), other);

    assertThat(failureOf(() -> put(checked(algorithm), BODY, stating(wrong))).reason())
        .isEqualTo(FailureReason.DIGEST_MISMATCH);
    assertNothingThere();
    assertThat(put(checked(algorithm), BODY, stating(right)).checksum()).isEqualTo(right);
    assertThat(put(checked(algorithm), BODY).checksum()).isEqualTo(right);
    assertThat(head("key").checksum()).isEqualTo(right);
  }

  @Test
  void checksum_thatWasNotAnnounced_isRefused() {
    Checksum checksum = Checksum.of(ChecksumAlgorithm.SHA1);
    checksum.update(ByteBuffer.wrap(BODY));
    Finish finish = stating(checksum.value());

    assertThat(failureOf(() -> put(checked(ChecksumAlgorithm.CRC32), BODY, finish)).reason())
        .isEqualTo(FailureReason.REQUEST_INVALID);
    assertNothingThere();
  }

  @Test
  void statedMd5_isCompared() {
    PutRequest request = putRequest("key", BODY.length, WriteConditions.NONE);
    byte[] wrong = new byte[16];

    assertThat(failureOf(() -> put(request, BODY, new Finish(6, null, wrong, null))).detail())
        .isInstanceOf(FailureDetail.Digest.class);
    assertNothingThere();
    put(request, BODY, new Finish(6, null, md5(BODY), null));
    assertThat(read("key")).isEqualTo(BODY);
  }

  @Test
  void transportChecksum_isCompared() {
    Checksum checksum = Checksum.of(ChecksumAlgorithm.CRC32C);
    checksum.update(ByteBuffer.wrap(BODY));
    int right = ByteBuffer.wrap(checksum.digest()).getInt();
    PutRequest request = statingCrc32c(null);

    assertThat(failureOf(() -> put(request, BODY, new Finish(6, right + 1, null, null))).reason())
        .isEqualTo(FailureReason.TRANSFER_CORRUPTED);
    assertNothingThere();
    put(request, BODY, new Finish(6, right, null, null));
    assertThat(read("key")).isEqualTo(BODY);

    ObjectInfo kept =
        put(statingCrc32c(ChecksumAlgorithm.CRC32C), BODY, new Finish(6, right, null, null));
    assertThat(kept.checksum())
        .isEqualTo(
            new ChecksumValue(
                ChecksumAlgorithm.CRC32C,
                ChecksumType.FULL_OBJECT,
                ByteBuffer.allocate(Integer.BYTES).putInt(right).array()));
  }

  @Test
  void transportChecksum_isThereIfItWasAnnounced() {
    Finish without = new Finish(6, null, null, null);
    Finish with = new Finish(6, 1, null, null);
    PutRequest silent = putRequest("key", BODY.length, WriteConditions.NONE);

    assertThat(failureOf(() -> put(statingCrc32c(null), BODY, without)).reason())
        .isEqualTo(FailureReason.REQUEST_INVALID);
    assertThat(failureOf(() -> put(silent, BODY, with)).reason())
        .isEqualTo(FailureReason.REQUEST_INVALID);
    assertNothingThere();
  }

  private static PutRequest statingCrc32c(@Nullable ChecksumAlgorithm algorithm) {
    return new PutRequest(
        BUCKET,
        key("key"),
        BODY.length,
        ObjectMetadata.NONE,
        algorithm,
        WriteConditions.NONE,
        AclSpec.NONE,
        true);
  }

  @Test
  void wrongLengths_storeNothing() {
    Finish tooLong = new Finish(7, null, null, null);

    assertThat(failureOf(() -> put(putRequest("key", -1, WriteConditions.NONE), BODY, tooLong)))
        .extracting("reason")
        .isEqualTo(FailureReason.LENGTH_MISMATCH);
    for (long declared : new long[] {0, 5, 7}) {
      assertThat(failureOf(() -> put(putRequest("key", declared, WriteConditions.NONE), BODY)))
          .extracting("reason")
          .isEqualTo(FailureReason.LENGTH_MISMATCH);
    }
    assertNothingThere();
  }

  @Test
  void declaredLength_overTheLimit_isRefusedEarly() {
    PutRequest request = putRequest("key", (5L << 30) + 1, WriteConditions.NONE);

    assertThat(failureOf(() -> store.putObject(ALICE, request).close()).reason())
        .isEqualTo(FailureReason.ENTITY_TOO_LARGE);
  }

  @Test
  void bodyWithoutCommit_storesNothing() {
    PutRequest request = putRequest("key", BODY.length, WriteConditions.NONE);
    try (BodyWriter<ObjectInfo> writer = store.putObject(ALICE, request)) {
      writer.write(ByteBuffer.wrap(BODY));
    }

    assertNothingThere();
  }

  @ParameterizedTest
  @MethodSource
  void hostileKey_isJustAKey(String key) {
    put(key, key);

    assertThat(read(key)).isEqualTo(key.getBytes(UTF_8));
    assertThat(list("", "").objects()).extracting(info -> info.key().value()).containsExactly(key);
    assertThat(delete(key)).isTrue();
    assertNothingThere();
  }

  static Stream<String> hostileKey_isJustAKey() {
    return Stream.of(
        "/",
        "//",
        "///",
        "a/",
        "a//",
        "/a",
        "a//b",
        ".",
        "..",
        "../..",
        "a/./b",
        "a/../b",
        ".%",
        ".%d",
        ".%self",
        "a/.%self",
        ".%run2/x",
        ".%end1",
        ".%x%25",
        ".%staging/x",
        ".sluice/x",
        "nul\0nul",
        "line\nfeed",
        "\u0001",
        "é",
        "😀/😀",
        "a:b",
        "a\\b",
        "%2F",
        "a b+c&d",
        "x".repeat(255),
        "x".repeat(256),
        "é".repeat(512),
        "/".repeat(1024),
        "a/".repeat(512),
        "x".repeat(1024),
        "\uFFFF",
        "-rf",
        "CON",
        ".%l".repeat(300));
  }

  @Test
  void keyBesideKeysUnderIt_areAllThere() {
    List<String> keys = List.of("a/b/c", "a/b", "a", "a/", "a//", "a/b/", "a/b/c/d");
    for (String key : keys) {
      put(key, key);
    }

    assertThat(keys).allSatisfy(key -> assertThat(read(key)).isEqualTo(key.getBytes(UTF_8)));
    assertThat(list("", "").objects().stream().map(info -> info.key().value()).toList())
        .isEqualTo(keys.stream().sorted().collect(Collectors.toList()));
    for (String key : keys) {
      assertThat(delete(key)).isTrue();
      assertThat(failureOf(() -> head(key)).reason()).isEqualTo(FailureReason.OBJECT_NOT_FOUND);
    }
    assertNothingThere();
  }

  @Test
  void delete_saysWhetherThereWasOne() {
    put("key", BODY);

    assertThat(delete("key")).isTrue();
    assertThat(delete("key")).isFalse();
    assertThat(delete("never/was/there")).isFalse();
    assertNothingThere();
  }

  private void assertNothingThere() {
    assertThat(list("", "").objects()).isEmpty();
  }

  private static PutRequest described(ContentHeaders headers, Map<String, String> metadata) {
    return new PutRequest(
        BUCKET,
        key("key"),
        BODY.length,
        ObjectMetadata.of(headers, metadata),
        null,
        WriteConditions.NONE);
  }

  private static PutRequest checked(ChecksumAlgorithm algorithm) {
    return new PutRequest(
        BUCKET, key("key"), BODY.length, ObjectMetadata.NONE, algorithm, WriteConditions.NONE);
  }

  private static Finish stating(ChecksumValue checksum) {
    return new Finish(BODY.length, null, null, checksum);
  }
}
