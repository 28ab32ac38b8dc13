package dev.sluice.agent.store.contract;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.agent.store.engine.object.ObjectPart;
import dev.sluice.agent.store.request.CopyRequest;
import dev.sluice.agent.store.request.CopySource;
import dev.sluice.agent.store.request.ObjectInfo;
import dev.sluice.agent.store.request.PutRequest;
import dev.sluice.common.digest.Checksum;
import dev.sluice.common.model.BucketName;
import dev.sluice.common.model.ChecksumAlgorithm;
import dev.sluice.common.model.ChecksumType;
import dev.sluice.common.model.ContentHeaders;
import dev.sluice.common.model.EtagCondition;
import dev.sluice.common.model.FailureDetail;
import dev.sluice.common.model.ObjectMetadata;
import dev.sluice.common.model.ReadConditions;
import dev.sluice.common.model.StorageException;
import dev.sluice.common.model.WriteConditions;
import dev.sluice.v1.FailureReason;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.Map;
import org.assertj.core.api.InstanceOfAssertFactories;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** Copies. */
abstract class CopyContract extends StoreContract {
  private static final byte[] BODY = bytes(300_000, 6);
  private static final ContentHeaders HEADERS =
      new ContentHeaders("text/own", "no-store", "", "", "", "");

  CopyContract(Opener opener) {
    super(opener);
  }

  @Test
  void copy_isTheSameObject() {
    ObjectInfo source = putSource();

    ObjectInfo copy = store.copyObject(BOB, request("from", "dir/to", null));

    assertThat(read("dir/to")).isEqualTo(BODY);
    assertThat(head("dir/to")).isEqualTo(copy);
    assertThat(copy.etag()).isEqualTo(source.etag());
    assertThat(copy.checksum()).isEqualTo(source.checksum());
    assertThat(copy.metadata().headers()).isEqualTo(HEADERS);
    assertThat(copy.metadata().userMetadata()).isEqualTo(Map.of("name", "value"));
    assertThat(copy.owner()).isEqualTo(ALICE.principal()); // the bucket is Alice's
    delete("from");
    assertThat(read("dir/to")).isEqualTo(BODY);
  }

  @Test
  void copy_ofNoBytes_isMade() {
    put("from", new byte[0]);

    store.copyObject(ALICE, request("from", "to", null));

    assertThat(read("to")).isEmpty();
  }

  @Test
  void copy_withMetadata_takesThatOnly() {
    putSource();

    ObjectInfo copy =
        store.copyObject(
            ALICE, request("from", "to", ObjectMetadata.of(ContentHeaders.NONE, Map.of("b", "c"))));

    assertThat(copy.metadata().headers())
        .isEqualTo(ContentHeaders.NONE.withContentType("binary/octet-stream"));
    assertThat(copy.metadata().userMetadata()).isEqualTo(Map.of("b", "c"));
  }

  @Test
  void copy_withOtherChecksum_hasItComputed() {
    putSource();
    Checksum expected = Checksum.of(ChecksumAlgorithm.CRC64NVME);
    expected.update(ByteBuffer.wrap(BODY));

    ObjectInfo copy = store.copyObject(ALICE, asking("from", "to", ChecksumAlgorithm.CRC64NVME));

    assertThat(copy.checksum()).isEqualTo(expected.value());
  }

  @Test
  void copyOfParts_hasItsChecksumOfTheWholeWhereOneIsAskedFor() {
    byte[] first = bytes(5 << 20, 1);
    byte[] last = bytes(1000, 2);
    Uploading upload =
        Uploading.begin(store, "from", ChecksumAlgorithm.CRC32, ChecksumType.COMPOSITE);
    ObjectInfo source = upload.complete(upload.part(1, first), upload.part(2, last));
    Checksum expected = Checksum.of(ChecksumAlgorithm.CRC32);
    expected.update(ByteBuffer.wrap(first));
    expected.update(ByteBuffer.wrap(last));

    ObjectInfo kept = store.copyObject(ALICE, request("from", "kept", null));
    ObjectInfo asked = store.copyObject(ALICE, asking("from", "to", ChecksumAlgorithm.CRC32));
    store.copyObject(ALICE, asking("from", "from", ChecksumAlgorithm.CRC32));

    assertThat(kept.checksum()).isEqualTo(source.checksum());
    assertThat(kept.parts()).isEqualTo(source.parts());
    assertThat(asked.checksum()).isEqualTo(expected.value());
    assertThat(asked.parts()).extracting(ObjectPart::checksum).containsOnlyNulls();
    assertThat(head("from").checksum()).isEqualTo(expected.value());
  }

  @Test
  void copy_ofFileFromOutside_keepsItsProvisionalTag() {
    tested.writeFromOutside(BUCKET, key("from.html"), BODY);
    ObjectInfo source = head("from.html");

    ObjectInfo copy = store.copyObject(ALICE, request("from.html", "to", null));

    assertThat(copy.etag()).isEqualTo(source.etag());
    assertThat(copy.metadata().headers().contentType()).isEqualTo("text/html");
    assertThat(read("to")).isEqualTo(BODY);
  }

