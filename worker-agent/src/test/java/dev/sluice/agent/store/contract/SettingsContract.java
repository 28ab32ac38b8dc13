package dev.sluice.agent.store.contract;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.agent.store.engine.bucket.BucketRecord;
import dev.sluice.agent.store.engine.bucket.BucketSettings;
import dev.sluice.agent.store.engine.bucket.PublicAccessBlock;
import dev.sluice.common.model.BucketName;
import dev.sluice.common.model.CorsRule;
import dev.sluice.common.model.ObjectOwnership;
import dev.sluice.common.model.Tag;
import dev.sluice.common.model.TagSet;
import dev.sluice.v1.FailureReason;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** Settings of buckets. */
abstract class SettingsContract extends StoreContract {
  private static final BucketName OTHER = new BucketName("bucket-two");
  private static final BucketSettings RED = EngineSettingsContract.tagged("team", "red");

  /** Those of a bucket that was just created. */
  private static final BucketSettings NEW =
      BucketSettings.NONE.withOwnership(ObjectOwnership.BUCKET_OWNER_ENFORCED);

  SettingsContract(Opener opener) {
    super(opener);
  }

  @Test
  void settings_areWhatTheyWereReplacedWith() {
    BucketRecord before = store.getBucket(ALICE, BUCKET);

    BucketRecord after = store.replaceSettings(ALICE, BUCKET, RED, before.generation());

    assertThat(after.settings()).isEqualTo(RED);
    assertThat(after.generation()).isGreaterThan(before.generation());
    assertThat(store.getBucket(BOB, BUCKET)).isEqualTo(after);
    assertThat(store.listBuckets(ALICE, "", "", 10).buckets())
        .extracting(named -> named.bucket().generation())
        .containsExactly(after.generation());
  }

  @Test
  void policy_isKeptAsItWasSent() {
    BucketSettings settings = BucketSettings.NONE.withPolicy(policy("\"*\""));

    assertThat(store.replaceSettings(ALICE, BUCKET, settings, generation()).settings())
        .isEqualTo(settings);
  }

  @Test
  void policyOfAnotherBucket_isInvalid() {
    BucketSettings settings =
        BucketSettings.NONE.withPolicy(policy("\"*\"").replace(BUCKET.value(), "other"));

    assertThat(
            failureOf(() -> store.replaceSettings(ALICE, BUCKET, settings, generation())).reason())
        .isEqualTo(FailureReason.POLICY_INVALID);
    assertThat(store.getBucket(ALICE, BUCKET).settings()).isEqualTo(NEW);
  }

  /** Asserts AWS's behaviour: AmazonS3/latest/userguide/access-control-block-public-access.html. */
  @Test
  void publicPolicy_isRefusedWhereItIsBlockedAndStaysWhereItWas() {
    PublicAccessBlock block = new PublicAccessBlock(false, false, true, false);
    BucketSettings blocked = BucketSettings.NONE.withPublicAccessBlock(block);
    BucketSettings open = blocked.withPolicy(policy("\"*\""));
    BucketSettings closed = blocked.withPolicy(policy("{\"AWS\":\"111122223333\"}"));

    assertThat(failureOf(() -> store.replaceSettings(ALICE, BUCKET, open, generation())).reason())
        .isEqualTo(FailureReason.ACCESS_DENIED);
    BucketRecord record = store.replaceSettings(ALICE, BUCKET, closed, generation());
    record =
        store.replaceSettings(ALICE, BUCKET, open.withPublicAccessBlock(null), record.generation());
    assertThat(store.replaceSettings(ALICE, BUCKET, open, record.generation()).settings())
        .isEqualTo(open);
  }

  private static String policy(String principal) {
    return """
    {"Statement":{"Effect":"Allow","Principal":%s,"Action":"s3:GetObject",
    "Resource":"arn:aws:s3:::%s/*"}}
    """
        .formatted(principal, BUCKET);
  }

  @Test
  void settingsOfAnotherGeneration_areAConflict() {
    BucketRecord first = store.replaceSettings(ALICE, BUCKET, RED, generation());

    assertThat(
            failureOf(
                    () ->
                        store.replaceSettings(
                            ALICE, BUCKET, BucketSettings.NONE, first.generation() - 1))
                .reason())
        .isEqualTo(FailureReason.CONDITIONAL_CONFLICT);
    assertThat(store.getBucket(ALICE, BUCKET)).isEqualTo(first);
  }

  @Test
  void mostAndLongestTags_areKeptInTheirOrder() {
    List<Tag> most =
        IntStream.rangeClosed(1, TagSet.MAX_OF_BUCKET)
            .mapToObj(
                i ->
                    new Tag(
                        "é".repeat(Tag.MAX_KEY - 3) + (200 - i), "\u6f22".repeat(Tag.MAX_VALUE)))
            .toList();
    BucketSettings settings = BucketSettings.NONE.withTags(new TagSet(most));

    store.replaceSettings(ALICE, BUCKET, settings, generation());

    assertThat(store.getBucket(ALICE, BUCKET).settings()).isEqualTo(settings);
  }

  @Test
  void corsRules_areKeptAsTheyWere() {
    CorsRule all =
        new CorsRule(
            "ü".repeat(CorsRule.MAX_ID),
            List.of("https://*.example.com", ""),
            CorsRule.METHODS,
            List.of("*", "X-Amz-*"),
            List.of("ETag"),
            0);
    CorsRule least =
        new CorsRule("", List.of("*"), List.of("GET", "GET"), List.of(), List.of(), null);
    List<CorsRule> most = new ArrayList<>(Collections.nCopies(CorsRule.MOST_RULES - 1, least));
    most.add(1, all);

    store.replaceSettings(ALICE, BUCKET, ruled(most), generation());

    assertThat(store.getBucket(ALICE, BUCKET).settings()).isEqualTo(ruled(most));
  }

  private static BucketSettings ruled(List<CorsRule> rules) {
    return new BucketSettings(TagSet.NONE, null, null, null, null, rules, null, null, null);
  }

  @Test
  void bucketFromOutside_hasSettingsAndStillNoOwner() {
    tested.makeBucketFromOutside(OTHER);
    BucketRecord before = store.getBucket(ALICE, OTHER);

    BucketRecord after = store.replaceSettings(ALICE, OTHER, RED, before.generation());

    assertThat(store.getBucket(ALICE, OTHER)).isEqualTo(after);
    assertThat(after.owner()).isNull();
    assertThat(after.created()).isEqualTo(before.created());
    assertThat(after.settings()).isEqualTo(RED);
  }

  @Test
  void settings_changeNoObject() {
    put("a/b", "text");

    store.replaceSettings(ALICE, BUCKET, RED, generation());

    assertThat(read("a/b")).isEqualTo("text".getBytes(java.nio.charset.StandardCharsets.UTF_8));
    assertThat(list("", "").objects()).hasSize(1);
  }

  @Test
  void settingsOfDeletedBucket_areGone() {
    store.replaceSettings(ALICE, BUCKET, RED, generation());
    store.deleteBucket(ALICE, BUCKET);

    assertThat(failureOf(() -> store.replaceSettings(ALICE, BUCKET, RED, 0)).reason())
        .isEqualTo(FailureReason.BUCKET_NOT_FOUND);
    store.createBucket(ALICE, BUCKET);
    assertThat(store.getBucket(ALICE, BUCKET).settings()).isEqualTo(NEW);
  }

  private long generation() {
    return store.getBucket(ALICE, BUCKET).generation();
  }
}
