package dev.sluice.integration.conformance;

import static dev.sluice.integration.conformance.Frontends.refused;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.BucketAccelerateStatus;
import software.amazon.awssdk.services.s3.model.CORSRule;
import software.amazon.awssdk.services.s3.model.Payer;
import software.amazon.awssdk.services.s3.model.Tag;
import software.amazon.awssdk.services.s3.model.TaggingDirective;

/**
 * The operations of CORS, Tagging, RequestPayment and Accelerate as AWS documents them
 * (docs.aws.amazon.com/AmazonS3/latest/API, pages of their names).
 */
@Timeout(300)
@ExtendWith(Frontends.Shared.class)
class OtherSettingsTest {
  private final Frontends frontends;
  private final S3Client owner;
  private final S3Client elsewhere;

  OtherSettingsTest(Frontends frontends) {
    this.frontends = frontends;
    owner = frontends.owner();
    elsewhere = frontends.ownerElsewhere();
  }

  private static Tag tag(String key, String value) {
    return Tag.builder().key(key).value(value).build();
  }

  private static List<Tag> tags(int count) {
    return IntStream.range(0, count).mapToObj(i -> tag("key-" + i, "value")).toList();
  }

  @Test
  void corsRules_areSetShownReplacedAndRemoved() {
    String bucket = frontends.bucket();
    refused(404, "NoSuchCORSConfiguration", () -> owner.getBucketCors(it -> it.bucket(bucket)));
    CORSRule full =
        CORSRule.builder()
            .id("one")
            .allowedOrigins("https://*.example.org", "https://example.com")
            .allowedMethods("GET", "PUT")
            .allowedHeaders("x-amz-*")
            .exposeHeaders("ETag")
            .maxAgeSeconds(3000)
            .build();
    CORSRule least = CORSRule.builder().allowedOrigins("*").allowedMethods("HEAD").build();

    owner.putBucketCors(
        it -> it.bucket(bucket).corsConfiguration(cors -> cors.corsRules(full, least)));
    assertThat(elsewhere.getBucketCors(it -> it.bucket(bucket)).corsRules())
        .usingRecursiveFieldByFieldElementComparatorOnFields(
            "id", "allowedOrigins", "allowedMethods", "maxAgeSeconds")
        .containsExactly(full, least);

    owner.putBucketCors(it -> it.bucket(bucket).corsConfiguration(cors -> cors.corsRules(least)));
    assertThat(elsewhere.getBucketCors(it -> it.bucket(bucket)).corsRules()).hasSize(1);
    owner.deleteBucketCors(it -> it.bucket(bucket));
    refused(404, "NoSuchCORSConfiguration", () -> elsewhere.getBucketCors(it -> it.bucket(bucket)));
    owner.deleteBucketCors(it -> it.bucket(bucket));
  }

  @Test
  void corsRuleThatIsNone_isRefused() {
    String bucket = frontends.bucket();

    refused(
        400,
        "InvalidRequest",
        () ->
            owner.putBucketCors(
                it ->
                    it.bucket(bucket)
                        .corsConfiguration(
                            cors ->
                                cors.corsRules(
                                    CORSRule.builder()
                                        .allowedOrigins("*")
                                        .allowedMethods("PATCH")
                                        .build()))));
    refused(
        400,
        "InvalidRequest",
        () ->
            owner.putBucketCors(
                it ->
                    it.bucket(bucket)
                        .corsConfiguration(
                            cors ->
                                cors.corsRules(
                                    CORSRule.builder()
                                        .allowedOrigins("http://*.a.*")
                                        .allowedMethods("GET")
                                        .build()))));
  }

  @Test
  void bucketTags_areSetShownReplacedAndRemoved() {
    String bucket = frontends.bucket();
    refused(404, "NoSuchTagSet", () -> owner.getBucketTagging(it -> it.bucket(bucket)));

    owner.putBucketTagging(
        it -> it.bucket(bucket).tagging(set -> set.tagSet(tag("b", "2"), tag("a", ""))));
    assertThat(elsewhere.getBucketTagging(it -> it.bucket(bucket)).tagSet())
        .containsExactly(tag("b", "2"), tag("a", ""));
    owner.putBucketTagging(it -> it.bucket(bucket).tagging(set -> set.tagSet(tags(50))));
    assertThat(elsewhere.getBucketTagging(it -> it.bucket(bucket)).tagSet()).hasSize(50);
    owner.deleteBucketTagging(it -> it.bucket(bucket));
    refused(404, "NoSuchTagSet", () -> elsewhere.getBucketTagging(it -> it.bucket(bucket)));
    owner.deleteBucketTagging(it -> it.bucket(bucket));
  }

