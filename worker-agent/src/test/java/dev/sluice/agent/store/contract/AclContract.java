package dev.sluice.agent.store.contract;

import static dev.sluice.common.model.ObjectOwnership.BUCKET_OWNER_ENFORCED;
import static dev.sluice.common.model.ObjectOwnership.BUCKET_OWNER_PREFERRED;
import static dev.sluice.common.model.ObjectOwnership.OBJECT_WRITER;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.agent.store.BodyWriter;
import dev.sluice.agent.store.engine.bucket.BucketRecord;
import dev.sluice.agent.store.engine.bucket.PublicAccessBlock;
import dev.sluice.agent.store.engine.upload.PartRecord;
import dev.sluice.agent.store.engine.upload.UploadRecord;
import dev.sluice.agent.store.request.CompletionRequest;
import dev.sluice.agent.store.request.CopyRequest;
import dev.sluice.agent.store.request.CopySource;
import dev.sluice.agent.store.request.ObjectInfo;
import dev.sluice.agent.store.request.PartRequest;
import dev.sluice.agent.store.request.PutRequest;
import dev.sluice.agent.store.request.UploadRef;
import dev.sluice.agent.store.request.UploadRequest;
import dev.sluice.common.model.Acl;
import dev.sluice.common.model.AclGrant;
import dev.sluice.common.model.AclPermission;
import dev.sluice.common.model.AclSpec;
import dev.sluice.common.model.BucketName;
import dev.sluice.common.model.CallContext;
import dev.sluice.common.model.CannedAcl;
import dev.sluice.common.model.ContentHeaders;
import dev.sluice.common.model.Grantee;
import dev.sluice.common.model.ObjectMetadata;
import dev.sluice.common.model.ObjectOwnership;
import dev.sluice.common.model.Principal;
import dev.sluice.common.model.ReadConditions;
import dev.sluice.common.model.WriteConditions;
import dev.sluice.v1.FailureReason;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * Access control lists, and whose objects are. Asserts AWS's behaviour: "Access control list (ACL)
 * overview", AmazonS3/latest/userguide/acl-overview.html; "Controlling ownership of objects and
 * disabling ACLs for your bucket", AmazonS3/latest/userguide/about-object-ownership.html.
 */
abstract class AclContract extends StoreContract {
  private static final Principal OWNER = ALICE.principal();
  private static final Principal WRITER = BOB.principal();
  private static final AclSpec PUBLIC_READ = new AclSpec.Canned(CannedAcl.PUBLIC_READ);
  private static final AclSpec TO_BUCKET_OWNER =
      new AclSpec.Canned(CannedAcl.BUCKET_OWNER_FULL_CONTROL);
  private static final ObjectMetadata METADATA =
      ObjectMetadata.of(ContentHeaders.NONE.withContentType("text/own"), Map.of("name", "value"));

  AclContract(Opener opener) {
    super(opener);
  }

  @Test
  void newBucket_hasTheOwnershipOfNewBuckets() {
    assertThat(store.getBucket(ALICE, BUCKET).settings().ownership())
        .isEqualTo(BUCKET_OWNER_ENFORCED);
  }

  @Test
  void listOfAPut_isKept() {
    own(OBJECT_WRITER);

    ObjectInfo stored = put(BOB, "key", PUBLIC_READ);

    assertThat(stored.owner()).isEqualTo(WRITER);
    assertThat(stored.metadata().acl()).isEqualTo(publicRead(WRITER));
    assertThat(head("key")).isEqualTo(stored);
    assertThat(put(BOB, "key", AclSpec.NONE).metadata().acl()).isNull();
  }

  /** What the metadata of a request say of it counts for nothing. */
  @Test
  void listInTheMetadataOfAPut_isNone() {
    own(OBJECT_WRITER);
    PutRequest request =
        new PutRequest(
            BUCKET,
            key("key"),
            4,
            METADATA.withAcl(publicRead(OWNER)),
            null,
            WriteConditions.NONE,
            AclSpec.NONE,
            false);

    assertThat(put(request, "text".getBytes(UTF_8)).metadata()).isEqualTo(METADATA);
  }

