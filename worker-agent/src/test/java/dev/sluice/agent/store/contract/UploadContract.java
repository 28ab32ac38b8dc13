package dev.sluice.agent.store.contract;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.agent.store.BodyWriter;
import dev.sluice.agent.store.engine.upload.PartRecord;
import dev.sluice.agent.store.request.CopySource;
import dev.sluice.agent.store.request.Finish;
import dev.sluice.agent.store.request.ObjectInfo;
import dev.sluice.agent.store.request.PartCopyRequest;
import dev.sluice.agent.store.request.PartPage;
import dev.sluice.agent.store.request.PartRequest;
import dev.sluice.agent.store.request.UploadRef;
import dev.sluice.common.digest.Checksum;
import dev.sluice.common.model.ByteRange;
import dev.sluice.common.model.ChecksumAlgorithm;
import dev.sluice.common.model.ChecksumType;
import dev.sluice.common.model.EtagCondition;
import dev.sluice.common.model.ReadConditions;
import dev.sluice.common.model.UploadId;
import dev.sluice.v1.FailureReason;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** Uploads and their parts before completion. */
abstract class UploadContract extends StoreContract {
  private static final byte[] BODY = bytes(100_000, 7);

  UploadContract(Opener opener) {
    super(opener);
  }

  @Test
  void ids_areLongAndNeverTheSame() {
    Set<UploadId> ids = new HashSet<>();
    for (int i = 0; i < 100; i++) {
      ids.add(Uploading.begin(store, "key").record().id());
    }

    assertThat(ids).hasSize(100).allSatisfy(id -> assertThat(id.value()).hasSizeGreaterThan(32));
  }

  @Test
  void upload_showsNothingBeforeCompletion() {
    Uploading upload = Uploading.begin(store, "dir/key");
    upload.part(1, BODY);

    assertThat(list("", "").objects()).isEmpty();
    assertThat(list("", "/").commonPrefixes()).isEmpty();
    assertThat(failureOf(() -> head("dir/key")).reason()).isEqualTo(FailureReason.OBJECT_NOT_FOUND);
  }

  @Test
  void part_isListedAsItWasStored() {
    Uploading upload = Uploading.begin(store, "key", ChecksumAlgorithm.SHA1, null);
    Checksum checksum = Checksum.of(ChecksumAlgorithm.SHA1);
    checksum.update(ByteBuffer.wrap(BODY));

    PartRecord part = upload.part(7, BODY);

    assertThat(part.etag()).isEqualTo(md5Tag(BODY));
    assertThat(part.checksum()).isEqualTo(checksum.value());
    assertThat(upload.parts()).singleElement().satisfies(listed -> assertSame(listed, part));
  }

  @Test
  void parts_arePagedByNumber() {
    Uploading upload = Uploading.begin(store, "key");
    for (int number : new int[] {9, 2, 10_000, 5}) {
      upload.part(number, BODY);
    }

    PartPage first = store.listParts(ALICE, upload.ref(), 0, 2);
    PartPage second = store.listParts(ALICE, upload.ref(), 5, 2);

    assertThat(first.parts()).extracting(PartRecord::number).containsExactly(2, 5);
    assertThat(first.truncated()).isTrue();
    assertThat(second.parts()).extracting(PartRecord::number).containsExactly(9, 10_000);
    assertThat(second.truncated()).isFalse();
    assertThat(second.upload().id()).isEqualTo(upload.record().id());
    assertThat(store.listParts(ALICE, upload.ref(), 0, 0).parts()).isEmpty();
  }

  @Test
  void resentPart_replacesTheEarlierOne() {
    Uploading upload = Uploading.begin(store, "key");
    upload.part(1, BODY);

    PartRecord again = upload.part(1, bytes(50_000, 8));

    assertThat(upload.parts()).singleElement().satisfies(listed -> assertSame(listed, again));
    upload.complete(again);
    assertThat(read("key")).isEqualTo(bytes(50_000, 8));
  }

