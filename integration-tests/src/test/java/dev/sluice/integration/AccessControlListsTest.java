package dev.sluice.integration;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import software.amazon.awssdk.awscore.exception.AwsServiceException;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.BucketCannedACL;
import software.amazon.awssdk.services.s3.model.CompletedPart;
import software.amazon.awssdk.services.s3.model.Grant;
import software.amazon.awssdk.services.s3.model.ObjectCannedACL;
import software.amazon.awssdk.services.s3.model.ObjectOwnership;
import software.amazon.awssdk.services.s3.model.OwnershipControls;
import software.amazon.awssdk.services.s3.model.OwnershipControlsRule;
import software.amazon.awssdk.services.s3.model.Permission;
import software.amazon.awssdk.services.s3.model.Type;

/**
 * Access control lists, ownership and public access block by the AWS SDK for Java, curl and a
 * second account. Asserts AWS's behaviour: "Access control list (ACL) overview",
 * AmazonS3/latest/userguide/acl-overview.html; "Controlling ownership of objects and disabling ACLs
 * for your bucket", AmazonS3/latest/userguide/about-object-ownership.html.
 */
@Timeout(180)
class AccessControlListsTest {
  private static final String ALL_USERS = "http://acs.amazonaws.com/groups/global/AllUsers";
  private static final String SECRET = "a-secret-of-the-tests";

  private static final String CREDENTIALS =
      """
      identities:
        - access-key: AKOWNER
          secret-key: %1$s
          owner-id: owner-id
          display-name: Owner
          account: "111111111111"
          grants: [{actions: ["s3:*"], resources: ["*"]}]
        - access-key: AKWRITER
          secret-key: %1$s
          owner-id: writer-id
          display-name: Writer
          account: "222222222222"
          email: writer@example.com
          grants: [{actions: ["s3:*"], resources: ["*"]}]
      """
          .formatted(SECRET);

  @TempDir private static Path folder;

  private static SluiceProcess server;
  private static S3Client owner;
  private static S3Client writer;

  @BeforeAll
  static void start() throws IOException {
    Path credentials = folder.resolve("credentials.yaml");
    Files.writeString(credentials, CREDENTIALS);
    server =
        SluiceProcess.standalone(folder.resolve("data")).with("--credentials", credentials).start();
    owner = client("AKOWNER");
    writer = client("AKWRITER");
  }

  @AfterAll
  static void stop() {
    for (S3Client client : new S3Client[] {owner, writer}) {
      if (client != null) {
        client.close();
      }
    }
    if (server != null) {
      server.close();
    }
  }

  private static S3Client client(String accessKey) {
    return S3Clients.builder(server.s3())
        .forcePathStyle(true)
        .credentialsProvider(S3Clients.credentials(accessKey, SECRET))
        .build();
  }

  private static void make(String bucket, ObjectOwnership ownership) {
    owner.createBucket(request -> request.bucket(bucket).objectOwnership(ownership));
  }

  private static void enforce(String bucket) {
    OwnershipControlsRule rule =
        OwnershipControlsRule.builder()
            .objectOwnership(ObjectOwnership.BUCKET_OWNER_ENFORCED)
            .build();
    owner.putBucketOwnershipControls(
        request ->
            request
                .bucket(bucket)
                .ownershipControls(OwnershipControls.builder().rules(rule).build()));
  }

  private static int anonymously(String path) {
    return CurlAnswer.of(URI.create(server.s3() + "/" + path).toString()).status();
  }

  private static void assertRefused(Runnable call, int status, String code) {
    assertThatThrownBy(call::run)
        .isInstanceOfSatisfying(
            AwsServiceException.class,
            refusal -> {
              assertThat(refusal.statusCode()).isEqualTo(status);
              assertThat(refusal.awsErrorDetails().errorCode()).isEqualTo(code);
            });
  }

  private static List<String> grants(String bucket, String key) {
    return text(owner.getObjectAcl(request -> request.bucket(bucket).key(key)).grants());
  }

  private static List<String> text(List<Grant> grants) {
    return grants.stream()
        .map(
            grant ->
                Objects.requireNonNullElse(grant.grantee().id(), grant.grantee().uri())
                    + " "
                    + grant.permissionAsString())
        .toList();
  }

