package dev.sluice.integration.conformance;

import static dev.sluice.integration.conformance.Frontends.refused;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.BucketCannedACL;
import software.amazon.awssdk.services.s3.model.GetObjectAclResponse;
import software.amazon.awssdk.services.s3.model.Grant;
import software.amazon.awssdk.services.s3.model.ObjectCannedACL;
import software.amazon.awssdk.services.s3.model.ObjectOwnership;
import software.amazon.awssdk.services.s3.model.Owner;
import software.amazon.awssdk.services.s3.model.OwnershipControlsRule;
import software.amazon.awssdk.services.s3.model.Permission;
import software.amazon.awssdk.services.s3.model.PutObjectResponse;
import software.amazon.awssdk.services.s3.model.Type;

/**
 * PutBucketAcl, GetBucketAcl, PutObjectAcl and GetObjectAcl as AWS documents them
 * (docs.aws.amazon.com/AmazonS3/latest/API, pages of these names, and
 * AmazonS3/latest/userguide/acl-overview.html).
 */
@Timeout(300)
@ExtendWith(Frontends.Shared.class)
class AclTest {
  private static final String ALL_USERS = "http://acs.amazonaws.com/groups/global/AllUsers";

  private final Frontends frontends;
  private final S3Client owner;
  private final S3Client elsewhere;

  AclTest(Frontends frontends) {
    this.frontends = frontends;
    owner = frontends.owner();
    elsewhere = frontends.ownerElsewhere();
  }

  /** A bucket where lists take part, which on AWS they do no more unless one says so. */
  private String bucketWithLists() {
    String bucket = frontends.bucket();
    owner.putBucketOwnershipControls(
        it ->
            it.bucket(bucket)
                .ownershipControls(
                    controls ->
                        controls.rules(
                            OwnershipControlsRule.builder()
                                .objectOwnership(ObjectOwnership.OBJECT_WRITER)
                                .build())));
    return bucket;
  }

  private static List<String> shown(List<Grant> grants) {
    return grants.stream()
        .map(
            grant ->
                (grant.grantee().type() == Type.GROUP
                        ? grant.grantee().uri()
                        : grant.grantee().id())
                    + " "
                    + grant.permissionAsString())
        .toList();
  }

  private static final String FULL = Frontends.OWNER_ID + " FULL_CONTROL";

  @Test
  void bucketAcl_isSetShownChangedAndDecides() {
    String bucket = bucketWithLists();
    S3Client anybody = frontends.anybody();
    assertThat(shown(owner.getBucketAcl(it -> it.bucket(bucket)).grants())).containsExactly(FULL);
    refused(403, "AccessDenied", () -> anybody.listObjectsV2(it -> it.bucket(bucket)));

    owner.putBucketAcl(it -> it.bucket(bucket).acl(BucketCannedACL.PUBLIC_READ));
    assertThat(shown(elsewhere.getBucketAcl(it -> it.bucket(bucket)).grants()))
        .containsExactly(FULL, ALL_USERS + " READ");
    assertThat(anybody.listObjectsV2(it -> it.bucket(bucket)).keyCount()).isZero();

    owner.putBucketAcl(it -> it.bucket(bucket).grantWrite("id=" + Frontends.STRANGER_ID));
    assertThat(shown(elsewhere.getBucketAcl(it -> it.bucket(bucket)).grants()))
        .containsExactly(Frontends.STRANGER_ID + " WRITE");
    refused(403, "AccessDenied", () -> anybody.listObjectsV2(it -> it.bucket(bucket)));
  }

  @Test
  void bucketAclByDocument_isTakenGrantByGrant() {
    String bucket = bucketWithLists();

    owner.putBucketAcl(
        it ->
            it.bucket(bucket)
                .accessControlPolicy(
                    policy ->
                        policy
                            .owner(Owner.builder().id(Frontends.OWNER_ID).build())
                            .grants(
                                Grant.builder()
                                    .permission(Permission.READ_ACP)
                                    .grantee(who -> who.type(Type.GROUP).uri(ALL_USERS))
                                    .build())));

    assertThat(shown(elsewhere.getBucketAcl(it -> it.bucket(bucket)).grants()))
        .containsExactly(ALL_USERS + " READ_ACP");
    assertThat(frontends.anybody().getBucketAcl(it -> it.bucket(bucket)).owner().id())
        .isEqualTo(Frontends.OWNER_ID);
  }

