package dev.sluice.frontend.op;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.common.model.StorageException;
import dev.sluice.frontend.s3.S3ErrorCode;
import dev.sluice.frontend.s3.S3Response;
import dev.sluice.v1.FailureReason;
import dev.sluice.v1.HeadObjectResponse;
import dev.sluice.v1.ObjectMetadata;
import dev.sluice.v1.ObjectServiceGrpc;
import dev.sluice.v1.ReplaceObjectTagsRequest;
import dev.sluice.v1.ReplaceObjectTagsResponse;
import dev.sluice.v1.Tag;
import dev.sluice.v1.TagSet;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;

/**
 * Asserts AWS's behaviour: "PutObjectTagging", AmazonS3/latest/API/API_PutObjectTagging.html, and
 * those of the two others.
 */
class ObjectTaggingTest {
  @AutoClose private final OperationsUnderTest s3 = new OperationsUnderTest();

  @Test
  void tags_areShownInTheirOrder() throws Exception {
    has(tag("b", "1"), tag("a", ""));

    s3.assertDocument(
        s3.answer(Requests.getObjectTagging()), "<Tagging>" + set(one("b", "1"), one("a", "")));
  }

  /** Unlike a bucket's. */
  @Test
  void objectWithoutTags_hasAnEmptySet() throws Exception {
    has();

    assertThat(s3.text(s3.answer(Requests.getObjectTagging()))).endsWith("><TagSet/></Tagging>");
  }

  @Test
  void tagsThatArePut_areTheAgents() throws Exception {
    replaces();

    assertThat(
            s3.answer(
                Requests.putObjectTagging(),
                GivenBody.of("<Tagging>" + set(one("b", "x y"), one("a", "")))))
        .isEqualTo(new S3Response.Empty(200, Map.of()));
    assertThat(s3.agent().received(ObjectServiceGrpc.getReplaceObjectTagsMethod()))
        .isEqualTo(replacement(tag("b", "x y"), tag("a", "")));
  }

  @Test
  void tagsThatAreDeleted_areReplacedByNone() throws Exception {
    replaces();

    assertThat(s3.answer(Requests.deleteObjectTagging()))
        .isEqualTo(new S3Response.Empty(204, Map.of()));
    assertThat(s3.agent().received(ObjectServiceGrpc.getReplaceObjectTagsMethod()))
        .isEqualTo(replacement());
  }

  @Test
  void tagsThatNoObjectCanHave_areInvalid() {
    String eleven =
        IntStream.range(0, 11).mapToObj(i -> one("k" + i, "")).collect(Collectors.joining());
    for (String tags :
        new String[] {one("a", "1") + one("a", "2"), one("aws:a", ""), one("a", "*"), eleven}) {
      assertThat(
              s3.refusal(Requests.putObjectTagging(), GivenBody.of("<Tagging>" + set(tags))).code())
          .as(tags)
          .isEqualTo(S3ErrorCode.INVALID_TAG);
    }
    assertThat(s3.agent().methods()).isEmpty();
  }

  @Test
  void objectThatIsNotThere_isNotFound() {
    StorageException missing = new StorageException(FailureReason.OBJECT_NOT_FOUND, "key");
    s3.agent().fails(ObjectServiceGrpc.getHeadObjectMethod(), missing);
    s3.agent().fails(ObjectServiceGrpc.getReplaceObjectTagsMethod(), missing);

    assertThat(s3.failure(Requests.getObjectTagging()).reason())
        .isEqualTo(FailureReason.OBJECT_NOT_FOUND);
    assertThat(s3.failure(Requests.deleteObjectTagging()).reason())
        .isEqualTo(FailureReason.OBJECT_NOT_FOUND);
    assertThat(s3.failure(Requests.putObjectTagging(), GivenBody.of("<Tagging>" + set())).reason())
        .isEqualTo(FailureReason.OBJECT_NOT_FOUND);
  }

  private void has(Tag... tags) {
    ObjectMetadata.Builder metadata = ObjectMetadata.newBuilder();
    for (Tag tag : tags) {
      metadata.addTags(tag);
    }
    s3.agent()
        .answers(
            ObjectServiceGrpc.getHeadObjectMethod(),
            HeadObjectResponse.newBuilder().setInfo(Stored.object().setMetadata(metadata)).build());
  }

  private void replaces() {
    s3.agent()
        .answers(
            ObjectServiceGrpc.getReplaceObjectTagsMethod(),
            ReplaceObjectTagsResponse.getDefaultInstance());
  }

  private static ReplaceObjectTagsRequest replacement(Tag... tags) {
    TagSet.Builder set = TagSet.newBuilder();
    for (Tag tag : tags) {
      set.addTags(tag);
    }
    return ReplaceObjectTagsRequest.newBuilder()
        .setBucket("bucket")
        .setKey(Requests.KEY.value())
        .setTags(set)
        .build();
  }

  private static String set(String... tags) {
    return "<TagSet>" + String.join("", tags) + "</TagSet></Tagging>";
  }

  private static String one(String key, String value) {
    return "<Tag><Key>" + key + "</Key><Value>" + value + "</Value></Tag>";
  }

  private static Tag tag(String key, String value) {
    return Tag.newBuilder().setKey(key).setValue(value).build();
  }
}
