package dev.sluice.agent.store.contract;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.agent.store.BodyWriter;
import dev.sluice.agent.store.engine.object.ObjectPart;
import dev.sluice.agent.store.engine.upload.PartRecord;
import dev.sluice.agent.store.request.CompletionRequest;
import dev.sluice.agent.store.request.CompletionRequest.ListedPart;
import dev.sluice.agent.store.request.CopyRequest;
import dev.sluice.agent.store.request.CopySource;
import dev.sluice.agent.store.request.ObjectInfo;
import dev.sluice.agent.store.request.PartRequest;
import dev.sluice.common.digest.Checksum;
import dev.sluice.common.model.ChecksumAlgorithm;
import dev.sluice.common.model.ChecksumType;
import dev.sluice.common.model.ChecksumValue;
import dev.sluice.common.model.FailureDetail;
import dev.sluice.common.model.ReadConditions;
import dev.sluice.common.model.Selection;
import dev.sluice.common.model.WriteConditions;
import dev.sluice.v1.FailureReason;
import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Completions of uploads. */
abstract class CompletionContract extends StoreContract {
  private static final byte[] ONE = bytes(100_000, 12);
  private static final byte[] TWO = bytes(100_000, 13);
  private static final byte[] LAST = bytes(77, 14);

  CompletionContract(Opener opener) {
    super(opener);
  }

  @Test
  void completion_isTheListedPartsInOrder() {
    Uploading upload = Uploading.begin(store, "dir/key");
    PartRecord last = upload.part(3, LAST);
    PartRecord two = upload.part(2, TWO);
    PartRecord one = upload.part(1, ONE);

    ObjectInfo info = upload.complete(one, two, last);

    assertThat(read("dir/key")).isEqualTo(concat(ONE, TWO, LAST));
    assertThat(info.etag().value())
        .isEqualTo(md5Tag(concat(md5(ONE), md5(TWO), md5(LAST))).value() + "-3");
    assertThat(info.size()).isEqualTo(200_077);
    assertThat(info.metadata().headers().contentType()).isEqualTo("text/own");
    assertThat(info.metadata().userMetadata()).isEqualTo(Map.of("name", "value"));
    assertThat(info.owner()).isEqualTo(ALICE.principal());
    assertThat(head("dir/key")).isEqualTo(info);
    assertThat(list("", "").objects()).hasSize(1);
  }

  @Test
  void completion_mayLeavePartsOutAndHaveAnySizes() {
    Uploading upload = Uploading.begin(store, "key");
    PartRecord short2 = upload.part(2, bytes(20_000, 15));
    PartRecord long4 = upload.part(4, bytes(90_001, 16), -1);
    upload.part(5, ONE);
    PartRecord last9 = upload.part(9, TWO);

    ObjectInfo info = upload.complete(short2, long4, last9);

    assertThat(read("key")).isEqualTo(concat(bytes(20_000, 15), bytes(90_001, 16), TWO));
    assertThat(info.etag().value()).endsWith("-3");
  }

  @Test
  void parts_canBeReadByTheirNumbers() {
    Uploading upload = Uploading.begin(store, "key");
    upload.complete(upload.part(1, ONE), upload.part(3, TWO), upload.part(4, LAST));

    assertThat(read("key", new Selection.Part(1))).isEqualTo(ONE);
    assertThat(read("key", new Selection.Part(3))).isEqualTo(TWO);
    assertThat(read("key", new Selection.Part(4))).isEqualTo(LAST);
    assertThat(failureOf(() -> read("key", new Selection.Part(2))).detail())
        .isEqualTo(new FailureDetail.Part(2, "", 0, 3));
    assertThat(head("key").parts()).hasSize(3);
  }

  /** Ours: AWS documents InvalidPartOrder. */
  @Test
  void numberListedTwice_meansItsLastEntry() {
    Uploading upload = Uploading.begin(store, "key");
    ListedPart outdated = Uploading.listed(upload.part(1, TWO));
    ListedPart one = Uploading.listed(upload.part(1, ONE));
    ListedPart two = Uploading.listed(upload.part(2, TWO));

    assertRefused(upload, FailureReason.PART_INVALID, one, outdated, two);
    ObjectInfo info = upload.complete(upload.stating(List.of(outdated, one, two, two), null, null));

    assertThat(info.etag().value()).endsWith("-2");
    assertThat(read("key")).isEqualTo(concat(ONE, TWO));
  }

