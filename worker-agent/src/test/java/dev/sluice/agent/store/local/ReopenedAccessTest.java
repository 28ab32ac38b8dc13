package dev.sluice.agent.store.local;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.sluice.agent.store.engine.bucket.BucketRecord;
import dev.sluice.agent.store.local.posix.Posix;
import dev.sluice.agent.store.request.ReadRequest;
import dev.sluice.common.model.CallContext;
import dev.sluice.common.model.Caller;
import dev.sluice.common.model.Evaluation;
import dev.sluice.common.model.ObjectKey;
import dev.sluice.common.model.Principal;
import dev.sluice.common.model.ReadConditions;
import dev.sluice.common.model.Selection;
import dev.sluice.common.model.StorageException;
import dev.sluice.v1.FailureReason;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a policy allows and denies it does after a restart too. */
class ReopenedAccessTest {
  private static final String POLICY =
      """
      {"Version": "2012-10-17", "Statement": [
        {"Effect": "Allow", "Principal": "*", "Action": "s3:GetObject",
         "Resource": "arn:aws:s3:::photos/open/*"}]}
      """;
  private static final CallContext ANYBODY =
      new CallContext(
          new Caller(
              Caller.Kind.ANONYMOUS,
              new Principal("anonymous", ""),
              "",
              "10.1.2.3",
              false,
              List.of(
                  new Evaluation(
                      "s3:GetObject", Evaluation.Resource.TARGET, Evaluation.Verdict.SILENT))),
          "request",
          null);

  @TempDir private Path folder;

  @Test
  void policy_decidesAfterARestart() {
    try (StoreClient client = StoreClient.begin(folder, Posix.system())) {
      client.put("open/key", "text");
      client.put("secret/key", "text");
      BucketRecord before = client.store.getBucket(StoreClient.ALICE, StoreClient.BUCKET);
      client.store.replaceSettings(
          StoreClient.ALICE,
          StoreClient.BUCKET,
          before.settings().withPolicy(POLICY),
          before.generation());
    }
    try (StoreClient client = new StoreClient(folder, Posix.system())) {
      assertThat(client.store.headObject(ANYBODY, read("open/key")).info().size()).isEqualTo(4);
      StorageException refusal =
          Objects.requireNonNull(
              catchThrowableOfType(
                  StorageException.class,
                  () -> client.store.headObject(ANYBODY, read("secret/key"))));
      assertThat(refusal.reason()).isEqualTo(FailureReason.ACCESS_DENIED);
    }
  }

  private static ReadRequest read(String key) {
    return new ReadRequest(
        StoreClient.BUCKET, new ObjectKey(key), ReadConditions.NONE, Selection.ALL);
  }
}