  @Test
  void listsByNameGrantAndDocument_openAnObject() {
    make("acl-objects", ObjectOwnership.OBJECT_WRITER);
    owner.putObject(
        request -> request.bucket("acl-objects").key("page").acl(ObjectCannedACL.PUBLIC_READ),
        RequestBody.fromString("text"));

    assertThat(grants("acl-objects", "page"))
        .containsExactly("owner-id FULL_CONTROL", ALL_USERS + " READ");
    assertThat(anonymously("acl-objects/page")).isEqualTo(200);
    assertThat(anonymously("acl-objects")).isEqualTo(403);

    owner.putObjectAcl(
        request ->
            request
                .bucket("acl-objects")
                .key("page")
                .grantFullControl("id=owner-id")
                .grantRead("emailAddress=\"writer@example.com\""));
    assertThat(grants("acl-objects", "page"))
        .containsExactly("owner-id FULL_CONTROL", "writer-id READ");
    assertThat(anonymously("acl-objects/page")).isEqualTo(403);
    assertThat(
            writer
                .getObjectAsBytes(request -> request.bucket("acl-objects").key("page"))
                .asUtf8String())
        .isEqualTo("text");

    owner.putObjectAcl(
        request ->
            request
                .bucket("acl-objects")
                .key("page")
                .accessControlPolicy(
                    policy ->
                        policy
                            .owner(user -> user.id("owner-id"))
                            .grants(
                                Grant.builder()
                                    .grantee(group -> group.type(Type.GROUP).uri(ALL_USERS))
                                    .permission(Permission.READ)
                                    .build())));
    assertThat(grants("acl-objects", "page")).containsExactly(ALL_USERS + " READ");
    assertThat(anonymously("acl-objects/page")).isEqualTo(200);

    owner.copyObject(
        request ->
            request
                .sourceBucket("acl-objects")
                .sourceKey("page")
                .destinationBucket("acl-objects")
                .destinationKey("copy"));
    assertThat(grants("acl-objects", "copy")).containsExactly("owner-id FULL_CONTROL");
  }

  @Test
  void uploadInParts_hasTheListOfItsBeginning() {
    make("acl-uploads", ObjectOwnership.OBJECT_WRITER);
    String upload =
        owner
            .createMultipartUpload(
                request ->
                    request.bucket("acl-uploads").key("whole").acl(ObjectCannedACL.PUBLIC_READ))
            .uploadId();
    String tag =
        owner
            .uploadPart(
                request ->
                    request.bucket("acl-uploads").key("whole").uploadId(upload).partNumber(1),
                RequestBody.fromString("text"))
            .eTag();
    owner.completeMultipartUpload(
        request ->
            request
                .bucket("acl-uploads")
                .key("whole")
                .uploadId(upload)
                .multipartUpload(
                    parts -> parts.parts(CompletedPart.builder().partNumber(1).eTag(tag).build())));

    assertThat(anonymously("acl-uploads/whole")).isEqualTo(200);
    assertThat(anonymously("acl-uploads/other")).isEqualTo(403);
  }

  @Test
  void objectOfAnotherAccount_isItsWritersUntilTheOwnerIsEnforced() {
    make("acl-ownership", ObjectOwnership.OBJECT_WRITER);
    owner.putBucketAcl(
        request ->
            request
                .bucket("acl-ownership")
                .grantFullControl("id=owner-id")
                .grantWrite("id=writer-id"));
    writer.putObject(
        request -> request.bucket("acl-ownership").key("theirs"), RequestBody.fromString("text"));

    assertThat(
            owner
                .listObjectsV2(request -> request.bucket("acl-ownership").fetchOwner(true))
                .contents())
        .extracting(object -> object.owner().id())
        .containsExactly("writer-id");
    assertRefused(() -> enforce("acl-ownership"), 400, "InvalidBucketAclWithObjectOwnership");

    owner.putBucketAcl(request -> request.bucket("acl-ownership").acl(BucketCannedACL.PRIVATE));
    enforce("acl-ownership");
    assertThat(
            owner
                .listObjectsV2(request -> request.bucket("acl-ownership").fetchOwner(true))
                .contents())
        .extracting(object -> object.owner().id())
        .containsExactly("owner-id");
    assertThat(grants("acl-ownership", "theirs")).containsExactly("owner-id FULL_CONTROL");
  }

