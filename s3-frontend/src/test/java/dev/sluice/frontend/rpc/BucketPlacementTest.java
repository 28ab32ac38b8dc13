package dev.sluice.frontend.rpc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.google.protobuf.ByteString;
import dev.sluice.common.model.BucketName;
import dev.sluice.common.model.CallContext;
import dev.sluice.common.model.Caller;
import dev.sluice.common.model.ObjectKey;
import dev.sluice.common.model.Principal;
import dev.sluice.common.model.StorageException;
import dev.sluice.common.rpc.Chunk;
import dev.sluice.common.rpc.DataFrame;
import dev.sluice.v1.FailureReason;
import dev.sluice.v1.Finish;
import dev.sluice.v1.GetObjectRequest;
import dev.sluice.v1.GetObjectResponse;
import dev.sluice.v1.HeadObjectRequest;
import dev.sluice.v1.ObjectServiceGrpc;
import dev.sluice.v1.PutObjectHeader;
import dev.sluice.v1.PutObjectRequest;
import dev.sluice.v1.PutObjectResponse;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Objects;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Two agents, of which each has buckets of its own. */
@Timeout(60)
class BucketPlacementTest {
  private static final CallContext CALL =
      new CallContext(Caller.operator(new Principal("id", "name")), "request", null);
  private static final BucketName BUCKET = new BucketName("bucket");
  private static final ObjectKey KEY = new ObjectKey("key");

  private final FakeAgent one = new FakeAgent("one");
  private final FakeAgent two = new FakeAgent("two");
  private final BucketPlacement directory =
      new BucketPlacement(List.of(one.client(), two.client()));

  @AfterEach
  void close() {
    one.close();
    two.close();
  }

  @Test
  void bucketThatWasFound_isAskedForNoMore() throws Exception {
    two.buckets().add("bucket");

    for (int i = 0; i < 5; i++) {
      assertThat(head()).isEqualTo("two");
      assertThat(get()).isEqualTo("two");
      assertThat(put()).isEqualTo("two");
    }

    assertThat(one.asked()).isEqualTo(1);
    assertThat(two.asked()).isEqualTo(1);
  }

  @Test
  void bucketThatMoved_isFoundByTheCallItself() throws Exception {
    two.buckets().add("bucket");
    assertThat(head()).isEqualTo("two");
    two.buckets().clear();
    one.buckets().add("bucket");

    assertThat(get()).isEqualTo("one");
    one.buckets().clear();
    two.buckets().add("bucket");
    assertThat(head()).isEqualTo("two");
    int asked = one.asked() + two.asked();
    assertThat(head()).isEqualTo("two");
    assertThat(one.asked() + two.asked()).isEqualTo(asked);
  }

  @Test
  void bodyForBucketThatMoved_isAskedForAgain() throws Exception {
    two.buckets().add("bucket");
    assertThat(put()).isEqualTo("two");
    two.buckets().clear();
    one.buckets().add("bucket");

    assertThat(failureOf(this::put).reason()).isEqualTo(FailureReason.UNAVAILABLE);
    assertThat(put()).isEqualTo("one");
  }

  @Test
  void bucketThatIsGone_isNotFound() throws Exception {
    two.buckets().add("bucket");
    assertThat(head()).isEqualTo("two");
    two.buckets().clear();

    for (ThrowingCallable call : List.<ThrowingCallable>of(this::head, this::get, this::put)) {
      assertThat(failureOf(call).reason()).isEqualTo(FailureReason.BUCKET_NOT_FOUND);
    }
    two.buckets().add("bucket");
    assertThat(put()).isEqualTo("two");
  }

  @Test
  void bucketOfLivingAgent_isFoundThoughAnotherIsDown() throws Exception {
    two.buckets().add("bucket");
    one.close();

    assertThat(head()).isEqualTo("two");
  }

  @Test
  void bucketThatDownAgentMayHave_isUnavailable() {
    two.close();

    assertThat(failureOf(this::head).reason()).isEqualTo(FailureReason.UNAVAILABLE);
  }

