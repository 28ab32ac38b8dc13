package dev.sluice.integration.conformance;

import static dev.sluice.integration.conformance.Frontends.refused;
import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.BucketCannedACL;
import software.amazon.awssdk.services.s3.model.ObjectCannedACL;
import software.amazon.awssdk.services.s3.model.ObjectOwnership;
import software.amazon.awssdk.services.s3.model.OwnershipControlsRule;
import software.amazon.awssdk.services.s3.model.PublicAccessBlockConfiguration;

/**
 * The operations of OwnershipControls and PublicAccessBlock as AWS documents them
 * (docs.aws.amazon.com/AmazonS3/latest/API, pages of their names, and
 * AmazonS3/latest/userguide/access-control-block-public-access.html).
 */
@Timeout(300)
@ExtendWith(Frontends.Shared.class)
class OwnershipAndBlockTest {
  private final Frontends frontends;
  private final S3Client owner;
  private final S3Client elsewhere;

  OwnershipAndBlockTest(Frontends frontends) {
    this.frontends = frontends;
    owner = frontends.owner();
    elsewhere = frontends.ownerElsewhere();
  }

  private void own(String bucket, ObjectOwnership ownership) {
    owner.putBucketOwnershipControls(
        it ->
            it.bucket(bucket)
                .ownershipControls(
                    controls ->
                        controls.rules(
                            OwnershipControlsRule.builder().objectOwnership(ownership).build())));
  }

  private void block(String bucket, PublicAccessBlockConfiguration.Builder block) {
    owner.putPublicAccessBlock(
        it -> it.bucket(bucket).publicAccessBlockConfiguration(block.build()));
  }

  /** New buckets have it, as on AWS since April 2023. */
  @Test
  void ownership_isEnforcedInANewBucketAndCanBeChanged() {
    String bucket = frontends.bucket();
    assertThat(
            elsewhere
                .getBucketOwnershipControls(it -> it.bucket(bucket))
                .ownershipControls()
                .rules())
        .singleElement()
        .returns(
            ObjectOwnership.BUCKET_OWNER_ENFORCED,
            software.amazon.awssdk.services.s3.model.OwnershipControlsRule::objectOwnership);

    for (ObjectOwnership ownership : ObjectOwnership.knownValues()) {
      own(bucket, ownership);
      assertThat(
              elsewhere
                  .getBucketOwnershipControls(it -> it.bucket(bucket))
                  .ownershipControls()
                  .rules()
                  .getFirst()
                  .objectOwnership())
          .isEqualTo(ownership);
    }

    owner.deleteBucketOwnershipControls(it -> it.bucket(bucket));
    refused(
        404,
        "OwnershipControlsNotFoundError",
        () -> elsewhere.getBucketOwnershipControls(it -> it.bucket(bucket)));
  }

  @Test
  void publicList_keepsOwnershipFromBeingEnforced() {
    String bucket = frontends.bucket();
    own(bucket, ObjectOwnership.OBJECT_WRITER);
    owner.putBucketAcl(it -> it.bucket(bucket).acl(BucketCannedACL.PUBLIC_READ));

    refused(
        400,
        "InvalidBucketAclWithObjectOwnership",
        () -> {
          own(bucket, ObjectOwnership.BUCKET_OWNER_ENFORCED);
          return bucket;
        });

    owner.putBucketAcl(it -> it.bucket(bucket).acl(BucketCannedACL.PRIVATE));
    own(bucket, ObjectOwnership.BUCKET_OWNER_ENFORCED);
  }

  @Test
  void blockOfPublicAccess_isSetShownAndRemoved() {
    String bucket = frontends.bucket();
    refused(
        404,
        "NoSuchPublicAccessBlockConfiguration",
        () -> owner.getPublicAccessBlock(it -> it.bucket(bucket)));

    block(
        bucket,
        PublicAccessBlockConfiguration.builder().blockPublicAcls(true).restrictPublicBuckets(true));
    PublicAccessBlockConfiguration shown =
        elsewhere.getPublicAccessBlock(it -> it.bucket(bucket)).publicAccessBlockConfiguration();
    assertThat(shown)
        .isEqualTo(
            PublicAccessBlockConfiguration.builder()
                .blockPublicAcls(true)
                .ignorePublicAcls(false)
                .blockPublicPolicy(false)
                .restrictPublicBuckets(true)
                .build());

    owner.deletePublicAccessBlock(it -> it.bucket(bucket));
    refused(
        404,
        "NoSuchPublicAccessBlockConfiguration",
        () -> elsewhere.getPublicAccessBlock(it -> it.bucket(bucket)));
    owner.deletePublicAccessBlock(it -> it.bucket(bucket));
  }

  @Test
  void eachSwitch_doesWhatItsNameSays() {
    String bucket = frontends.bucket();
    S3Client anybody = frontends.anybody();
    own(bucket, ObjectOwnership.OBJECT_WRITER);
    owner.putObject(
        it -> it.bucket(bucket).key("page").acl(ObjectCannedACL.PUBLIC_READ),
        RequestBody.fromString("text"));
    anybody.headObject(it -> it.bucket(bucket).key("page"));

    block(bucket, PublicAccessBlockConfiguration.builder().blockPublicAcls(true));
    refused(
        403,
        "AccessDenied",
        () -> owner.putBucketAcl(it -> it.bucket(bucket).acl(BucketCannedACL.PUBLIC_READ)));
    refused(
        403,
        "AccessDenied",
        () ->
            owner.putObject(
                it -> it.bucket(bucket).key("other").acl(ObjectCannedACL.PUBLIC_READ),
                RequestBody.fromString("text")));
    anybody.getObjectAsBytes(it -> it.bucket(bucket).key("page"));

    block(bucket, PublicAccessBlockConfiguration.builder().ignorePublicAcls(true));
    refused(
        403, "AccessDenied", () -> anybody.getObjectAsBytes(it -> it.bucket(bucket).key("page")));

    String policy =
        """
        {"Version": "2012-10-17", "Statement": [{"Effect": "Allow", "Principal": "*",
          "Action": "s3:GetObject", "Resource": "arn:aws:s3:::%s/*"}]}
        """
            .formatted(bucket);
    block(bucket, PublicAccessBlockConfiguration.builder().blockPublicPolicy(true));
    refused(
        403, "AccessDenied", () -> owner.putBucketPolicy(it -> it.bucket(bucket).policy(policy)));

    block(bucket, PublicAccessBlockConfiguration.builder().restrictPublicBuckets(true));
    owner.putBucketPolicy(it -> it.bucket(bucket).policy(policy));
    refused(
        403, "AccessDenied", () -> anybody.getObjectAsBytes(it -> it.bucket(bucket).key("page")));
    elsewhere.getObjectAsBytes(it -> it.bucket(bucket).key("page"));

    block(bucket, PublicAccessBlockConfiguration.builder().blockPublicPolicy(true));
    refused(
        403, "AccessDenied", () -> owner.putBucketPolicy(it -> it.bucket(bucket).policy(policy)));
    owner.putBucketAccelerateConfiguration(
        it -> it.bucket(bucket).accelerateConfiguration(to -> to.status("Suspended")));

    owner.deletePublicAccessBlock(it -> it.bucket(bucket));
    assertThat(anybody.getObjectAsBytes(it -> it.bucket(bucket).key("page")).asUtf8String())
        .isEqualTo("text");
  }
}