  @Test
  void copy_startsWithoutAList() {
    own(OBJECT_WRITER);
    put(BOB, "from", PUBLIC_READ);

    for (String to : List.of("to", "from")) {
      ObjectInfo copy = store.copyObject(ALICE, copyRequest("from", to, AclSpec.NONE));
      assertThat(copy.metadata().acl()).isNull();
      assertThat(copy.owner()).isEqualTo(OWNER);
      assertThat(head(to)).isEqualTo(copy);
      assertThat(store.copyObject(BOB, copyRequest("from", to, PUBLIC_READ)).metadata().acl())
          .isEqualTo(publicRead(WRITER));
    }
  }

  @Test
  void upload_hasItsListWhenItIsCompleted() {
    own(OBJECT_WRITER);
    UploadRecord upload = begin(BOB, PUBLIC_READ);

    ObjectInfo stored = complete(ALICE, upload);

    assertThat(stored.owner()).isEqualTo(WRITER);
    assertThat(stored.metadata()).isEqualTo(METADATA.withAcl(publicRead(WRITER)));
    assertThat(head("key")).isEqualTo(stored);
  }

  @Test
  void bucketOwnersFullControl_givesTheObjectAwayWherePreferred() {
    own(BUCKET_OWNER_PREFERRED);

    assertThat(put(BOB, "key", TO_BUCKET_OWNER).owner()).isEqualTo(OWNER);
    assertThat(complete(BOB, begin(BOB, TO_BUCKET_OWNER)).owner()).isEqualTo(OWNER);
    assertThat(store.copyObject(BOB, copyRequest("key", "to", TO_BUCKET_OWNER)).owner())
        .isEqualTo(OWNER);
    assertThat(put(BOB, "key", AclSpec.NONE).owner()).isEqualTo(WRITER);
  }

  @Test
  void objectsWithoutLists_areTheBucketOwners() {
    assertThat(put(BOB, "key", AclSpec.NONE).owner()).isEqualTo(OWNER);
    assertThat(put(BOB, "key", TO_BUCKET_OWNER).owner()).isEqualTo(OWNER);
    assertThat(complete(BOB, begin(BOB, AclSpec.NONE)).owner()).isEqualTo(OWNER);
    assertThat(store.copyObject(BOB, copyRequest("key", "to", AclSpec.NONE)).owner())
        .isEqualTo(OWNER);
  }

  /** Lists and owners are kept, and count again once the bucket has lists again. */
  @Test
  void listingWithoutLists_showsTheBucketOwner() {
    own(OBJECT_WRITER);
    put(BOB, "key", PUBLIC_READ);
    UploadRecord begun = begin(BOB, PUBLIC_READ);
    assertThat(owners()).containsExactly(WRITER);

    own(BUCKET_OWNER_ENFORCED);

    assertThat(owners()).containsExactly(OWNER);
    assertThat(complete(BOB, begun).owner()).isEqualTo(OWNER);
    assertThat(head("key").metadata().acl()).isNull();
  }

  @Test
  void listingOfFilesFromOutside_showsTheServersRoot() {
    tested.writeFromOutside(BUCKET, key("file"), new byte[1]);
    assertThat(owners()).containsExactly(OWNER);

    own(OBJECT_WRITER);

    assertThat(owners()).containsExactly(Principal.ROOT);
  }

  @Test
  void bucketFromOutside_isTheServersRoots() {
    tested.makeBucketFromOutside(new BucketName("outside"));
    PutRequest request =
        new PutRequest(
            new BucketName("outside"), key("key"), 1, METADATA, null, WriteConditions.NONE);

    assertThat(put(request, new byte[1]).owner()).isEqualTo(Principal.ROOT);
  }

  @ParameterizedTest
  @EnumSource(
      value = CannedAcl.class,
      names = {"PUBLIC_READ", "AUTHENTICATED_READ", "AWS_EXEC_READ"})
  void listWithoutLists_isRefusedAndStoresNothing(CannedAcl acl) {
    AclSpec spec = new AclSpec.Canned(acl);
    put("from", "text");

    assertThat(failureOf(() -> put(ALICE, "key", spec)).reason())
        .isEqualTo(FailureReason.ACL_NOT_SUPPORTED);
    assertThat(failureOf(() -> begin(ALICE, spec)).reason())
        .isEqualTo(FailureReason.ACL_NOT_SUPPORTED);
    for (String to : List.of("key", "from")) {
      assertThat(failureOf(() -> store.copyObject(ALICE, copyRequest("from", to, spec))).reason())
          .isEqualTo(FailureReason.ACL_NOT_SUPPORTED);
    }
    assertThat(failureOf(() -> store.replaceAcl(ALICE, BUCKET, key("from"), spec, null)).reason())
        .isEqualTo(FailureReason.ACL_NOT_SUPPORTED);
    assertThat(failureOf(() -> store.replaceBucketAcl(ALICE, BUCKET, spec, null)).reason())
        .isEqualTo(FailureReason.ACL_NOT_SUPPORTED);
    assertThat(list("", "").objects()).hasSize(1);
  }