  @Test
  void failedResend_leavesTheEarlierPart() {
    Uploading upload = Uploading.begin(store, "key");
    PartRecord first = upload.part(1, BODY);

    try (BodyWriter<PartRecord> broken = upload.open(1, BODY.length)) {
      broken.write(ByteBuffer.wrap(bytes(60_000, 9)));
    }
    byte[] other = bytes(BODY.length, 10);
    Finish wrong = new Finish(BODY.length, null, md5(BODY), null);
    try (BodyWriter<PartRecord> refused = upload.open(1, BODY.length)) {
      assertThat(failureOf(() -> send(refused, other, wrong)).reason())
          .isEqualTo(FailureReason.DIGEST_MISMATCH);
    }

    assertThat(upload.parts()).singleElement().satisfies(listed -> assertSame(listed, first));
    upload.complete(first);
    assertThat(read("key")).isEqualTo(BODY);
  }

  @Test
  void partNumber_isChecked() {
    Uploading upload = Uploading.begin(store, "key");

    for (int number : new int[] {-1, 0, 10_001}) {
      assertThat(failureOf(() -> upload.part(number, BODY)).reason())
          .isEqualTo(FailureReason.ARGUMENT_INVALID);
    }
    assertThat(failureOf(() -> upload.open(1, (5L << 30) + 1).close()).reason())
        .isEqualTo(FailureReason.ENTITY_TOO_LARGE);
  }

  @Test
  void partOfOtherChecksum_isRefused() {
    Uploading upload = Uploading.begin(store, "key", ChecksumAlgorithm.CRC32, null);
    PartRequest request = new PartRequest(upload.ref(), 1, 1, ChecksumAlgorithm.SHA256);

    assertThat(failureOf(() -> store.uploadPart(ALICE, request).close()).reason())
        .isEqualTo(FailureReason.REQUEST_INVALID);
  }

  @Test
  void checksumTypes_areThoseOfS3() {
    assertThat(typeOf(null, null)).isNull();
    assertThat(typeOf(ChecksumAlgorithm.CRC32, null)).isEqualTo(ChecksumType.COMPOSITE);
    assertThat(typeOf(ChecksumAlgorithm.CRC32C, ChecksumType.FULL_OBJECT))
        .isEqualTo(ChecksumType.FULL_OBJECT);
    assertThat(typeOf(ChecksumAlgorithm.CRC64NVME, null)).isEqualTo(ChecksumType.FULL_OBJECT);
    assertThat(typeOf(ChecksumAlgorithm.SHA256, null)).isEqualTo(ChecksumType.COMPOSITE);
    assertThat(failureOf(() -> typeOf(ChecksumAlgorithm.SHA1, ChecksumType.FULL_OBJECT)).reason())
        .isEqualTo(FailureReason.REQUEST_INVALID);
    assertThat(
            failureOf(() -> typeOf(ChecksumAlgorithm.CRC64NVME, ChecksumType.COMPOSITE)).reason())
        .isEqualTo(FailureReason.REQUEST_INVALID);
  }

  @Test
  void otherKeyOrId_isNoUpload() {
    Uploading upload = Uploading.begin(store, "key");
    UploadRef otherKey = new UploadRef(BUCKET, key("other"), upload.record().id());
    UploadRef otherId = new UploadRef(BUCKET, key("key"), new UploadId("0123456789"));

    for (UploadRef ref : List.of(otherKey, otherId)) {
      assertThat(failureOf(() -> store.listParts(ALICE, ref, 0, 10)).reason())
          .isEqualTo(FailureReason.UPLOAD_NOT_FOUND);
      assertThat(failureOf(() -> store.abortUpload(ALICE, ref)).reason())
          .isEqualTo(FailureReason.UPLOAD_NOT_FOUND);
      PartRequest request = new PartRequest(ref, 1, 1, null);
      assertThat(failureOf(() -> store.uploadPart(ALICE, request).close()).reason())
          .isEqualTo(FailureReason.UPLOAD_NOT_FOUND);
    }
  }

