package dev.sluice.integration;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import software.amazon.awssdk.awscore.exception.AwsServiceException;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.BucketAccelerateStatus;
import software.amazon.awssdk.services.s3.model.CompletedPart;
import software.amazon.awssdk.services.s3.model.HeadObjectResponse;
import software.amazon.awssdk.services.s3.model.NoSuchKeyException;
import software.amazon.awssdk.services.s3.model.Payer;
import software.amazon.awssdk.services.s3.model.Tag;
import software.amazon.awssdk.services.s3.model.Tagging;
import software.amazon.awssdk.services.s3.model.TaggingDirective;

/**
 * Tags, request payment and acceleration by the AWS SDK for Java. Asserts AWS's behaviour:
 * "Categorizing your objects using tags", AmazonS3/latest/userguide/object-tagging.html, and the
 * pages of the operations.
 */
@Timeout(120)
@ExtendWith(ClientServer.Extension.class)
class JavaTaggingTest {
  private static final String BUCKET = "java-tagging";
  private static final List<Tag> RED = List.of(tag("team", "red"), tag("a", "x y+z"));
  private static final List<Tag> BLUE = List.of(tag("team", "blue"));

  private final S3Client s3;

  JavaTaggingTest(ClientServer server) {
    s3 =
        S3Clients.builder(server.endpoint())
            .forcePathStyle(true)
            .credentialsProvider(ClientServer.CREDENTIALS)
            .build();
    s3.createBucket(request -> request.bucket(BUCKET));
  }

  @AfterEach
  void close() {
    s3.close();
  }

  @Test
  void tagsOfABucket_arePutShownAndDeleted() {
    s3.putBucketTagging(request -> request.bucket(BUCKET).tagging(set(RED)));
    assertThat(s3.getBucketTagging(request -> request.bucket(BUCKET)).tagSet()).isEqualTo(RED);

    s3.deleteBucketTagging(request -> request.bucket(BUCKET));
    assertRefused(
        () -> s3.getBucketTagging(request -> request.bucket(BUCKET)), 404, "NoSuchTagSet");
    assertRefused(
        () -> s3.putBucketTagging(request -> request.bucket(BUCKET).tagging(numbered(51))),
        400,
        "InvalidTag");
    s3.putBucketTagging(request -> request.bucket(BUCKET).tagging(numbered(50)));
    assertThat(s3.getBucketTagging(request -> request.bucket(BUCKET)).tagSet()).hasSize(50);
  }

  @Test
  void tagsOfAnObject_changeNothingElse() {
    s3.putObject(
        request -> request.bucket(BUCKET).key("key").tagging(set(RED)),
        RequestBody.fromString("text"));
    HeadObjectResponse before = head("key");
    assertThat(before.tagCount()).isEqualTo(2);
    assertThat(tags("key")).isEqualTo(RED);

    s3.putObjectTagging(request -> request.bucket(BUCKET).key("key").tagging(set(BLUE)));

    assertThat(tags("key")).isEqualTo(BLUE);
    assertThat(head("key").tagCount()).isEqualTo(1);
    assertThat(head("key").eTag()).isEqualTo(before.eTag());
    assertThat(head("key").lastModified()).isEqualTo(before.lastModified());
    s3.deleteObjectTagging(request -> request.bucket(BUCKET).key("key"));
    assertThat(tags("key")).isEmpty();
    assertThat(head("key").tagCount()).isNull();
  }

