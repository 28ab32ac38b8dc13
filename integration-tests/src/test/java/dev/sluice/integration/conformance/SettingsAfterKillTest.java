package dev.sluice.integration.conformance;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.BucketAccelerateStatus;
import software.amazon.awssdk.services.s3.model.BucketCannedACL;
import software.amazon.awssdk.services.s3.model.CORSRule;
import software.amazon.awssdk.services.s3.model.ObjectCannedACL;
import software.amazon.awssdk.services.s3.model.ObjectOwnership;
import software.amazon.awssdk.services.s3.model.OwnershipControlsRule;
import software.amazon.awssdk.services.s3.model.Payer;
import software.amazon.awssdk.services.s3.model.Tag;

/** Every setting is what it was when the agent was killed, and decides the first request again. */
@Timeout(300)
class SettingsAfterKillTest {
  private static final String BUCKET = "settings";

  @TempDir private Path folder;

  @Test
  void everySetting_survivesTheKillOfTheAgent() {
    try (Frontends frontends = new Frontends(folder)) {
      S3Client owner = frontends.owner();
      set(owner);
      List<Object> before = shown(owner);

      frontends.killAgent();

      assertThat(shown(frontends.ownerElsewhere())).isEqualTo(before);
      S3Client anybody = frontends.anybody();
      assertThat(anybody.getObjectAsBytes(it -> it.bucket(BUCKET).key("page")).asUtf8String())
          .isEqualTo("text");
      Frontends.refused(
          403,
          "AccessDenied",
          () -> anybody.getObjectAsBytes(it -> it.bucket(BUCKET).key("secret")));
    }
  }

  private static void set(S3Client owner) {
    owner.createBucket(it -> it.bucket(BUCKET));
    owner.putBucketOwnershipControls(
        it ->
            it.bucket(BUCKET)
                .ownershipControls(
                    controls ->
                        controls.rules(
                            OwnershipControlsRule.builder()
                                .objectOwnership(ObjectOwnership.OBJECT_WRITER)
                                .build())));
    owner.putBucketAcl(it -> it.bucket(BUCKET).acl(BucketCannedACL.AUTHENTICATED_READ));
    owner.putBucketPolicy(
        it ->
            it.bucket(BUCKET)
                .policy(
                    """
                    {"Version": "2012-10-17", "Statement": [{"Effect": "Deny", "Principal": "*",
                      "Action": "s3:GetObject", "Resource": "arn:aws:s3:::settings/secret"}]}
                    """));
    owner.putPublicAccessBlock(
        it -> it.bucket(BUCKET).publicAccessBlockConfiguration(on -> on.blockPublicPolicy(true)));
    owner.putBucketCors(
        it ->
            it.bucket(BUCKET)
                .corsConfiguration(
                    cors ->
                        cors.corsRules(
                            CORSRule.builder().allowedOrigins("*").allowedMethods("GET").build())));
    owner.putBucketTagging(
        it ->
            it.bucket(BUCKET)
                .tagging(set -> set.tagSet(Tag.builder().key("team").value("red").build())));
    owner.putBucketRequestPayment(
        it -> it.bucket(BUCKET).requestPaymentConfiguration(to -> to.payer(Payer.BUCKET_OWNER)));
    owner.putBucketAccelerateConfiguration(
        it ->
            it.bucket(BUCKET)
                .accelerateConfiguration(to -> to.status(BucketAccelerateStatus.SUSPENDED)));
    for (String key : List.of("page", "secret")) {
      owner.putObject(
          it -> it.bucket(BUCKET).key(key).acl(ObjectCannedACL.PUBLIC_READ).tagging("a=1"),
          RequestBody.fromString("text"));
    }
    owner.putObjectTagging(
        it ->
            it.bucket(BUCKET)
                .key("page")
                .tagging(set -> set.tagSet(Tag.builder().key("b").value("2").build())));
  }

  private static List<Object> shown(S3Client owner) {
    List<Object> shown = new ArrayList<>();
    shown.add(owner.getBucketOwnershipControls(it -> it.bucket(BUCKET)).ownershipControls());
    shown.add(owner.getBucketAcl(it -> it.bucket(BUCKET)).grants());
    shown.add(owner.getBucketPolicy(it -> it.bucket(BUCKET)).policy());
    shown.add(owner.getPublicAccessBlock(it -> it.bucket(BUCKET)).publicAccessBlockConfiguration());
    shown.add(owner.getBucketCors(it -> it.bucket(BUCKET)).corsRules());
    shown.add(owner.getBucketTagging(it -> it.bucket(BUCKET)).tagSet());
    shown.add(owner.getBucketRequestPayment(it -> it.bucket(BUCKET)).payer());
    shown.add(owner.getBucketAccelerateConfiguration(it -> it.bucket(BUCKET)).status());
    for (String key : List.of("page", "secret")) {
      shown.add(owner.getObjectAcl(it -> it.bucket(BUCKET).key(key)).grants());
      shown.add(owner.getObjectTagging(it -> it.bucket(BUCKET).key(key)).tagSet());
    }
    shown.add(owner.listObjectsV2(it -> it.bucket(BUCKET)).contents());
    return shown;
  }
}