  @Test
  void wrongLists_areRefusedAndChangeNothing() {
    Uploading upload = Uploading.begin(store, "key");
    PartRecord one = upload.part(1, ONE);
    PartRecord two = upload.part(2, TWO);
    ListedPart otherTag = new ListedPart(2, one.etag(), null);
    ListedPart missing = new ListedPart(3, one.etag(), null);

    assertRefused(upload, FailureReason.REQUEST_INVALID);
    assertRefused(
        upload, FailureReason.PART_ORDER_INVALID, Uploading.listed(two), Uploading.listed(one));
    assertRefused(
        upload,
        FailureReason.PART_ORDER_INVALID,
        Uploading.listed(one),
        Uploading.listed(two),
        Uploading.listed(one));
    assertRefused(upload, FailureReason.PART_INVALID, Uploading.listed(one), otherTag);
    assertRefused(upload, FailureReason.PART_INVALID, Uploading.listed(one), missing);
    assertThat(
            failureOf(
                    () ->
                        upload.complete(
                            upload.stating(List.of(Uploading.listed(one)), null, 100_001L)))
                .reason())
        .isEqualTo(FailureReason.REQUEST_INVALID);

    upload.complete(upload.stating(List.of(Uploading.listed(one)), null, 100_000L));
    assertThat(read("key")).isEqualTo(ONE);
  }

  @Test
  void smallPart_isRefusedUnlessItIsTheLast() {
    Uploading upload = Uploading.begin(store, "key");
    PartRecord small = upload.part(1, LAST);
    PartRecord second = upload.part(2, LAST);

    assertThat(failureOf(() -> upload.complete(small, second)))
        .satisfies(
            failure -> {
              assertThat(failure.reason()).isEqualTo(FailureReason.PART_TOO_SMALL);
              assertThat(failure.detail())
                  .isEqualTo(new FailureDetail.Part(1, small.etag().value(), 77, 16 << 10));
            });
    upload.complete(small);
    assertThat(read("key")).isEqualTo(LAST);
  }

  @ParameterizedTest
  @EnumSource(names = {"CRC32", "CRC32C", "CRC64NVME"})
  void fullObjectChecksum_isThatOfTheBytes(ChecksumAlgorithm algorithm) {
    Uploading upload = Uploading.begin(store, "key", algorithm, ChecksumType.FULL_OBJECT);
    List<ListedPart> parts =
        List.of(
            new ListedPart(1, upload.part(1, ONE).etag(), null),
            new ListedPart(2, upload.part(2, TWO).etag(), null));
    Checksum expected = Checksum.of(algorithm);
    expected.update(ByteBuffer.wrap(concat(ONE, TWO)));
    ChecksumValue right = expected.value();
    byte[] other = right.value().clone();
    other[0]++;
    ChecksumValue wrong = new ChecksumValue(algorithm, ChecksumType.FULL_OBJECT, other);

    assertThat(failureOf(() -> upload.complete(upload.stating(parts, wrong, null))).reason())
        .isEqualTo(FailureReason.DIGEST_MISMATCH);
    assertThat(upload.complete(upload.stating(parts, right, null)).checksum()).isEqualTo(right);
  }

  @Test
  void statedType_isCompared() {
    Uploading upload =
        Uploading.begin(store, "key", ChecksumAlgorithm.CRC32, ChecksumType.COMPOSITE);
    List<ListedPart> parts = List.of(Uploading.listed(upload.part(1, ONE)));

    assertThat(
            failureOf(() -> upload.complete(stating(upload, parts, ChecksumType.FULL_OBJECT)))
                .reason())
        .isEqualTo(FailureReason.DIGEST_MISMATCH);
    assertThat(upload.complete(stating(upload, parts, ChecksumType.COMPOSITE)).size())
        .isEqualTo(ONE.length);
  }

  private static CompletionRequest stating(
      Uploading upload, List<ListedPart> parts, ChecksumType type) {
    return new CompletionRequest(upload.ref(), parts, null, type, null, WriteConditions.NONE);
  }

  @ParameterizedTest
  @EnumSource(names = {"CRC32", "CRC32C", "SHA1", "SHA256"})
  void compositeChecksum_isThatOfThePartsChecksums(ChecksumAlgorithm algorithm) {
    Uploading upload = Uploading.begin(store, "key", algorithm, null);
    PartRecord one = upload.part(1, ONE);
    PartRecord two = upload.part(2, TWO);
    Checksum expected = Checksum.of(algorithm);
    expected.update(ByteBuffer.wrap(Objects.requireNonNull(one.checksum()).value()));
    expected.update(ByteBuffer.wrap(Objects.requireNonNull(two.checksum()).value()));

    ChecksumValue checksum = upload.complete(one, two).checksum();

    assertThat(checksum)
        .isEqualTo(new ChecksumValue(algorithm, ChecksumType.COMPOSITE, expected.digest()));
  }

  @Test
  void compositeUpload_wantsEachPartsChecksum() {
    Uploading upload = Uploading.begin(store, "key", ChecksumAlgorithm.SHA256, null);
    PartRecord one = upload.part(1, ONE);
    ListedPart without = new ListedPart(1, one.etag(), null);
    ListedPart wrong =
        new ListedPart(
            1,
            one.etag(),
            new ChecksumValue(ChecksumAlgorithm.SHA256, ChecksumType.FULL_OBJECT, new byte[32]));

    assertRefused(upload, FailureReason.REQUEST_INVALID, without);
    assertRefused(upload, FailureReason.PART_INVALID, wrong);
    upload.complete(one);
  }

