package dev.sluice.agent.store.access;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.agent.store.engine.bucket.BucketRecord;
import dev.sluice.agent.store.engine.bucket.BucketSettings;
import dev.sluice.agent.store.engine.bucket.Payer;
import dev.sluice.agent.store.memory.MemoryEngine;
import dev.sluice.agent.store.request.AccessRequest;
import dev.sluice.common.model.AccountId;
import dev.sluice.common.model.BucketName;
import dev.sluice.common.model.CallContext;
import dev.sluice.common.model.Caller;
import dev.sluice.common.model.Evaluation;
import dev.sluice.common.model.ObjectKey;
import dev.sluice.common.model.ObjectOwnership;
import dev.sluice.common.model.Principal;
import dev.sluice.common.model.Region;
import dev.sluice.common.model.StorageException;
import dev.sluice.v1.FailureReason;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * Buckets whose requesters pay. Asserts AWS's behaviour: "Using Requester Pays general purpose
 * buckets for storage transfers and usage", AmazonS3/latest/userguide/RequesterPaysBuckets.html.
 */
class RequestPaymentTest {
  private static final BucketName BUCKET = new BucketName("bucket");
  private static final BucketName FREE = new BucketName("free");
  private static final ObjectKey KEY = new ObjectKey("key");
  private static final AccountId OWN = new AccountId("111111111111");
  private static final AccountId OTHER = new AccountId("222222222222");
  private static final String PUBLIC =
      """
      {"Version": "2012-10-17", "Statement": [{"Effect": "Allow", "Principal": "*",
       "Action": "s3:*", "Resource": ["arn:aws:s3:::bucket", "arn:aws:s3:::bucket/*"]}]}
      """;

  private final MemoryEngine engine = new MemoryEngine(InstantSource.system());
  private final AccessControl control =
      new AccessControl(engine, InstantSource.system(), ObjectOwnership.BUCKET_OWNER_ENFORCED);

  RequestPaymentTest() {
    BucketSettings settings = BucketSettings.NONE.withPolicy(PUBLIC);
    engine.createBucket(BUCKET, record(paidBy(settings, Payer.REQUESTER)));
    engine.createBucket(FREE, record(paidBy(BucketSettings.NONE, Payer.BUCKET_OWNER)));
  }

  @AfterEach
  void close() {
    engine.close();
  }

  private static BucketRecord record(BucketSettings settings) {
    Principal owner = new Principal("owner", "Owner", OWN);
    return new BucketRecord(Instant.EPOCH, owner, Region.US_EAST_1).withSettings(settings);
  }

  private static BucketSettings paidBy(BucketSettings settings, Payer payer) {
    return new BucketSettings(
        settings.tags(), settings.policy(), null, null, null, List.of(), payer, null, null);
  }

  private static CallContext call(
      Caller.Kind kind, AccountId account, String action, @Nullable String payer) {
    Caller caller =
        new Caller(
            kind,
            new Principal("caller", "Caller", account),
            "caller",
            "",
            false,
            payer == null ? Map.of() : Map.of("s3:x-amz-request-payer", List.of(payer)),
            List.of(new Evaluation(action, Evaluation.Resource.TARGET, Evaluation.Verdict.ALLOW)),
            List.of());
    return new CallContext(caller, "request", null);
  }

  private boolean allows(CallContext call, BucketName bucket, @Nullable ObjectKey key) {
    try {
      control.decide(call, asked(bucket, key));
      return true;
    } catch (StorageException e) {
      assertThat(e.reason()).isEqualTo(FailureReason.ACCESS_DENIED);
      return false;
    }
  }

  private static AccessRequest asked(BucketName bucket, @Nullable ObjectKey key) {
    return new AccessRequest(new AccessRequest.Place(bucket, key), null);
  }

  @ParameterizedTest
  @CsvSource({
    "s3:GetObject",
    "s3:PutObject",
    "s3:DeleteObject",
    "s3:GetObjectTagging",
    "s3:AbortMultipartUpload"
  })
  void otherAccount_hasToAgreeToPay(String action) {
    assertThat(allows(call(Caller.Kind.IDENTITY, OTHER, action, "requester"), BUCKET, KEY))
        .isTrue();
    for (Caller.Kind kind : List.of(Caller.Kind.IDENTITY, Caller.Kind.ACCOUNT_ROOT)) {
      assertThat(allows(call(kind, OTHER, action, null), BUCKET, KEY)).isFalse();
      assertThat(allows(call(kind, OTHER, action, "owner"), BUCKET, KEY)).isFalse();
    }
  }

  @Test
  void listing_isPaidForAndSettingsAreNot() {
    assertThat(allows(call(Caller.Kind.IDENTITY, OTHER, "s3:ListBucket", null), BUCKET, null))
        .isFalse();
    assertThat(
            allows(call(Caller.Kind.IDENTITY, OTHER, "s3:ListBucket", "requester"), BUCKET, null))
        .isTrue();
    assertThat(allows(call(Caller.Kind.IDENTITY, OTHER, "s3:GetBucketTagging", null), BUCKET, null))
        .isTrue();
  }

  /** Of tags alone one cannot say who pays for their removal. */
  @Test
  void removalOfTags_isNotPaidFor() {
    assertThat(
            allows(call(Caller.Kind.IDENTITY, OTHER, "s3:DeleteObjectTagging", null), BUCKET, KEY))
        .isTrue();
  }

  @Test
  void anonymousRequests_areRefused() {
    assertThat(allows(call(Caller.Kind.ANONYMOUS, OTHER, "s3:GetObject", null), BUCKET, KEY))
        .isFalse();
    assertThat(allows(call(Caller.Kind.ANONYMOUS, OTHER, "s3:GetObject", "requester"), BUCKET, KEY))
        .isFalse();
  }

  @Test
  void ownersAccount_paysAnyway() {
    CallContext own = call(Caller.Kind.IDENTITY, OWN, "s3:GetObject", null);
    CallContext agreeing = call(Caller.Kind.IDENTITY, OWN, "s3:GetObject", "requester");

    assertThat(allows(own, BUCKET, KEY)).isTrue();
    assertThat(control.charges(agreeing, asked(BUCKET, KEY))).isFalse();
    assertThat(
            control.charges(
                call(Caller.Kind.ROOT, OTHER, "s3:GetObject", "requester"), asked(BUCKET, KEY)))
        .isFalse();
  }

  @Test
  void otherAccount_isChargedWhereRequestersPay() {
    CallContext other = call(Caller.Kind.IDENTITY, OTHER, "s3:GetObject", "requester");

    assertThat(control.charges(other, asked(BUCKET, KEY))).isTrue();
    assertThat(control.charges(other, asked(FREE, KEY))).isFalse();
    assertThat(
            control.charges(
                other,
                new AccessRequest(
                    new AccessRequest.Place(FREE, KEY), new AccessRequest.Place(BUCKET, KEY))))
        .as("the source of a copy")
        .isTrue();
  }
}