  @Test
  void copyAndCompletion_haveTheTagsTheyAreToHave() {
    s3.putObject(
        request -> request.bucket(BUCKET).key("from").tagging(set(RED)),
        RequestBody.fromString("text"));

    s3.copyObject(
        request ->
            request
                .sourceBucket(BUCKET)
                .sourceKey("from")
                .destinationBucket(BUCKET)
                .destinationKey("kept"));
    s3.copyObject(
        request ->
            request
                .sourceBucket(BUCKET)
                .sourceKey("from")
                .destinationBucket(BUCKET)
                .destinationKey("replaced")
                .taggingDirective(TaggingDirective.REPLACE)
                .tagging(set(BLUE)));
    String upload =
        s3.createMultipartUpload(
                request -> request.bucket(BUCKET).key("completed").tagging(set(BLUE)))
            .uploadId();
    String etag =
        s3.uploadPart(
                request -> request.bucket(BUCKET).key("completed").uploadId(upload).partNumber(1),
                RequestBody.fromString("text"))
            .eTag();
    s3.completeMultipartUpload(
        request ->
            request
                .bucket(BUCKET)
                .key("completed")
                .uploadId(upload)
                .multipartUpload(
                    parts ->
                        parts.parts(CompletedPart.builder().partNumber(1).eTag(etag).build())));

    assertThat(tags("kept")).isEqualTo(RED);
    assertThat(tags("replaced")).isEqualTo(BLUE);
    assertThat(tags("completed")).isEqualTo(BLUE);
  }

  @Test
  void tagsThatCannotBe_areRefused() {
    s3.putObject(request -> request.bucket(BUCKET).key("refused"), RequestBody.fromString("text"));
    for (Tagging wrong :
        List.of(
            numbered(11),
            set(List.of(tag("a", "1"), tag("a", "2"))),
            set(List.of(tag("aws:a", "1"))),
            set(List.of(tag("k".repeat(129), ""))),
            set(List.of(tag("k", "v".repeat(257)))))) {
      assertRefused(
          () ->
              s3.putObjectTagging(request -> request.bucket(BUCKET).key("refused").tagging(wrong)),
          400,
          "InvalidTag");
      assertRefused(
          () ->
              s3.putObject(
                  request -> request.bucket(BUCKET).key("refused").tagging(wrong),
                  RequestBody.fromString("other")),
          400,
          "InvalidTag");
    }
    assertThat(tags("refused")).isEmpty();
    assertThatThrownBy(() -> tags("missing")).isInstanceOf(NoSuchKeyException.class);
  }

  @Test
  void paymentAndAcceleration_areKept() {
    assertThat(s3.getBucketRequestPayment(request -> request.bucket(BUCKET)).payer())
        .isEqualTo(Payer.BUCKET_OWNER);
    s3.putBucketRequestPayment(
        request ->
            request.bucket(BUCKET).requestPaymentConfiguration(it -> it.payer(Payer.REQUESTER)));
    assertThat(s3.getBucketRequestPayment(request -> request.bucket(BUCKET)).payer())
        .isEqualTo(Payer.REQUESTER);
    s3.putBucketRequestPayment(
        request ->
            request.bucket(BUCKET).requestPaymentConfiguration(it -> it.payer(Payer.BUCKET_OWNER)));

    assertThat(s3.getBucketAccelerateConfiguration(request -> request.bucket(BUCKET)).status())
        .isNull();
    s3.putBucketAccelerateConfiguration(
        request ->
            request
                .bucket(BUCKET)
                .accelerateConfiguration(it -> it.status(BucketAccelerateStatus.SUSPENDED)));
    assertThat(s3.getBucketAccelerateConfiguration(request -> request.bucket(BUCKET)).status())
        .isEqualTo(BucketAccelerateStatus.SUSPENDED);
  }

  private HeadObjectResponse head(String key) {
    return s3.headObject(request -> request.bucket(BUCKET).key(key));
  }

  private List<Tag> tags(String key) {
    return s3.getObjectTagging(request -> request.bucket(BUCKET).key(key)).tagSet();
  }

  private static void assertRefused(
      org.assertj.core.api.ThrowableAssert.ThrowingCallable call, int status, String code) {
    assertThatThrownBy(call)
        .isInstanceOfSatisfying(
            AwsServiceException.class,
            refusal -> {
              assertThat(refusal.statusCode()).isEqualTo(status);
              assertThat(refusal.awsErrorDetails().errorCode()).isEqualTo(code);
            });
  }

  private static Tagging numbered(int count) {
    return set(IntStream.range(0, count).mapToObj(i -> tag("k" + i, "")).toList());
  }

  private static Tagging set(List<Tag> tags) {
    return Tagging.builder().tagSet(tags).build();
  }

  private static Tag tag(String key, String value) {
    return Tag.builder().key(key).value(value).build();
  }
}