  @Test
  void copy_betweenBuckets_isMade() {
    BucketName other = new BucketName("bucket-two");
    store.createBucket(ALICE, other);
    putSource();

    store.copyObject(
        ALICE,
        new CopyRequest(
            new CopySource(BUCKET, key("from"), ReadConditions.NONE),
            other,
            key("from"),
            null,
            null,
            null,
            WriteConditions.NONE));

    store.deleteObject(ALICE, other, key("from"), WriteConditions.NONE);
    assertThat(read("from")).isEqualTo(BODY);
  }

  @Test
  void copyOntoItself_changesTheRecordOnly() {
    ObjectInfo source = putSource();

    ObjectInfo same = store.copyObject(ALICE, request("from", "from", null));
    assertThat(head("from")).isEqualTo(same);
    assertThat(same.metadata().headers()).isEqualTo(source.metadata().headers());
    assertThat(same.metadata().userMetadata()).isEqualTo(source.metadata().userMetadata());
    assertThat(same.lastModified()).isAfterOrEqualTo(source.lastModified());
    ObjectInfo copy =
        store.copyObject(
            ALICE, request("from", "from", ObjectMetadata.of(HEADERS, Map.of("new", "value"))));

    assertThat(head("from")).isEqualTo(copy);
    assertThat(copy.etag()).isEqualTo(source.etag());
    assertThat(copy.checksum()).isEqualTo(source.checksum());
    assertThat(copy.metadata().userMetadata()).isEqualTo(Map.of("new", "value"));
    assertThat(read("from")).isEqualTo(BODY);
  }

  @Test
  void fileFromOutsideCopiedOntoItself_keepsItsTagAndBytes() {
    tested.writeFromOutside(BUCKET, key("from"), BODY);
    ObjectInfo before = head("from");

    store.copyObject(ALICE, request("from", "from", ObjectMetadata.of(HEADERS, Map.of())));

    assertThat(head("from").etag()).isEqualTo(before.etag());
    assertThat(head("from").metadata().headers()).isEqualTo(HEADERS);
    assertThat(read("from")).isEqualTo(BODY);
  }

  @Test
  void missingSource_isNotFound() {
    assertThat(failureOf(() -> store.copyObject(ALICE, request("no", "to", null))).reason())
        .isEqualTo(FailureReason.OBJECT_NOT_FOUND);
    ObjectMetadata metadata = ObjectMetadata.of(HEADERS, Map.of());
    assertThat(failureOf(() -> store.copyObject(ALICE, request("no", "no", metadata))).reason())
        .isEqualTo(FailureReason.OBJECT_NOT_FOUND);
  }

  @Test
  void sourceConditions_thatDoNotHold_areAllPreconditions() {
    ObjectInfo source = putSource();
    EtagCondition tag = new EtagCondition(false, List.of(source.etag()));
    List<ReadConditions> failing =
        List.of(
            new ReadConditions(null, tag, null, null),
            new ReadConditions(null, null, source.lastModified(), null),
            new ReadConditions(null, null, null, source.lastModified().minusSeconds(1)));

    for (ReadConditions conditions : failing) {
      CopyRequest request =
          new CopyRequest(
              new CopySource(BUCKET, key("from"), conditions),
              BUCKET,
              key("to"),
              null,
              null,
              null,
              WriteConditions.NONE);
      StorageException failure = failureOf(() -> store.copyObject(ALICE, request));
      assertThat(failure.reason()).isEqualTo(FailureReason.PRECONDITION_FAILED);
      assertThat(failure.detail())
          .asInstanceOf(InstanceOfAssertFactories.type(FailureDetail.Condition.class))
          .extracting(FailureDetail.Condition::header, InstanceOfAssertFactories.STRING)
          .startsWith("x-amz-copy-source-If-");
    }
    assertThat(list("to", "").objects()).isEmpty();
  }

  @Test
  void destinationConditions_areDecided() {
    putSource();
    put("to", "there");
    CopyRequest request =
        new CopyRequest(
            new CopySource(BUCKET, key("from"), ReadConditions.NONE),
            BUCKET,
            key("to"),
            null,
            null,
            null,
            WriteConditions.ABSENT);

    assertThat(failureOf(() -> store.copyObject(ALICE, request)).reason())
        .isEqualTo(FailureReason.PRECONDITION_FAILED);
    assertThat(read("to")).isEqualTo("there".getBytes(UTF_8));
  }

  private ObjectInfo putSource() {
    return put(
        new PutRequest(
            BUCKET,
            key("from"),
            BODY.length,
            ObjectMetadata.of(HEADERS, Map.of("name", "value")),
            ChecksumAlgorithm.SHA256,
            WriteConditions.NONE),
        BODY);
  }

  private static CopyRequest asking(String from, String to, ChecksumAlgorithm algorithm) {
    return new CopyRequest(
        new CopySource(BUCKET, key(from), ReadConditions.NONE),
        BUCKET,
        key(to),
        null,
        null,
        algorithm,
        WriteConditions.NONE);
  }

  static CopyRequest request(String from, String to, @Nullable ObjectMetadata metadata) {
    return new CopyRequest(
        new CopySource(BUCKET, key(from), ReadConditions.NONE),
        BUCKET,
        key(to),
        metadata,
        null,
        null,
        WriteConditions.NONE);
  }
}
