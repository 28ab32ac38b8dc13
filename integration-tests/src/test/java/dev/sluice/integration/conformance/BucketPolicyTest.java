package dev.sluice.integration.conformance;

import static dev.sluice.integration.conformance.Frontends.refused;
import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.services.s3.S3Client;

/**
 * PutBucketPolicy, GetBucketPolicy, DeleteBucketPolicy and GetBucketPolicyStatus as AWS documents
 * them (docs.aws.amazon.com/AmazonS3/latest/API, pages of these names).
 */
@Timeout(300)
@ExtendWith(Frontends.Shared.class)
class BucketPolicyTest {
  private final Frontends frontends;
  private final S3Client owner;
  private final S3Client elsewhere;

  BucketPolicyTest(Frontends frontends) {
    this.frontends = frontends;
    owner = frontends.owner();
    elsewhere = frontends.ownerElsewhere();
  }

  private static String publicPolicy(String bucket) {
    return """
    { "Version" : "2012-10-17",
      "Statement": [{"Sid": "Lesen für alle", "Effect": "Allow", "Principal": "*",
        "Action": "s3:GetObject", "Resource": "arn:aws:s3:::%s/*"}] }
    """
        .formatted(bucket);
  }

  @Test
  void policy_comesBackAsItWasSentAndDecidesTheNextRequest() {
    String bucket = frontends.bucket();
    owner.putObject(it -> it.bucket(bucket).key("page"), RequestBody.fromString("text"));
    S3Client anybody = frontends.anybody();
    refused(
        403, "AccessDenied", () -> anybody.getObjectAsBytes(it -> it.bucket(bucket).key("page")));

    owner.putBucketPolicy(it -> it.bucket(bucket).policy(publicPolicy(bucket)));

    assertThat(elsewhere.getBucketPolicy(it -> it.bucket(bucket)).policy())
        .isEqualTo(publicPolicy(bucket));
    assertThat(anybody.getObjectAsBytes(it -> it.bucket(bucket).key("page")).asUtf8String())
        .isEqualTo("text");
    assertThat(status(bucket)).isTrue();
    refused(403, "AccessDenied", () -> anybody.listObjectsV2(it -> it.bucket(bucket)));

    owner.deleteBucketPolicy(it -> it.bucket(bucket));
    refused(404, "NoSuchBucketPolicy", () -> elsewhere.getBucketPolicy(it -> it.bucket(bucket)));
    refused(
        404, "NoSuchBucketPolicy", () -> elsewhere.getBucketPolicyStatus(it -> it.bucket(bucket)));
    refused(
        403, "AccessDenied", () -> anybody.getObjectAsBytes(it -> it.bucket(bucket).key("page")));
    owner.deleteBucketPolicy(it -> it.bucket(bucket));
  }

  @Test
  void policyOfAnotherAccount_isNotPublicAndLetsThatAccountIn() {
    String bucket = frontends.bucket();
    owner.putObject(it -> it.bucket(bucket).key("page"), RequestBody.fromString("text"));
    S3Client stranger = frontends.stranger();
    refused(
        403, "AccessDenied", () -> stranger.getObjectAsBytes(it -> it.bucket(bucket).key("page")));

    owner.putBucketPolicy(
        it ->
            it.bucket(bucket)
                .policy(
                    publicPolicy(bucket)
                        .replace(
                            "\"Principal\": \"*\"",
                            "\"Principal\": {\"AWS\": \"arn:aws:iam::%s:root\"}"
                                .formatted(Frontends.OTHER_ACCOUNT))));

    assertThat(status(bucket)).isFalse();
    assertThat(stranger.getObjectAsBytes(it -> it.bucket(bucket).key("page")).asUtf8String())
        .isEqualTo("text");
    refused(
        403,
        "AccessDenied",
        () -> frontends.anybody().getObjectAsBytes(it -> it.bucket(bucket).key("page")));
  }

  @Test
  void explicitDeny_bindsTheOwnerToo() {
    String bucket = frontends.bucket();
    owner.putObject(it -> it.bucket(bucket).key("page"), RequestBody.fromString("text"));

    owner.putBucketPolicy(
        it ->
            it.bucket(bucket)
                .policy(
                    publicPolicy(bucket).replace("Allow", "Deny").replace("GetObject", "Del*")));

    refused(403, "AccessDenied", () -> elsewhere.deleteObject(it -> it.bucket(bucket).key("page")));
    assertThat(elsewhere.headObject(it -> it.bucket(bucket).key("page")).contentLength())
        .isEqualTo(4);
  }

  @Test
  void policyThatIsNone_isMalformed() {
    String bucket = frontends.bucket();

    for (String policy :
        new String[] {
          "no JSON",
          "{}",
          publicPolicy("another-bucket"),
          publicPolicy(bucket).replace("s3:GetObject", "s3:NoSuchAction"),
          publicPolicy(bucket).replace("\"Effect\"", "\"Affect\""),
          publicPolicy(bucket).replace("2012-10-17", "2012-10-18"),
          publicPolicy(bucket)
              .replace(
                  "\"Effect\"",
                  "\"Condition\": {\"StringEquals\": {\"s3:no-key\": \"a\"}}, \"Effect\"")
        }) {
      refused(
          400,
          "MalformedPolicy",
          () -> owner.putBucketPolicy(it -> it.bucket(bucket).policy(policy)));
    }
    refused(404, "NoSuchBucketPolicy", () -> owner.getBucketPolicy(it -> it.bucket(bucket)));
  }

  @Test
  void bucketThatIsNotThere_hasNoPolicy() {
    refused(
        404, "NoSuchBucket", () -> owner.getBucketPolicy(it -> it.bucket("no-such-bucket-here")));
    refused(
        404,
        "NoSuchBucket",
        () ->
            owner.putBucketPolicy(
                it ->
                    it.bucket("no-such-bucket-here").policy(publicPolicy("no-such-bucket-here"))));
  }

  private boolean status(String bucket) {
    return elsewhere.getBucketPolicyStatus(it -> it.bucket(bucket)).policyStatus().isPublic();
  }
}
