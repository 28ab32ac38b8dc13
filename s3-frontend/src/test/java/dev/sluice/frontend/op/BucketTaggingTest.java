package dev.sluice.frontend.op;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.frontend.s3.S3ErrorCode;
import dev.sluice.frontend.s3.S3Exception;
import dev.sluice.frontend.s3.S3Response;
import dev.sluice.v1.BucketServiceGrpc;
import dev.sluice.v1.BucketSettings;
import dev.sluice.v1.Payer;
import dev.sluice.v1.Tag;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Asserts AWS's behaviour: "GetBucketTagging", AmazonS3/latest/API/API_GetBucketTagging.html, and
 * those of the two others.
 */
class BucketTaggingTest {
  private static final BucketSettings TAGGED =
      BucketSettings.newBuilder()
          .setPayer(Payer.REQUESTER)
          .addTags(tag("b", "1"))
          .addTags(tag("a", ""))
          .build();

  @AutoClose private final OperationsUnderTest s3 = new OperationsUnderTest();
  private final SettingsOfABucket settings = new SettingsOfABucket(s3.agent());

  @Test
  void tags_areShownInTheirOrder() throws Exception {
    settings.are(TAGGED);

    s3.assertDocument(
        s3.answer(Requests.getBucketTagging()), document(one("b", "1"), one("a", "")));
  }

  @Test
  void bucketWithoutTags_hasNoTagSet() {
    settings.are(BucketSettings.getDefaultInstance());

    S3Exception refusal = s3.refusal(Requests.getBucketTagging());

    assertThat(refusal.code()).isEqualTo(S3ErrorCode.NO_SUCH_TAG_SET);
    assertThat(refusal.elements()).containsEntry("BucketName", "bucket");
  }

  @Test
  void tagsThatArePut_replaceAllThatAreThere() throws Exception {
    settings.are(TAGGED);

    assertThat(
            s3.answer(
                Requests.putBucketTagging(),
                GivenBody.of(document(one("c", "x y"), one("B", "2")))))
        .isEqualTo(new S3Response.Empty(204, Map.of()));
    assertThat(settings.now())
        .isEqualTo(
            TAGGED.toBuilder().clearTags().addTags(tag("c", "x y")).addTags(tag("B", "2")).build());
  }

  @Test
  void noTags_arePutToRemoveThem() throws Exception {
    settings.are(TAGGED);

    var _ = s3.answer(Requests.putBucketTagging(), GivenBody.of(document()));

    assertThat(settings.now()).isEqualTo(TAGGED.toBuilder().clearTags().build());
  }

  @Test
  void tags_areRemovedWithoutAnythingElse() throws Exception {
    settings.are(TAGGED);

    assertThat(s3.answer(Requests.deleteBucketTagging()))
        .isEqualTo(new S3Response.Empty(204, Map.of()));
    assertThat(settings.now()).isEqualTo(TAGGED.toBuilder().clearTags().build());
    assertThat(s3.answer(Requests.deleteBucketTagging()))
        .isEqualTo(new S3Response.Empty(204, Map.of()));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "<Tag><Key>a</Key><Value>1</Value></Tag><Tag><Key>a</Key><Value>2</Value></Tag>",
        "<Tag><Key>aws:a</Key><Value>1</Value></Tag>",
        "<Tag><Key></Key><Value>1</Value></Tag>",
        "<Tag><Key>a</Key><Value>*</Value></Tag>"
      })
  void tagsThatNoBucketCanHave_areInvalid(String tags) {
    assertThat(s3.refusal(Requests.putBucketTagging(), GivenBody.of(document(tags))).code())
        .isEqualTo(S3ErrorCode.INVALID_TAG);
    assertThat(s3.agent().methods()).isEmpty();
  }

  @Test
  void number_hasALimit() throws Exception {
    settings.are(BucketSettings.getDefaultInstance());

    var _ = s3.answer(Requests.putBucketTagging(), GivenBody.of(document(numbered(50))));

    assertThat(settings.now().getTagsCount()).isEqualTo(50);
    S3Exception refusal =
        s3.refusal(Requests.putBucketTagging(), GivenBody.of(document(numbered(51))));
    assertThat(refusal.code()).isEqualTo(S3ErrorCode.INVALID_TAG);
    assertThat(refusal.message()).isEqualTo("tags: 51 (expected: at most 50)");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "<Tagging/>",
        "<Tagging><Tag><Key>a</Key><Value>1</Value></Tag></Tagging>",
        "<Tagging><TagSet><Tag><Key>a</Key></Tag></TagSet></Tagging>",
        "<Tagging><TagSet><Tag><Value>a</Value></Tag></TagSet></Tagging>",
        "<TagSet/>"
      })
  void documentOfAnotherShape_isMalformed(String document) {
    assertThat(s3.refusal(Requests.putBucketTagging(), GivenBody.of(document)).code())
        .isEqualTo(S3ErrorCode.MALFORMED_XML);
    assertThat(s3.agent().methods()).isEmpty();
  }

  @Test
  void bodyThatIsMissing_isSaidToBe() {
    assertThat(s3.refusal(Requests.putBucketTagging()).code())
        .isEqualTo(S3ErrorCode.MISSING_REQUEST_BODY);
    assertThat(s3.agent().allReceived(BucketServiceGrpc.getReplaceBucketSettingsMethod()))
        .isEmpty();
  }

  private static String document(String... tags) {
    return "<Tagging><TagSet>" + String.join("", tags) + "</TagSet></Tagging>";
  }

  private static String one(String key, String value) {
    return "<Tag><Key>" + key + "</Key><Value>" + value + "</Value></Tag>";
  }

  private static String numbered(int count) {
    return IntStream.range(0, count).mapToObj(i -> one("k" + i, "")).collect(Collectors.joining());
  }

  private static Tag tag(String key, String value) {
    return Tag.newBuilder().setKey(key).setValue(value).build();
  }
}
