package dev.sluice.integration;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Files;
import java.nio.file.Path;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import software.amazon.awssdk.awscore.exception.AwsServiceException;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.Payer;
import software.amazon.awssdk.services.s3.model.RequestCharged;
import software.amazon.awssdk.services.s3.model.RequestPayer;
import software.amazon.awssdk.services.s3.model.Tag;
import software.amazon.awssdk.services.s3.model.TaggingDirective;

/**
 * Policies that ask for tags, and buckets whose requesters pay, by the AWS SDK for Java. Asserts
 * AWS's behaviour: "Tagging and access control policies",
 * AmazonS3/latest/userguide/tagging-and-policies.html, and "Using Requester Pays general purpose
 * buckets for storage transfers and usage", AmazonS3/latest/userguide/RequesterPaysBuckets.html.
 */
@Timeout(120)
class TagPoliciesTest {
  private static final String SECRET = "a-secret-of-the-tests";
  private static final String CREDENTIALS =
      """
      identities:
        - access-key: owner
          secret-key: a-secret-of-the-tests
          account: "111111111111"
          grants:
            - actions: ["s3:*"]
              resources: ["*"]
        - access-key: guest
          secret-key: a-secret-of-the-tests
          account: "222222222222"
          grants:
            - actions: ["s3:*"]
              resources: ["*"]
        - access-key: tagger
          secret-key: a-secret-of-the-tests
          account: "111111111111"
          statements:
            - Effect: Allow
              Action: ["s3:PutObject", "s3:PutObjectTagging"]
              Resource: "arn:aws:s3:::tagged/*"
              Condition:
                StringEquals:
                  "s3:RequestObjectTag/team": red
                ForAllValues:StringEquals:
                  "s3:RequestObjectTagKeys": [team, note]
            - Effect: Allow
              Action: ["s3:GetObject", "s3:GetObjectTagging"]
              Resource: "arn:aws:s3:::tagged/*"
              Condition:
                StringEquals:
                  "s3:ExistingObjectTag/team": red
      """;

  @TempDir private static Path folder;

  private static SluiceProcess server;
  private static S3Client owner;
  private static S3Client guest;
  private static S3Client tagger;

  @BeforeAll
  static void start() throws Exception {
    Path credentials = Files.writeString(folder.resolve("credentials.yaml"), CREDENTIALS);
    server =
        SluiceProcess.standalone(folder.resolve("data")).with("--credentials", credentials).start();
    owner = client("owner");
    guest = client("guest");
    tagger = client("tagger");
    owner.createBucket(request -> request.bucket("tagged"));
    owner.createBucket(request -> request.bucket("paid"));
    owner.putBucketPolicy(
        request ->
            request
                .bucket("paid")
                .policy(
                    """
                    {"Version": "2012-10-17", "Statement": [{"Effect": "Allow", "Principal": "*",
                     "Action": "s3:*", "Resource": ["arn:aws:s3:::paid", "arn:aws:s3:::paid/*"]}]}
                    """));
  }

  private static S3Client client(String accessKey) {
    return S3Clients.builder(server.s3())
        .forcePathStyle(true)
        .credentialsProvider(S3Clients.credentials(accessKey, SECRET))
        .build();
  }

  @AfterAll
  static void stop() {
    for (S3Client client : new S3Client[] {owner, guest, tagger}) {
      if (client != null) {
        client.close();
      }
    }
    if (server != null) {
      server.close();
    }
  }

  @Test
  void tagsOfTheRequest_decide() {
    put("key", "team=red&note=x");
    assertDenied(() -> put("key", "team=blue"));
    assertDenied(() -> put("key", "team=red&more=1"));
    assertDenied(() -> put("key", ""));

    retag("key", "red");
    assertDenied(() -> retag("key", "blue"));
    assertThat(owner.getObjectTagging(it -> it.bucket("tagged").key("key")).tagSet())
        .containsExactly(Tag.builder().key("team").value("red").build());
    String upload =
        tagger
            .createMultipartUpload(it -> it.bucket("tagged").key("parts").tagging("team=red"))
            .uploadId();
    assertThat(upload).isNotEmpty();
    assertDenied(
        () ->
            tagger.createMultipartUpload(it -> it.bucket("tagged").key("p").tagging("team=green")));
    copy("team=red");
    assertDenied(() -> copy("team=blue"));
  }

