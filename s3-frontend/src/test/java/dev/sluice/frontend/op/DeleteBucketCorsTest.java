package dev.sluice.frontend.op;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.frontend.s3.S3Response;
import dev.sluice.v1.BucketServiceGrpc;
import dev.sluice.v1.BucketSettings;
import dev.sluice.v1.CorsRule;
import dev.sluice.v1.GetBucketSettingsResponse;
import dev.sluice.v1.ReplaceBucketSettingsResponse;
import dev.sluice.v1.Tag;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Asserts AWS's behaviour: "DeleteBucketCors", AmazonS3/latest/API/API_DeleteBucketCors.html. */
class DeleteBucketCorsTest {
  private static final BucketSettings TAGGED =
      BucketSettings.newBuilder().addTags(Tag.newBuilder().setKey("team")).build();

  private final OperationsUnderTest s3 = new OperationsUnderTest();

  @AfterEach
  void close() {
    s3.close();
  }

  private void has(BucketSettings settings) {
    s3.agent()
        .answers(
            BucketServiceGrpc.getGetBucketSettingsMethod(),
            GetBucketSettingsResponse.newBuilder().setSettings(settings).build());
    s3.agent()
        .answers(
            BucketServiceGrpc.getReplaceBucketSettingsMethod(),
            ReplaceBucketSettingsResponse.getDefaultInstance());
  }

  @Test
  void rules_goAndOtherSettingsStay() throws Exception {
    has(TAGGED.toBuilder().addCorsRules(CorsRule.newBuilder().setId("rule")).build());

    assertThat(s3.answer(Requests.deleteBucketCors()))
        .isEqualTo(new S3Response.Empty(204, Map.of()));
    assertThat(
            s3.agent().received(BucketServiceGrpc.getReplaceBucketSettingsMethod()).getSettings())
        .isEqualTo(TAGGED);
  }

  @Test
  void rulesThatAreNotThere_areGoneAlready() throws Exception {
    has(TAGGED);

    assertThat(s3.answer(Requests.deleteBucketCors()))
        .isEqualTo(new S3Response.Empty(204, Map.of()));
    assertThat(s3.agent().allReceived(BucketServiceGrpc.getReplaceBucketSettingsMethod()))
        .isEmpty();
  }
}
