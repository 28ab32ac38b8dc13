package dev.sluice.agent.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sluice.agent.store.engine.bucket.BucketRecord;
import dev.sluice.agent.store.engine.bucket.BucketSettings;
import dev.sluice.agent.store.engine.object.Expectation;
import dev.sluice.agent.store.memory.MemoryEngine;
import dev.sluice.agent.store.request.ReadRequest;
import dev.sluice.common.model.BucketName;
import dev.sluice.common.model.CallContext;
import dev.sluice.common.model.Caller;
import dev.sluice.common.model.Evaluation;
import dev.sluice.common.model.Evaluation.Verdict;
import dev.sluice.common.model.ObjectKey;
import dev.sluice.common.model.Principal;
import dev.sluice.common.model.ReadConditions;
import dev.sluice.common.model.Selection;
import dev.sluice.common.model.StorageException;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A decision asks the engine for nothing that the call does not ask for anyway. */
class DecisionCostTest {
  private static final BucketName BUCKET = new BucketName("bucket");
  private static final String POLICY =
      """
      {"Version": "2012-10-17", "Statement": [
        {"Effect": "Allow", "Principal": "*", "Action": "s3:GetObject",
         "Resource": "arn:aws:s3:::bucket/*",
         "Condition": {"Null": {"s3:ExistingObjectTag/class": "%s"}}}]}
      """;

  private final MemoryEngine memory = new MemoryEngine(InstantSource.system());
  private final List<String> calls = new ArrayList<>();
  private final EngineObjectStore store =
      new EngineObjectStore(
          WatchedEngine.of(
              memory,
              new WatchedEngine.Watcher() {
                @Override
                public void before(String method) {
                  calls.add(method);
                }
              }),
          StoreLimits.DEFAULTS,
          InstantSource.system(),
          new UploadIds(InstantSource.system()));

  @BeforeEach
  void fill() {
    memory.createBucket(BUCKET, new BucketRecord(Instant.EPOCH, null));
    memory.outside().write(BUCKET, new ObjectKey("key"), new byte[1]);
    get(Verdict.ALLOW); // whether the bucket has a quota is looked up once
    calls.clear();
  }

  private void policy(String text) {
    memory.replaceSettings(
        BUCKET,
        BucketSettings.NONE.withPolicy(text),
        new Expectation.Exactly(BucketRecord.state(0)));
  }

  private void get(Verdict own) {
    Caller caller =
        new Caller(
            Caller.Kind.IDENTITY,
            new Principal("id", "name"),
            "name",
            "",
            false,
            List.of(new Evaluation("s3:GetObject", Evaluation.Resource.TARGET, own)));
    store
        .getObject(
            new CallContext(caller, "request", null),
            new ReadRequest(BUCKET, new ObjectKey("key"), ReadConditions.NONE, Selection.ALL))
        .close();
  }

  @Test
  void readWithoutPolicy_opensTheObjectAndNothingElse() {
    get(Verdict.ALLOW);

    assertThat(calls).containsExactly("knownBucket", "open");
  }

  @Test
  void decisionByTags_isMadeWithTheObjectThatIsRead() {
    policy(POLICY.formatted("true"));

    get(Verdict.SILENT);

    assertThat(calls).containsExactly("knownBucket", "open");
  }

  @Test
  void refusalThatDependsOnNoObject_opensNone() {
    assertThatThrownBy(() -> get(Verdict.SILENT)).isInstanceOf(StorageException.class);

    assertThat(calls).containsExactly("knownBucket");
  }

  @Test
  void refusalByTags_closesTheObject() {
    policy(POLICY.formatted("false"));

    assertThatThrownBy(() -> get(Verdict.SILENT)).isInstanceOf(StorageException.class);
    assertThat(calls).containsExactly("knownBucket", "open");
  }
}
