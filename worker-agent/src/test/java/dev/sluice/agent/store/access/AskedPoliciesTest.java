package dev.sluice.agent.store.access;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.agent.store.engine.bucket.BucketRecord;
import dev.sluice.agent.store.engine.bucket.BucketSettings;
import dev.sluice.common.model.BucketName;
import dev.sluice.common.model.Caller;
import dev.sluice.common.model.Evaluation;
import dev.sluice.common.model.ObjectKey;
import dev.sluice.common.model.ObjectOwnership;
import dev.sluice.common.model.Principal;
import dev.sluice.common.model.Tag;
import dev.sluice.common.model.TagSet;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Each object that the same evaluation meets in turn is decided by its own tags. */
class AskedPoliciesTest {
  private static final String POLICY =
      """
      {"Version": "2012-10-17", "Statement": [
        {"Effect": "Allow", "Principal": "*", "Action": "s3:GetObject",
         "Resource": "arn:aws:s3:::bucket/*",
         "Condition": {"StringEquals": {"s3:ExistingObjectTag/class": "open"}}},
        {"Effect": "Deny", "Principal": "*", "Action": "s3:GetObject",
         "Resource": "arn:aws:s3:::bucket/other"}]}
      """;

  private static final String STATEMENT =
      """
      {"Effect": "Allow",
       "Condition": {"StringEquals": {"s3:ExistingObjectTag/class": "open"}}}
      """;

  private static final BucketName BUCKET = new BucketName("bucket");

  private static BucketAccess bucket(BucketSettings settings) {
    BucketRecord record = new BucketRecord(Instant.EPOCH, null).withSettings(settings);
    return BucketAccess.of(record, ObjectOwnership.BUCKET_OWNER_ENFORCED, null);
  }

  private static ObjectFacts tagged(String value) {
    return new ObjectFacts.Present(
        Principal.ROOT, null, new TagSet(List.of(new Tag("class", value))));
  }

  private static void turnsWithTheObject(BucketAccess bucket, Evaluation.Outcome own) {
    Evaluation evaluation = new Evaluation("s3:GetObject", Evaluation.Resource.TARGET, own);
    Caller caller =
        new Caller(Caller.Kind.IDENTITY, Principal.ROOT, "", "", false, List.of(evaluation));
    AccessTarget target = new AccessTarget(AccessTarget.Kind.OBJECT, BUCKET, new ObjectKey("key"));
    AskedPolicies policies = new AskedPolicies(bucket);
    List<ObjectFacts> turns =
        List.of(
            ObjectFacts.Missing.UNKNOWN,
            tagged("closed"),
            tagged("open"),
            tagged("closed"),
            ObjectFacts.Missing.ABSENT,
            ObjectFacts.Missing.UNKNOWN);

    assertThat(turns)
        .extracting(
            facts ->
                Decision.of(
                        new AccessQuestion(
                            caller,
                            evaluation,
                            target,
                            bucket,
                            facts,
                            null,
                            Instant.EPOCH,
                            policies))
                    .verdict())
        .containsExactly(
            Decision.Verdict.OPEN,
            Decision.Verdict.DENY,
            Decision.Verdict.ALLOW,
            Decision.Verdict.DENY,
            Decision.Verdict.DENY,
            Decision.Verdict.OPEN);
  }

  @Test
  void bucketPolicy_turnsWithTheObject() {
    turnsWithTheObject(bucket(BucketSettings.NONE.withPolicy(POLICY)), Evaluation.Verdict.SILENT);
  }

  @Test
  void statementsOfTheCaller_turnWithTheObject() {
    turnsWithTheObject(bucket(BucketSettings.NONE), new Evaluation.Pending(List.of(STATEMENT)));
  }
}
