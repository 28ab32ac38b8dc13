package dev.sluice.agent.store.acl;

import static dev.sluice.common.model.ObjectOwnership.BUCKET_OWNER_ENFORCED;
import static dev.sluice.common.model.ObjectOwnership.BUCKET_OWNER_PREFERRED;
import static dev.sluice.common.model.ObjectOwnership.OBJECT_WRITER;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.sluice.agent.store.engine.bucket.BucketRecord;
import dev.sluice.agent.store.engine.bucket.BucketSettings;
import dev.sluice.agent.store.engine.bucket.PublicAccessBlock;
import dev.sluice.common.model.Acl;
import dev.sluice.common.model.AclGrant;
import dev.sluice.common.model.AclPermission;
import dev.sluice.common.model.AclSpec;
import dev.sluice.common.model.CannedAcl;
import dev.sluice.common.model.Grantee;
import dev.sluice.common.model.ObjectOwnership;
import dev.sluice.common.model.Principal;
import dev.sluice.common.model.Region;
import dev.sluice.common.model.StorageException;
import dev.sluice.v1.FailureReason;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * Asserts AWS's behaviour: "Access control list (ACL) overview",
 * AmazonS3/latest/userguide/acl-overview.html; "Controlling ownership of objects and disabling ACLs
 * for your bucket", AmazonS3/latest/userguide/about-object-ownership.html; its "Troubleshooting",
 * AmazonS3/latest/userguide/object-ownership-error-responses.html; "Blocking public access to your
 * Amazon S3 storage", AmazonS3/latest/userguide/access-control-block-public-access.html.
 */