  @Test
  void agentForACopy_isAskedEachTime() {
    two.buckets().add("bucket");
    two.buckets().add("source");
    assertThat(agentForACopy()).matches(agent -> agent.isSameAgentAs(two.client()));
    two.buckets().clear();
    one.buckets().add("bucket");
    one.buckets().add("source");

    assertThat(agentForACopy()).matches(agent -> agent.isSameAgentAs(one.client()));
  }

  @Test
  void copyBetweenBucketsOfTwoAgents_hasNoAgent() {
    one.buckets().add("source");
    two.buckets().add("bucket");

    assertThat(agentForACopy()).isNull();
  }

  private @Nullable AgentClient agentForACopy() {
    return directory.ofCopy(CALL, new BucketName("source"), BUCKET, KEY);
  }

  @Test
  void newBucket_isMadeWhereItIsAlready() {
    one.buckets().add("bucket");
    assertThat(directory.forCreation(CALL, BUCKET).isSameAgentAs(one.client())).isTrue();
    one.buckets().clear();
    two.buckets().add("bucket");

    assertThat(directory.forCreation(CALL, BUCKET).isSameAgentAs(two.client())).isTrue();
  }

  @Test
  void newBucket_isMadeOnTheSameAgentWhateverTheOrderOfTheirList() {
    BucketPlacement reversed = new BucketPlacement(List.of(two.client(), one.client()));

    for (int i = 0; i < 20; i++) {
      BucketName name = new BucketName("bucket-" + i);
      assertThat(reversed.forCreation(CALL, name).isSameAgentAs(directory.forCreation(CALL, name)))
          .isTrue();
    }
  }

  @Test
  void onlyAgent_isNeverAsked() {
    BucketPlacement alone = new BucketPlacement(List.of(one.client()));

    assertThat(alone.of(CALL, BUCKET)).isSameAs(one.client());
    assertThat(alone.ofRead(CALL, BUCKET, KEY)).isSameAs(one.client());
    assertThat(alone.ofChange(CALL, BUCKET, KEY)).isSameAs(one.client());
    assertThat(alone.ofCopy(CALL, BUCKET, BUCKET, KEY)).isSameAs(one.client());
    assertThat(one.asked()).isZero();
  }

  private String head() {
    HeadObjectRequest request =
        HeadObjectRequest.newBuilder().setBucket("bucket").setKey("key").build();
    return directory
        .ofRead(CALL, BUCKET, KEY)
        .call(CALL, ObjectServiceGrpc.getHeadObjectMethod(), request)
        .getInfo()
        .getEtag();
  }

  private String get() throws InterruptedException {
    GetObjectRequest request =
        GetObjectRequest.newBuilder().setBucket("bucket").setKey("key").build();
    try (BodyReceiver receiver = directory.ofRead(CALL, BUCKET, KEY).getObject(CALL, request);
        DataFrame<GetObjectResponse> frame = receiver.first()) {
      ByteBuffer bytes = ByteBuffer.allocate(frame.data().remaining());
      frame.data().transferTo(bytes);
      assertThat(receiver.next()).isNull();
      return ByteString.copyFrom(bytes.flip()).toString(StandardCharsets.UTF_8);
    }
  }

  private String put() throws InterruptedException {
    PutObjectRequest request =
        PutObjectRequest.newBuilder()
            .setHeader(PutObjectHeader.newBuilder().setBucket("bucket").setKey("key"))
            .setFinish(Finish.getDefaultInstance())
            .build();
    try (BodySender<PutObjectRequest, PutObjectResponse> sender =
        directory.ofChange(CALL, BUCKET, KEY).putObject(CALL)) {
      sender.send(DataFrame.of(request, Chunk.EMPTY));
      sender.halfClose();
      return sender.answer().getCommitted().getEtag();
    }
  }

  private static StorageException failureOf(ThrowingCallable call) {
    return Objects.requireNonNull(catchThrowableOfType(StorageException.class, call));
  }
}