  @Test
  void publicList_isRefusedWhereThoseAreBlocked() {
    own(OBJECT_WRITER);
    put("from", "text");
    BucketRecord bucket = store.getBucket(ALICE, BUCKET);
    store.replaceSettings(
        ALICE,
        BUCKET,
        bucket.settings().withPublicAccessBlock(new PublicAccessBlock(true, false, false, false)),
        bucket.generation());

    assertThat(failureOf(() -> put(ALICE, "key", PUBLIC_READ)).reason())
        .isEqualTo(FailureReason.ACCESS_DENIED);
    assertThat(failureOf(() -> begin(ALICE, PUBLIC_READ)).reason())
        .isEqualTo(FailureReason.ACCESS_DENIED);
    assertThat(
            failureOf(() -> store.copyObject(ALICE, copyRequest("from", "key", PUBLIC_READ)))
                .reason())
        .isEqualTo(FailureReason.ACCESS_DENIED);
    assertThat(
            failureOf(() -> store.replaceAcl(ALICE, BUCKET, key("from"), PUBLIC_READ, null))
                .reason())
        .isEqualTo(FailureReason.ACCESS_DENIED);
    assertThat(failureOf(() -> store.replaceBucketAcl(ALICE, BUCKET, PUBLIC_READ, null)).reason())
        .isEqualTo(FailureReason.ACCESS_DENIED);
    assertThat(put(ALICE, "key", TO_BUCKET_OWNER).metadata().acl()).isNull();
  }

  @Test
  void replacedList_isAllThatChanges() {
    own(OBJECT_WRITER);
    ObjectInfo before = put(BOB, "key", AclSpec.NONE);

    ObjectInfo changed = store.replaceAcl(ALICE, BUCKET, key("key"), PUBLIC_READ, "bob-id");

    assertThat(changed).isEqualTo(with(before, publicRead(WRITER)));
    assertThat(head("key")).isEqualTo(changed);
    assertThat(read("key")).isEqualTo("text".getBytes(UTF_8));
    assertThat(store.replaceAcl(ALICE, BUCKET, key("key"), AclSpec.NONE, null)).isEqualTo(before);
    assertThat(head("key")).isEqualTo(before);
  }

  /** A file from outside keeps the tag that it has by its size and its time. */
  @Test
  void replacedListOfAFileFromOutside_isAllThatChanges() {
    own(OBJECT_WRITER);
    tested.writeFromOutside(BUCKET, key("file"), "text".getBytes(UTF_8));
    ObjectInfo before = head("file");

    ObjectInfo changed = store.replaceAcl(ALICE, BUCKET, key("file"), PUBLIC_READ, null);

    assertThat(changed).isEqualTo(with(before, publicRead(Principal.ROOT)));
    assertThat(head("file")).isEqualTo(changed);
  }

  @Test
  void fileChangedFromOutside_keepsItsListAndItsOwner() {
    own(OBJECT_WRITER);
    put(BOB, "key", PUBLIC_READ);

    tested.writeFromOutside(BUCKET, key("key"), "newer".getBytes(UTF_8));

    assertThat(head("key").metadata().acl()).isEqualTo(publicRead(WRITER));
    assertThat(head("key").owner()).isEqualTo(WRITER);
  }

  @Test
  void listForAnotherOwner_isRefused() {
    own(OBJECT_WRITER);
    put(BOB, "key", AclSpec.NONE);

    assertThat(
            failureOf(() -> store.replaceAcl(ALICE, BUCKET, key("key"), PUBLIC_READ, "alice-id"))
                .reason())
        .isEqualTo(FailureReason.ACCESS_DENIED);
    assertThat(
            failureOf(() -> store.replaceBucketAcl(ALICE, BUCKET, PUBLIC_READ, "bob-id")).reason())
        .isEqualTo(FailureReason.ACCESS_DENIED);
    assertThat(head("key").metadata().acl()).isNull();
    assertThat(store.getBucket(ALICE, BUCKET).settings().acl()).isNull();
  }