  @Test
  void newBucket_doesWithoutLists() {
    owner.createBucket(request -> request.bucket("acl-none"));

    assertThat(
            owner
                .getBucketOwnershipControls(request -> request.bucket("acl-none"))
                .ownershipControls()
                .rules())
        .extracting(rule -> rule.objectOwnership())
        .containsExactly(ObjectOwnership.BUCKET_OWNER_ENFORCED);
    assertThat(text(owner.getBucketAcl(request -> request.bucket("acl-none")).grants()))
        .containsExactly("owner-id FULL_CONTROL");
    assertRefused(
        () ->
            owner.putObject(
                request -> request.bucket("acl-none").key("key").acl(ObjectCannedACL.PUBLIC_READ),
                RequestBody.fromString("text")),
        400,
        "AccessControlListNotSupported");
    assertRefused(
        () ->
            owner.putBucketAcl(request -> request.bucket("acl-none").acl(BucketCannedACL.PRIVATE)),
        400,
        "AccessControlListNotSupported");
    owner.putObject(
        request ->
            request.bucket("acl-none").key("key").acl(ObjectCannedACL.BUCKET_OWNER_FULL_CONTROL),
        RequestBody.fromString("text"));
    assertRefused(
        () ->
            owner.createBucket(
                request -> request.bucket("acl-public").acl(BucketCannedACL.PUBLIC_READ)),
        400,
        "InvalidBucketAclWithObjectOwnership");
  }

  @Test
  void publicAccessBlock_refusesAndIgnoresPublicLists() {
    make("acl-blocked", ObjectOwnership.BUCKET_OWNER_PREFERRED);
    owner.putObject(
        request -> request.bucket("acl-blocked").key("page").acl(ObjectCannedACL.PUBLIC_READ),
        RequestBody.fromString("text"));
    assertRefused(
        () -> owner.getPublicAccessBlock(request -> request.bucket("acl-blocked")),
        404,
        "NoSuchPublicAccessBlockConfiguration");

    owner.putPublicAccessBlock(
        request ->
            request
                .bucket("acl-blocked")
                .publicAccessBlockConfiguration(block -> block.blockPublicAcls(true)));
    assertRefused(
        () ->
            owner.putObject(
                request ->
                    request.bucket("acl-blocked").key("page").acl(ObjectCannedACL.PUBLIC_READ),
                RequestBody.fromString("text")),
        403,
        "AccessDenied");
    assertThat(anonymously("acl-blocked/page")).isEqualTo(200);

    owner.putPublicAccessBlock(
        request ->
            request
                .bucket("acl-blocked")
                .publicAccessBlockConfiguration(block -> block.ignorePublicAcls(true)));
    assertThat(anonymously("acl-blocked/page")).isEqualTo(403);
    owner.deletePublicAccessBlock(request -> request.bucket("acl-blocked"));
    assertThat(anonymously("acl-blocked/page")).isEqualTo(200);
  }

  @Test
  void unknownGrantees_areRefused() {
    make("acl-grantees", ObjectOwnership.OBJECT_WRITER);

    assertRefused(
        () ->
            owner.putBucketAcl(
                request -> request.bucket("acl-grantees").grantRead("id=\"nobody\"")),
        400,
        "InvalidArgument");
    assertRefused(
        () ->
            owner.putBucketAcl(
                request ->
                    request.bucket("acl-grantees").grantRead("emailAddress=nobody@example.com")),
        400,
        "UnresolvableGrantByEmailAddress");
    assertRefused(
        () ->
            owner.putBucketAcl(
                request ->
                    request
                        .bucket("acl-grantees")
                        .acl(BucketCannedACL.PRIVATE)
                        .grantRead("id=writer-id")),
        400,
        "InvalidRequest");
    assertRefused(
        () ->
            owner.putBucketAcl(
                request ->
                    request
                        .bucket("acl-grantees")
                        .accessControlPolicy(
                            policy ->
                                policy.owner(user -> user.id("writer-id")).grants(List.of()))),
        403,
        "AccessDenied");
  }
}