  @Test
  void abort_forgetsTheUploadAndFailsItsWriters() {
    Uploading upload = Uploading.begin(store, "key");
    upload.part(1, BODY);
    try (BodyWriter<PartRecord> writer = upload.open(2, BODY.length)) {
      upload.abort();

      assertThat(failureOf(() -> send(writer, BODY, finish(BODY))).reason())
          .isEqualTo(FailureReason.UPLOAD_NOT_FOUND);
    }
    assertThat(failureOf(upload::parts).reason()).isEqualTo(FailureReason.UPLOAD_NOT_FOUND);
    assertThat(failureOf(upload::abort).reason()).isEqualTo(FailureReason.UPLOAD_NOT_FOUND);
    assertThat(list("", "").objects()).isEmpty();
  }

  @Test
  void sweep_abortsUploadsPastTheirAgeOnly() {
    Uploading upload = Uploading.begin(store, "key");
    PartRecord part = upload.part(1, BODY);

    assertThat(store.sweep(null).uploadsAborted()).isZero();
    assertThat(upload.parts()).hasSize(1);
    assertThat(store.sweep(Duration.ZERO).uploadsAborted()).isEqualTo(1);
    assertThat(failureOf(() -> upload.complete(part)).reason())
        .isEqualTo(FailureReason.UPLOAD_NOT_FOUND);
  }

  @Test
  void copiedPart_isTheSourcesStretch() {
    ObjectInfo source = put("source", BODY);
    Uploading upload = Uploading.begin(store, "key", ChecksumAlgorithm.CRC32, null);
    byte[] stretch = Arrays.copyOfRange(BODY, 1000, 31_001);
    Checksum checksum = Checksum.of(ChecksumAlgorithm.CRC32);
    checksum.update(ByteBuffer.wrap(stretch));

    PartRecord ranged = copyPart(upload, 1, new ByteRange.FromTo(1000, 31_000));
    PartRecord whole = copyPart(upload, 2, null);

    assertThat(ranged.size()).isEqualTo(stretch.length);
    assertThat(ranged.checksum()).isEqualTo(checksum.value());
    assertThat(ranged.etag().value()).contains("-");
    assertThat(whole.etag()).isEqualTo(source.etag());
    ObjectInfo made = upload.complete(ranged, whole);
    assertThat(made.etag().value()).endsWith("-2");
    byte[] expected = Arrays.copyOf(stretch, stretch.length + BODY.length);
    System.arraycopy(BODY, 0, expected, stretch.length, BODY.length);
    assertThat(read("key")).isEqualTo(expected);
  }

  @Test
  void copiedPart_ofRangeOutside_isRefused() {
    put("source", BODY);
    Uploading upload = Uploading.begin(store, "key");

    for (ByteRange range :
        List.of(new ByteRange.FromTo(0, 100_000), new ByteRange.FromTo(100_000, 100_001))) {
      assertThat(failureOf(() -> copyPart(upload, 1, range)).reason())
          .isEqualTo(FailureReason.RANGE_NOT_SATISFIABLE);
    }
  }

  @Test
  void copiedPart_hasSourceConditions() {
    put("source", BODY);
    Uploading upload = Uploading.begin(store, "key");
    ReadConditions conditions = new ReadConditions(null, EtagCondition.ANY, null, null);
    PartCopyRequest request =
        new PartCopyRequest(
            upload.ref(), 1, new CopySource(BUCKET, key("source"), conditions), null);

    assertThat(failureOf(() -> store.copyPart(ALICE, request)).reason())
        .isEqualTo(FailureReason.PRECONDITION_FAILED);
  }

  private PartRecord copyPart(Uploading upload, int number, @Nullable ByteRange range) {
    CopySource source = new CopySource(BUCKET, key("source"), ReadConditions.NONE);
    return store.copyPart(ALICE, new PartCopyRequest(upload.ref(), number, source, range));
  }

  private @Nullable ChecksumType typeOf(
      @Nullable ChecksumAlgorithm algorithm, @Nullable ChecksumType type) {
    return Uploading.begin(store, "key", algorithm, type).record().checksumType();
  }

  /** Where the bytes lie is nobody's business. */
  private static void assertSame(PartRecord one, PartRecord other) {
    assertThat(one).usingRecursiveComparison().ignoringFields("place").isEqualTo(other);
  }
}