class BucketRulesTest {
  private static final Principal OWNER = new Principal("owner", "Owner");
  private static final Principal WRITER = new Principal("writer", "Writer");
  private static final PublicAccessBlock BLOCK = new PublicAccessBlock(true, false, false, false);

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "private                   | writer FULL_CONTROL",
        "public-read               | writer FULL_CONTROL, ALL_USERS READ",
        "public-read-write         | writer FULL_CONTROL, ALL_USERS READ, ALL_USERS WRITE",
        "authenticated-read        | writer FULL_CONTROL, AUTHENTICATED_USERS READ",
        "aws-exec-read             | writer FULL_CONTROL, za-team READ",
        "bucket-owner-read         | writer FULL_CONTROL, owner READ",
        "bucket-owner-full-control | writer FULL_CONTROL, owner FULL_CONTROL",
        "log-delivery-write        | writer FULL_CONTROL",
      })
  void cannedListOfAnObject_standsForItsGrants(String name, String grants) {
    Acl acl = rules(OBJECT_WRITER).standing(WRITER, canned(name)).acl();

    assertThat(text(BucketRules.shown(acl, WRITER))).isEqualTo(grants);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "private                   | owner FULL_CONTROL",
        "public-read               | owner FULL_CONTROL, ALL_USERS READ",
        "public-read-write         | owner FULL_CONTROL, ALL_USERS READ, ALL_USERS WRITE",
        "authenticated-read        | owner FULL_CONTROL, AUTHENTICATED_USERS READ",
        "aws-exec-read             | owner FULL_CONTROL, za-team READ",
        "bucket-owner-read         | owner FULL_CONTROL",
        "bucket-owner-full-control | owner FULL_CONTROL",
        "log-delivery-write        | owner FULL_CONTROL, LOG_DELIVERY WRITE, LOG_DELIVERY READ_ACP",
      })
  void cannedListOfABucket_standsForItsGrants(String name, String grants) {
    BucketRules rules = rules(OBJECT_WRITER);

    assertThat(text(BucketRules.shown(rules.ofBucket(canned(name)), OWNER))).isEqualTo(grants);
    assertThat(text(BucketRules.shown(rules.ofNewBucket(canned(name)), OWNER))).isEqualTo(grants);
  }

  @ParameterizedTest
  @CsvSource({
    "BUCKET_OWNER_ENFORCED,  private,                   owner",
    "BUCKET_OWNER_ENFORCED,  bucket-owner-full-control, owner",
    "BUCKET_OWNER_PREFERRED, private,                   writer",
    "BUCKET_OWNER_PREFERRED, public-read,               writer",
    "BUCKET_OWNER_PREFERRED, bucket-owner-read,         writer",
    "BUCKET_OWNER_PREFERRED, bucket-owner-full-control, owner",
    "OBJECT_WRITER,          private,                   writer",
    "OBJECT_WRITER,          bucket-owner-full-control, writer",
  })
  void newObject_belongsToWhomTheOwnershipSays(
      ObjectOwnership ownership, String acl, String owner) {
    assertThat(rules(ownership).standing(WRITER, canned(acl)).owner().id()).isEqualTo(owner);
  }

  @Test
  void objectOfTheBucketOwner_hasOneGrantForBoth() {
    AclSpec spec = canned("bucket-owner-full-control");

    assertThat(rules(OBJECT_WRITER).standing(OWNER, spec).acl()).isNull();
    assertThat(rules(BUCKET_OWNER_PREFERRED).standing(OWNER, spec).acl()).isNull();
  }

  /** What is noted with an object counts again once its bucket has lists again. */
  @Test
  void storedObject_belongsToTheBucketOwnerWithoutLists() {
    assertThat(rules(BUCKET_OWNER_ENFORCED).ownerOf(WRITER)).isEqualTo(OWNER);
    assertThat(rules(BUCKET_OWNER_ENFORCED).ownerOf(null)).isEqualTo(OWNER);
    assertThat(rules(BUCKET_OWNER_PREFERRED).ownerOf(WRITER)).isEqualTo(WRITER);
    assertThat(rules(OBJECT_WRITER).ownerOf(WRITER)).isEqualTo(WRITER);
  }

  /** Ours: AWS has nothing without an owner. */
  @Test
  void whatHasNoOwner_isTheServersRoots() {
    BucketRecord bucket = new BucketRecord(Instant.EPOCH, null);

    assertThat(BucketRules.of(bucket, OBJECT_WRITER).owner()).isEqualTo(Principal.ROOT);
    assertThat(rules(OBJECT_WRITER).ownerOf(null)).isEqualTo(Principal.ROOT);
  }

  /** Ours: AWS's buckets without ownership controls are those of ObjectWriter. */
  @ParameterizedTest
  @EnumSource(ObjectOwnership.class)
  void bucketWithoutOwnership_followsTheDefault(ObjectOwnership byDefault) {
    BucketRecord bucket = new BucketRecord(Instant.EPOCH, OWNER);

    assertThat(BucketRules.of(bucket, byDefault).ownership()).isEqualTo(byDefault);
  }

  @ParameterizedTest
  @EnumSource(
      value = CannedAcl.class,
      mode = EnumSource.Mode.EXCLUDE,
      names = {"PRIVATE", "BUCKET_OWNER_READ", "BUCKET_OWNER_FULL_CONTROL", "LOG_DELIVERY_WRITE"})
  void objectWithoutLists_isRefusedAList(CannedAcl acl) {
    BucketRules rules = rules(BUCKET_OWNER_ENFORCED);
    AclSpec spec = new AclSpec.Canned(acl);

    assertThat(reason(() -> rules.standing(OWNER, spec).acl()))
        .isEqualTo(FailureReason.ACL_NOT_SUPPORTED);
    assertThat(reason(() -> rules.ofObject(spec, OWNER)))
        .isEqualTo(FailureReason.ACL_NOT_SUPPORTED);
    assertThat(reason(() -> rules.ofBucket(spec))).isEqualTo(FailureReason.ACL_NOT_SUPPORTED);
  }

  /** As measured in 2023: a put passes with it, a request for the list alone does not. */
  @Test
  void privateListWithoutLists_isRefusedWhereItIsAllThatIsAskedFor() {
    BucketRules rules = rules(BUCKET_OWNER_ENFORCED);

    assertThat(rules.standing(OWNER, AclSpec.NONE).acl()).isNull();
    assertThat(rules.ofNewBucket(AclSpec.NONE)).isNull();
    assertThat(reason(() -> rules.ofObject(AclSpec.NONE, OWNER)))
        .isEqualTo(FailureReason.ACL_NOT_SUPPORTED);
    assertThat(reason(() -> rules.ofBucket(AclSpec.NONE)))
        .isEqualTo(FailureReason.ACL_NOT_SUPPORTED);
  }

  @Test
  void bucketOwnersFullControlWithoutLists_passes() {
    BucketRules rules = rules(BUCKET_OWNER_ENFORCED);
    AclSpec document = grants(new AclGrant(user(OWNER), AclPermission.FULL_CONTROL));

    for (AclSpec spec : List.of(canned("bucket-owner-full-control"), document)) {
      assertThat(rules.standing(OWNER, spec).acl()).isNull();
      assertThat(rules.ofObject(spec, OWNER)).isNull();
      assertThat(rules.ofBucket(spec)).isNull();
    }
    assertThat(
            reason(
                () ->
                    rules.standing(
                        OWNER,
                        grants(
                            new AclGrant(user(OWNER), AclPermission.FULL_CONTROL),
                            new AclGrant(user(WRITER), AclPermission.READ)))))
        .isEqualTo(FailureReason.ACL_NOT_SUPPORTED);
  }

  @Test
  void statedGrants_areAllThereIs() {
    AclSpec spec = grants(new AclGrant(user(WRITER), AclPermission.READ));

    assertThat(text(BucketRules.shown(rules(OBJECT_WRITER).ofBucket(spec), OWNER)))
        .isEqualTo("writer READ");
    assertThat(rules(OBJECT_WRITER).ofBucket(grants())).isEqualTo(new Acl(List.of()));
  }

  @ParameterizedTest
  @CsvSource({
    "private,                   false",
    "public-read,               true",
    "public-read-write,         true",
    "authenticated-read,        true",
    "aws-exec-read,             false",
    "bucket-owner-read,         false",
    "bucket-owner-full-control, false",
    "log-delivery-write,        false",
  })
  void publicList_isRefusedWhereThoseAreBlocked(String name, boolean blocked) {
    BucketRules rules = new BucketRules(OWNER, OBJECT_WRITER, BLOCK);
    AclSpec spec = canned(name);

    assertThat(isDenied(() -> rules.standing(WRITER, spec).acl())).isEqualTo(blocked);
    assertThat(isDenied(() -> rules.ofObject(spec, WRITER))).isEqualTo(blocked);
    assertThat(isDenied(() -> rules.ofBucket(spec))).isEqualTo(blocked);
    assertThat(isDenied(() -> rules.ofNewBucket(spec))).isEqualTo(blocked);
    assertThat(BucketRules.isPublic(rules(OBJECT_WRITER).standing(WRITER, spec).acl()))
        .isEqualTo(blocked);
  }

  @Test
  void otherSwitches_refuseNoList() {
    BucketRules rules =
        new BucketRules(OWNER, OBJECT_WRITER, new PublicAccessBlock(false, true, true, true));

    assertThat(rules.ofBucket(canned("public-read"))).isNotNull();
  }

  @ParameterizedTest
  @CsvSource({
    "private, true",
    "bucket-owner-full-control, true",
    "public-read, false",
    "authenticated-read, false",
    "aws-exec-read, false",
    "log-delivery-write, false",
  })
  void bucketThatIsCreatedWithoutLists_hasNoneThatGrantsToOthers(String name, boolean passes) {
    FailureReason reason = reason(() -> rules(BUCKET_OWNER_ENFORCED).ofNewBucket(canned(name)));

    assertThat(reason).isEqualTo(passes ? null : FailureReason.ACL_IN_USE);
  }

  @Test
  void listsThatGrantToOthers_areNotGivenUp() {
    BucketSettings open =
        BucketSettings.NONE
            .withOwnership(OBJECT_WRITER)
            .withAcl(rules(OBJECT_WRITER).ofBucket(canned("public-read")));

    assertThat(replacing(open, open.withOwnership(BUCKET_OWNER_ENFORCED)))
        .isEqualTo(FailureReason.ACL_IN_USE);
    assertThat(replacing(open, open.withOwnership(null))).isEqualTo(FailureReason.ACL_IN_USE);
    assertThat(replacing(open, open.withOwnership(BUCKET_OWNER_PREFERRED))).isNull();
    assertThat(replacing(open, open.withOwnership(BUCKET_OWNER_ENFORCED).withAcl(null))).isNull();
    BucketSettings owners =
        open.withAcl(new Acl(List.of(new AclGrant(user(OWNER), AclPermission.READ))));
    assertThat(replacing(owners, owners.withOwnership(BUCKET_OWNER_ENFORCED))).isNull();
  }

  @Test
  void settingsWithAList_areRefusedAsTheListIs() {
    Acl acl = rules(OBJECT_WRITER).ofBucket(canned("public-read"));
    BucketSettings lists = BucketSettings.NONE.withOwnership(OBJECT_WRITER);

    assertThat(replacing(BucketSettings.NONE, BucketSettings.NONE.withAcl(acl)))
        .isEqualTo(FailureReason.ACL_NOT_SUPPORTED);
    assertThat(replacing(lists, lists.withAcl(acl))).isNull();
    assertThat(replacing(lists, lists.withPublicAccessBlock(BLOCK).withAcl(acl)))
        .isEqualTo(FailureReason.ACCESS_DENIED);
    assertThat(replacing(lists.withAcl(acl), lists.withAcl(acl).withPublicAccessBlock(BLOCK)))
        .isNull();
  }

  private static @Nullable FailureReason replacing(BucketSettings before, BucketSettings after) {
    BucketRecord bucket = new BucketRecord(Instant.EPOCH, OWNER, Region.US_EAST_1, before, 1);
    return reason(() -> BucketRules.requireReplaceable(bucket, after, BUCKET_OWNER_ENFORCED));
  }

  private static BucketRules rules(ObjectOwnership ownership) {
    return new BucketRules(OWNER, ownership, null);
  }

  private static AclSpec canned(String name) {
    return new AclSpec.Canned(
        Arrays.stream(CannedAcl.values())
            .filter(acl -> acl.awsName().equals(name))
            .findFirst()
            .orElseThrow());
  }

  private static AclSpec grants(AclGrant... grants) {
    return new AclSpec.Grants(new Acl(List.of(grants)));
  }

  private static Grantee user(Principal principal) {
    return new Grantee.User(principal);
  }

  private static boolean isDenied(Runnable call) {
    FailureReason reason = reason(call);
    assertThat(reason).isIn(null, FailureReason.ACCESS_DENIED);
    return reason != null;
  }

  private static @Nullable FailureReason reason(Runnable call) {
    StorageException failure = catchThrowableOfType(StorageException.class, call::run);
    return failure == null ? null : failure.reason();
  }

  private static String text(List<AclGrant> grants) {
    return grants.stream()
        .map(grant -> name(grant.grantee()) + " " + grant.permission())
        .collect(Collectors.joining(", "));
  }

  private static String name(Grantee grantee) {
    return switch (grantee) {
      case Grantee.User(Principal principal) ->
          principal.displayName().equals("za-team") ? "za-team" : principal.id();
      case Grantee.Group group -> group.name();
    };
  }
}