  @Test
  void tagsOfTheObject_decide() {
    put("seen", "team=red");

    assertThat(read("seen")).isEqualTo("text");
    owner.putObjectTagging(
        it ->
            it.bucket("tagged")
                .key("seen")
                .tagging(set -> set.tagSet(Tag.builder().key("team").value("blue").build())));
    assertDenied(() -> read("seen"));
    assertDenied(() -> tagger.getObjectTagging(it -> it.bucket("tagged").key("seen")));
    assertDenied(() -> read("missing"));
  }

  @Test
  void requesterOfAnotherAccount_agreesToPay() {
    owner.putObject(it -> it.bucket("paid").key("key"), RequestBody.fromString("text"));
    assertThat(guest.getObjectAsBytes(it -> it.bucket("paid").key("key")).asUtf8String())
        .isEqualTo("text");
    owner.putBucketRequestPayment(
        it -> it.bucket("paid").requestPaymentConfiguration(set -> set.payer(Payer.REQUESTER)));

    assertDenied(() -> guest.getObjectAsBytes(it -> it.bucket("paid").key("key")));
    assertDenied(() -> guest.listObjectsV2(it -> it.bucket("paid")));
    assertThat(
            guest
                .getObjectAsBytes(
                    it -> it.bucket("paid").key("key").requestPayer(RequestPayer.REQUESTER))
                .response()
                .requestCharged())
        .isEqualTo(RequestCharged.REQUESTER);
    assertThat(
            guest
                .putObject(
                    it -> it.bucket("paid").key("new").requestPayer(RequestPayer.REQUESTER),
                    RequestBody.fromString("text"))
                .requestCharged())
        .isEqualTo(RequestCharged.REQUESTER);
    assertThat(
            owner
                .headObject(it -> it.bucket("paid").key("key").requestPayer(RequestPayer.REQUESTER))
                .requestCharged())
        .isNull();
    assertThat(CurlAnswer.of(server.s3() + "/paid/key").status()).isEqualTo(403);
    owner.putBucketRequestPayment(
        it -> it.bucket("paid").requestPaymentConfiguration(set -> set.payer(Payer.BUCKET_OWNER)));
    assertThat(CurlAnswer.of(server.s3() + "/paid/key").status()).isEqualTo(200);
  }

  private static void put(String key, String tags) {
    tagger.putObject(
        it -> it.bucket("tagged").key(key).tagging(tags), RequestBody.fromString("text"));
  }

  private static void retag(String key, String team) {
    tagger.putObjectTagging(
        it ->
            it.bucket("tagged")
                .key(key)
                .tagging(set -> set.tagSet(Tag.builder().key("team").value(team).build())));
  }

  private static void copy(String tags) {
    tagger.copyObject(
        it ->
            it.sourceBucket("tagged")
                .sourceKey("key")
                .destinationBucket("tagged")
                .destinationKey("copy")
                .taggingDirective(TaggingDirective.REPLACE)
                .tagging(tags));
  }

  private static String read(String key) {
    return tagger.getObjectAsBytes(it -> it.bucket("tagged").key(key)).asUtf8String();
  }

  private static void assertDenied(ThrowingCallable call) {
    assertThatThrownBy(call)
        .isInstanceOfSatisfying(
            AwsServiceException.class,
            refusal -> {
              assertThat(refusal.statusCode()).isEqualTo(403);
              assertThat(refusal.awsErrorDetails().errorCode()).isEqualTo("AccessDenied");
            });
  }
}
