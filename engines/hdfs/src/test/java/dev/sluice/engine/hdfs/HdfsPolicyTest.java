package dev.sluice.engine.hdfs;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.sluice.agent.store.BodyWriter;
import dev.sluice.agent.store.EngineObjectStore;
import dev.sluice.agent.store.ObjectStore;
import dev.sluice.agent.store.StoreLimits;
import dev.sluice.agent.store.UploadIds;
import dev.sluice.agent.store.engine.bucket.BucketRecord;
import dev.sluice.agent.store.engine.bucket.BucketSettings;
import dev.sluice.agent.store.request.Finish;
import dev.sluice.agent.store.request.ObjectInfo;
import dev.sluice.agent.store.request.PutRequest;
import dev.sluice.agent.store.request.ReadRequest;
import dev.sluice.common.model.CallContext;
import dev.sluice.common.model.Caller;
import dev.sluice.common.model.Evaluation;
import dev.sluice.common.model.ObjectKey;
import dev.sluice.common.model.ObjectMetadata;
import dev.sluice.common.model.Placement;
import dev.sluice.common.model.Principal;
import dev.sluice.common.model.ReadConditions;
import dev.sluice.common.model.Selection;
import dev.sluice.common.model.StorageException;
import dev.sluice.common.model.WriteConditions;
import dev.sluice.v1.FailureReason;
import java.nio.ByteBuffer;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/**
 * A policy that lets everybody write, taken away through one of two agents: from then on nobody has
 * written by it, through whichever of them, and at whichever step an agent stood still meanwhile.
 */
final class HdfsPolicyTest {
  private static final String EVERYBODY_WRITES =
      "{\"Version\":\"2012-10-17\",\"Statement\":[{\"Effect\":\"Allow\",\"Principal\":\"*\","
          + "\"Action\":[\"s3:PutObject\",\"s3:DeleteObject\"],"
          + "\"Resource\":\"arn:aws:s3:::bucket-one/*\"}]}";

  private static final CallContext OPERATOR =
      new CallContext(Caller.operator(new Principal("alice-id", "Alice")), "request-1", null);

  private final String root = HdfsCluster.shared().newRoot();
  private final HdfsHook hook = new HdfsHook();
  private final ObjectStore first =
      store(hook.open(root, HdfsCluster.settings(Placement.SHARED, "first")));
  private final ObjectStore second =
      store(HdfsRoot.of(HdfsCluster.shared().openShared(root, "second")));

  private static ObjectStore store(HdfsRoot opened) {
    InstantSource clock = InstantSource.system();
    return new EngineObjectStore(
        opened.engine(), StoreLimits.DEFAULTS, clock, new UploadIds(clock));
  }

  @BeforeEach
  void letEverybodyWrite() {
    policy(BucketSettings.NONE.withPolicy(EVERYBODY_WRITES));
  }

  @AfterEach
  void close() {
    first.close();
    second.close();
  }

  private void policy(BucketSettings settings) {
    BucketRecord before = second.getBucket(OPERATOR, HdfsRoot.BUCKET);
    BucketRecord _ =
        second.replaceSettings(OPERATOR, HdfsRoot.BUCKET, settings, before.generation());
  }

  private static CallContext anonymous(String action) {
    return new CallContext(
        new Caller(
            Caller.Kind.ANONYMOUS,
            new Principal("anonymous-id", ""),
            "",
            "10.1.2.3",
            false,
            Map.of(),
            List.of(new Evaluation(action, Evaluation.Resource.TARGET, Evaluation.Verdict.SILENT)),
            List.of()),
        "late-request",
        null);
  }

  private ObjectInfo put(CallContext caller, String key) {
    byte[] bytes = caller.requestId().getBytes(UTF_8);
    PutRequest request =
        new PutRequest(
            HdfsRoot.BUCKET,
            new ObjectKey(key),
            bytes.length,
            ObjectMetadata.NONE,
            null,
            WriteConditions.NONE);
    try (BodyWriter<ObjectInfo> body = first.putObject(caller, request)) {
      body.write(ByteBuffer.wrap(bytes));
      return body.commit(new Finish(bytes.length, null, null, null));
    }
  }

  /** The policy goes, and a later request has this agent take the slot anew. */
  private void policyGoes() {
    policy(BucketSettings.NONE);
    put(OPERATOR, "key");
  }

  private static void assertRefused(Runnable late) {
    StorageException refusal = catchThrowableOfType(StorageException.class, late::run);
    assertThat(refusal).extracting(StorageException::reason).isEqualTo(FailureReason.ACCESS_DENIED);
  }

  @Test
  void putThatWasLetIn_isRefusedAfterwards() {
    put(anonymous("s3:PutObject"), "key");
    hook.pauseBefore("rename2", "staging", this::policyGoes);

    assertRefused(() -> put(anonymous("s3:PutObject"), "key"));

    assertThat(hook.isWaiting()).isFalse();
    ReadRequest request =
        new ReadRequest(HdfsRoot.BUCKET, new ObjectKey("key"), ReadConditions.NONE, Selection.ALL);
    assertThat(second.headObject(OPERATOR, request).info().size())
        .isEqualTo(OPERATOR.requestId().length());
  }

  @Test
  void deletionThatWasLetIn_isRefusedAfterwards() {
    put(OPERATOR, "key");
    hook.pauseBefore("rename2", "gone", this::policyGoes);

    assertRefused(
        () ->
            first.deleteObject(
                anonymous("s3:DeleteObject"),
                HdfsRoot.BUCKET,
                new ObjectKey("key"),
                WriteConditions.NONE));

    assertThat(hook.isWaiting()).isFalse();
  }
}