  @Test
  void objectTags_areSetAtThePutAndLater() {
    String bucket = frontends.bucket();
    owner.putObject(
        it -> it.bucket(bucket).key("tagged").tagging("a=1&b=two+words%2B"),
        RequestBody.fromString("text"));
    assertThat(elsewhere.getObjectTagging(it -> it.bucket(bucket).key("tagged")).tagSet())
        .containsExactly(tag("a", "1"), tag("b", "two words+"));
    assertThat(
            elsewhere.getObjectAsBytes(it -> it.bucket(bucket).key("tagged")).response().tagCount())
        .isEqualTo(2);

    owner.copyObject(
        it ->
            it.sourceBucket(bucket)
                .sourceKey("tagged")
                .destinationBucket(bucket)
                .destinationKey("copy"));
    owner.copyObject(
        it ->
            it.sourceBucket(bucket)
                .sourceKey("tagged")
                .destinationBucket(bucket)
                .destinationKey("other")
                .taggingDirective(TaggingDirective.REPLACE)
                .tagging("c=3"));
    owner.putObjectTagging(
        it -> it.bucket(bucket).key("tagged").tagging(set -> set.tagSet(tag("d", "4"))));
    assertThat(elsewhere.getObjectTagging(it -> it.bucket(bucket).key("copy")).tagSet()).hasSize(2);
    assertThat(elsewhere.getObjectTagging(it -> it.bucket(bucket).key("other")).tagSet())
        .containsExactly(tag("c", "3"));
    assertThat(elsewhere.getObjectTagging(it -> it.bucket(bucket).key("tagged")).tagSet())
        .containsExactly(tag("d", "4"));

    owner.deleteObjectTagging(it -> it.bucket(bucket).key("tagged"));
    assertThat(elsewhere.getObjectTagging(it -> it.bucket(bucket).key("tagged")).tagSet())
        .isEmpty();
    refused(404, "NoSuchKey", () -> owner.getObjectTagging(it -> it.bucket(bucket).key("nothing")));
  }

  /** The limits of AmazonS3/latest/userguide/object-tagging.html. */
  @Test
  void tagsThatCannotBe_areRefused() {
    String bucket = frontends.bucket();
    owner.putObject(it -> it.bucket(bucket).key("tagged"), RequestBody.fromString("text"));

    for (List<Tag> wrong :
        List.of(
            List.of(tag("a".repeat(129), "")),
            List.of(tag("a", "b".repeat(257))),
            List.of(tag("aws:a", "b")),
            List.of(tag("a", "b&c")),
            List.of(tag("a", "1"), tag("a", "2")),
            tags(51))) {
      refused(
          400,
          "InvalidTag",
          () ->
              owner.putObjectTagging(
                  it -> it.bucket(bucket).key("tagged").tagging(set -> set.tagSet(wrong))));
      refused(
          400,
          "InvalidTag",
          () -> owner.putBucketTagging(it -> it.bucket(bucket).tagging(set -> set.tagSet(wrong))));
    }
    refused(
        400,
        "InvalidTag",
        () ->
            owner.putObjectTagging(
                it -> it.bucket(bucket).key("tagged").tagging(set -> set.tagSet(tags(11)))));
  }

  @Test
  void payer_isTheOwnerUntilItIsSet() {
    String bucket = frontends.bucket();
    assertThat(owner.getBucketRequestPayment(it -> it.bucket(bucket)).payer())
        .isEqualTo(Payer.BUCKET_OWNER);

    for (Payer payer : List.of(Payer.REQUESTER, Payer.BUCKET_OWNER)) {
      owner.putBucketRequestPayment(
          it -> it.bucket(bucket).requestPaymentConfiguration(to -> to.payer(payer)));
      assertThat(elsewhere.getBucketRequestPayment(it -> it.bucket(bucket)).payer())
          .isEqualTo(payer);
    }
    refused(
        400,
        "MalformedXML",
        () ->
            owner.putBucketRequestPayment(
                it -> it.bucket(bucket).requestPaymentConfiguration(to -> to.payer("Nobody"))));
  }

  @Test
  void acceleration_isUnsetUntilItIsSet() {
    String bucket = frontends.bucket();
    assertThat(owner.getBucketAccelerateConfiguration(it -> it.bucket(bucket)).status()).isNull();

    for (BucketAccelerateStatus status :
        List.of(BucketAccelerateStatus.ENABLED, BucketAccelerateStatus.SUSPENDED)) {
      owner.putBucketAccelerateConfiguration(
          it -> it.bucket(bucket).accelerateConfiguration(to -> to.status(status)));
      assertThat(elsewhere.getBucketAccelerateConfiguration(it -> it.bucket(bucket)).status())
          .isEqualTo(status);
    }
    refused(
        400,
        "MalformedXML",
        () ->
            owner.putBucketAccelerateConfiguration(
                it -> it.bucket(bucket).accelerateConfiguration(to -> to.status("On"))));
  }
}