  @Test
  void missingObject_hasNoListToReplace() {
    assertThat(
            failureOf(() -> store.replaceAcl(ALICE, BUCKET, key("key"), AclSpec.NONE, null))
                .reason())
        .isEqualTo(FailureReason.OBJECT_NOT_FOUND);
  }

  @Test
  void listOfABucket_isASettingAmongOthers() {
    own(OBJECT_WRITER);

    store.replaceBucketAcl(BOB, BUCKET, PUBLIC_READ, "alice-id");

    BucketRecord bucket = store.getBucket(ALICE, BUCKET);
    assertThat(bucket.settings().acl()).isEqualTo(publicRead(OWNER));
    assertThat(bucket.settings().ownership()).isEqualTo(OBJECT_WRITER);
    assertThat(
            failureOf(
                    () ->
                        store.replaceSettings(
                            ALICE,
                            BUCKET,
                            bucket.settings().withOwnership(BUCKET_OWNER_ENFORCED),
                            bucket.generation()))
                .reason())
        .isEqualTo(FailureReason.ACL_IN_USE);
    store.replaceBucketAcl(BOB, BUCKET, AclSpec.NONE, null);
    own(BUCKET_OWNER_ENFORCED);
    assertThat(store.getBucket(ALICE, BUCKET).settings().acl()).isNull();
  }

  @Test
  void longestList_isKept() {
    own(OBJECT_WRITER);
    Acl most =
        new Acl(
            IntStream.range(0, Acl.MOST_GRANTS)
                .mapToObj(
                    i ->
                        new AclGrant(
                            new Grantee.User(new Principal("id-" + i + "x".repeat(60), "é" + i)),
                            i % 2 == 0 ? AclPermission.READ : AclPermission.WRITE_ACP))
                .toList());

    ObjectInfo stored = put(ALICE, "dir/key", new AclSpec.Grants(most));

    assertThat(stored.metadata().acl()).isEqualTo(most);
    assertThat(head("dir/key")).isEqualTo(stored);
  }

  private void own(ObjectOwnership ownership) {
    BucketRecord bucket = store.getBucket(ALICE, BUCKET);
    BucketRecord _ =
        store.replaceSettings(
            ALICE, BUCKET, bucket.settings().withOwnership(ownership), bucket.generation());
  }

  private List<@Nullable Principal> owners() {
    return list("", "").objects().stream().map(ObjectInfo::owner).toList();
  }

  private ObjectInfo put(CallContext writer, String key, AclSpec acl) {
    PutRequest request =
        new PutRequest(BUCKET, key(key), 4, METADATA, null, WriteConditions.NONE, acl, false);
    byte[] text = "text".getBytes(UTF_8);
    try (BodyWriter<ObjectInfo> body = store.putObject(writer, request)) {
      return send(body, text, finish(text));
    }
  }

  private static CopyRequest copyRequest(String from, String to, AclSpec acl) {
    return new CopyRequest(
        new CopySource(BUCKET, key(from), ReadConditions.NONE),
        BUCKET,
        key(to),
        METADATA,
        null,
        null,
        WriteConditions.NONE,
        acl);
  }

  private UploadRecord begin(CallContext writer, AclSpec acl) {
    return store.createUpload(
        writer, new UploadRequest(BUCKET, key("key"), METADATA, null, null, acl));
  }

  private ObjectInfo complete(CallContext caller, UploadRecord upload) {
    UploadRef ref = new UploadRef(BUCKET, upload.key(), upload.id());
    byte[] text = "text".getBytes(UTF_8);
    PartRecord part;
    try (BodyWriter<PartRecord> body = store.uploadPart(caller, new PartRequest(ref, 1, 4, null))) {
      part = send(body, text, finish(text));
    }
    return store.completeUpload(
        caller,
        new CompletionRequest(
            ref, List.of(Uploading.listed(part)), null, null, null, WriteConditions.NONE));
  }

  private static ObjectInfo with(ObjectInfo info, @Nullable Acl acl) {
    return new ObjectInfo(
        info.key(),
        info.size(),
        info.etag(),
        info.lastModified(),
        info.metadata().withAcl(acl),
        info.checksum(),
        info.owner(),
        info.parts());
  }

  private static Acl publicRead(Principal owner) {
    return new Acl(
        List.of(
            new AclGrant(new Grantee.User(owner), AclPermission.FULL_CONTROL),
            new AclGrant(Grantee.Group.ALL_USERS, AclPermission.READ)));
  }
}