  @Test
  void completingTwice_answersTheSame() {
    Uploading upload = Uploading.begin(store, "key");
    PartRecord one = upload.part(1, ONE);

    ObjectInfo first = upload.complete(one);
    ObjectInfo second = upload.complete(one);

    assertThat(second).isEqualTo(first);
    put("key", "replaced");
    assertThat(upload.complete(one)).isEqualTo(first);
    assertThat(read("key")).isEqualTo("replaced".getBytes(UTF_8));
  }

  @Test
  void completedUpload_takesNoMorePartsAndCanBeAborted() {
    Uploading upload = Uploading.begin(store, "key");
    upload.complete(upload.part(1, ONE));

    assertThat(failureOf(() -> upload.part(2, TWO)).reason())
        .isEqualTo(FailureReason.UPLOAD_NOT_FOUND);
    assertThat(failureOf(upload::parts).reason()).isEqualTo(FailureReason.UPLOAD_NOT_FOUND);
    upload.abort();
    assertThat(read("key")).isEqualTo(ONE);
  }

  @Test
  void conditions_areDecidedAndLeaveTheUpload() {
    put("key", "there");
    Uploading upload = Uploading.begin(store, "key");
    PartRecord one = upload.part(1, ONE);

    assertThat(failureOf(() -> upload.complete(WriteConditions.ABSENT, one)).reason())
        .isEqualTo(FailureReason.PRECONDITION_FAILED);
    assertThat(read("key")).isEqualTo("there".getBytes(UTF_8));
    upload.part(2, TWO);
    delete("key");
    upload.complete(WriteConditions.ABSENT, one);
    assertThat(read("key")).isEqualTo(ONE);
  }

  @Test
  void unknownUpload_isNotFound() {
    Uploading upload = Uploading.begin(store, "key");
    PartRecord one = upload.part(1, ONE);
    upload.abort();

    assertThat(failureOf(() -> upload.complete(one)).reason())
        .isEqualTo(FailureReason.UPLOAD_NOT_FOUND);
  }

  @Test
  void copyOfCompletedObject_keepsItsParts() {
    Uploading upload = Uploading.begin(store, "key");
    ObjectInfo source = upload.complete(upload.part(1, ONE), upload.part(2, TWO));

    ObjectInfo copy = store.copyObject(ALICE, CopyContract.request("key", "copy", null));

    assertThat(copy.etag()).isEqualTo(source.etag());
    assertThat(copy.parts()).isEqualTo(source.parts());
    assertThat(read("copy", new Selection.Part(2))).isEqualTo(TWO);
  }

  @Test
  void checksumOfPart_inUploadWithoutOne_isNotKept() {
    Uploading upload = Uploading.begin(store, "key");
    PartRecord one = upload.part(1, ONE);
    PartRequest stating = new PartRequest(upload.ref(), 2, TWO.length, ChecksumAlgorithm.SHA256);
    PartRecord two;
    try (BodyWriter<PartRecord> writer = store.uploadPart(ALICE, stating)) {
      two = send(writer, TWO, finish(TWO));
    }
    assertThat(two.checksum()).isNotNull();

    ObjectInfo info = upload.complete(one, two);

    assertThat(info.checksum()).isNull();
    assertThat(info.parts()).extracting(ObjectPart::checksum).containsOnlyNulls();
  }

  @Test
  void copyWithOtherChecksum_losesThoseOfTheParts() {
    Uploading upload = Uploading.begin(store, "key", ChecksumAlgorithm.SHA256, null);
    ObjectInfo source = upload.complete(upload.part(1, ONE), upload.part(2, TWO));
    CopySource from = new CopySource(BUCKET, key("key"), ReadConditions.NONE);
    CopyRequest request =
        new CopyRequest(
            from, BUCKET, key("copy"), null, null, ChecksumAlgorithm.CRC32, WriteConditions.NONE);
    assertThat(source.parts()).extracting(ObjectPart::checksum).doesNotContainNull();

    ObjectInfo copy = store.copyObject(ALICE, request);

    assertThat(head("copy")).isEqualTo(copy);
    assertThat(copy.parts()).extracting(ObjectPart::size).containsExactly(100_000L, 100_000L);
    assertThat(copy.parts()).extracting(ObjectPart::checksum).containsOnlyNulls();
  }

  private static void assertRefused(Uploading upload, FailureReason reason, ListedPart... parts) {
    assertThat(
            failureOf(() -> upload.complete(upload.stating(List.of(parts), null, null))).reason())
        .isEqualTo(reason);
    assertThat(upload.parts()).isNotEmpty();
  }

  private static byte[] concat(byte[]... pieces) {
    ByteArrayOutputStream whole = new ByteArrayOutputStream();
    for (byte[] piece : pieces) {
      whole.writeBytes(piece);
    }
    return whole.toByteArray();
  }
}