  @Test
  void writeGrantOfBucketAcl_letsAnotherAccountWriteWhatItThenOwns() {
    String bucket = bucketWithLists();
    S3Client stranger = frontends.stranger();
    refused(403, "AccessDenied", () -> put(stranger, bucket, "page", "text"));
    owner.putBucketAcl(it -> it.bucket(bucket).grantWrite("id=" + Frontends.STRANGER_ID));

    assertThat(shown(elsewhere.getBucketAcl(it -> it.bucket(bucket)).grants()))
        .containsExactly(Frontends.STRANGER_ID + " WRITE");
    refused(403, "AccessDenied", () -> stranger.getBucketAcl(it -> it.bucket(bucket)));
    refused(403, "AccessDenied", () -> stranger.listObjectsV2(it -> it.bucket(bucket)));

    put(stranger, bucket, "page", "text");
    GetObjectAclResponse acl = stranger.getObjectAcl(it -> it.bucket(bucket).key("page"));
    assertThat(acl.owner().id()).isEqualTo(Frontends.STRANGER_ID);
    assertThat(shown(acl.grants())).containsExactly(Frontends.STRANGER_ID + " FULL_CONTROL");
    refused(403, "AccessDenied", () -> owner.getObjectAcl(it -> it.bucket(bucket).key("page")));
    refused(403, "AccessDenied", () -> owner.getObject(it -> it.bucket(bucket).key("page")));

    stranger.putObjectAcl(
        it -> it.bucket(bucket).key("page").acl(ObjectCannedACL.BUCKET_OWNER_FULL_CONTROL));
    assertThat(owner.getObjectAsBytes(it -> it.bucket(bucket).key("page")).asUtf8String())
        .isEqualTo("text");
    assertThat(shown(owner.getObjectAcl(it -> it.bucket(bucket).key("page")).grants()))
        .containsExactly(Frontends.STRANGER_ID + " FULL_CONTROL", FULL);

    put(owner, bucket, "mine", "text");
    refused(403, "AccessDenied", () -> put(stranger, bucket, "mine", "other text"));
    refused(403, "AccessDenied", () -> stranger.deleteObject(it -> it.bucket(bucket).key("mine")));
    owner.deleteObject(it -> it.bucket(bucket).key("page"));
  }

  private static PutObjectResponse put(S3Client client, String bucket, String key, String text) {
    return client.putObject(it -> it.bucket(bucket).key(key), RequestBody.fromString(text));
  }

  @Test
  void objectAcl_isSetAtThePutAndLater() {
    String bucket = bucketWithLists();
    S3Client anybody = frontends.anybody();
    owner.putObject(
        it -> it.bucket(bucket).key("page").acl(ObjectCannedACL.PUBLIC_READ),
        RequestBody.fromString("text"));
    String etag = owner.headObject(it -> it.bucket(bucket).key("page")).eTag();

    assertThat(shown(elsewhere.getObjectAcl(it -> it.bucket(bucket).key("page")).grants()))
        .containsExactly(FULL, ALL_USERS + " READ");
    assertThat(anybody.getObjectAsBytes(it -> it.bucket(bucket).key("page")).asUtf8String())
        .isEqualTo("text");

    owner.putObjectAcl(it -> it.bucket(bucket).key("page").acl(ObjectCannedACL.PRIVATE));
    refused(
        403, "AccessDenied", () -> anybody.getObjectAsBytes(it -> it.bucket(bucket).key("page")));
    assertThat(elsewhere.headObject(it -> it.bucket(bucket).key("page")).eTag()).isEqualTo(etag);

    // "You can't inherit the ACL of the source": a copy is private.
    owner.putObjectAcl(it -> it.bucket(bucket).key("page").acl(ObjectCannedACL.PUBLIC_READ));
    owner.copyObject(
        it ->
            it.sourceBucket(bucket)
                .sourceKey("page")
                .destinationBucket(bucket)
                .destinationKey("copy"));
    assertThat(shown(elsewhere.getObjectAcl(it -> it.bucket(bucket).key("copy")).grants()))
        .containsExactly(FULL);
  }

  @Test
  void bucketOwnerEnforced_refusesListsAndShowsTheOwners() {
    String bucket = frontends.bucket();
    owner.putObject(it -> it.bucket(bucket).key("page"), RequestBody.fromString("text"));

    refused(
        400,
        "AccessControlListNotSupported",
        () -> owner.putBucketAcl(it -> it.bucket(bucket).acl(BucketCannedACL.PUBLIC_READ)));
    refused(
        400,
        "AccessControlListNotSupported",
        () ->
            owner.putObjectAcl(
                it -> it.bucket(bucket).key("page").acl(ObjectCannedACL.PUBLIC_READ)));
    refused(
        400,
        "AccessControlListNotSupported",
        () ->
            owner.putObject(
                it -> it.bucket(bucket).key("x").acl(ObjectCannedACL.PUBLIC_READ),
                RequestBody.fromString("text")));
    owner.putObject(
        it -> it.bucket(bucket).key("x").acl(ObjectCannedACL.BUCKET_OWNER_FULL_CONTROL),
        RequestBody.fromString("text"));
    assertThat(shown(owner.getObjectAcl(it -> it.bucket(bucket).key("x")).grants()))
        .containsExactly(FULL);
  }

  @Test
  void listThatIsNone_isRefused() {
    String bucket = bucketWithLists();

    refused(
        400,
        "InvalidArgument",
        () -> owner.putBucketAcl(it -> it.bucket(bucket).acl("public-everything")));
    refused(
        400,
        "InvalidArgument",
        () -> owner.putBucketAcl(it -> it.bucket(bucket).grantRead("id=nobody-has-this-id")));
    refused(
        400,
        "InvalidRequest",
        () ->
            owner.putBucketAcl(
                it ->
                    it.bucket(bucket)
                        .acl(BucketCannedACL.PRIVATE)
                        .grantRead("id=" + Frontends.STRANGER_ID)));
    refused(
        400,
        "UnresolvableGrantByEmailAddress",
        () ->
            owner.putBucketAcl(
                it -> it.bucket(bucket).grantRead("emailAddress=nobody@example.org")));
    refused(404, "NoSuchKey", () -> owner.getObjectAcl(it -> it.bucket(bucket).key("nothing")));
  }
}
