package dev.sluice.frontend.http;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.common.model.Region;
import dev.sluice.common.model.StorageException;
import dev.sluice.common.rpc.StorageStatus;
import dev.sluice.frontend.auth.Authenticator;
import dev.sluice.frontend.auth.Credentials;
import dev.sluice.frontend.auth.signature.AcceptedSignatures;
import dev.sluice.v1.AccessServiceGrpc;
import dev.sluice.v1.Bucket;
import dev.sluice.v1.BucketServiceGrpc;
import dev.sluice.v1.DecideRequest;
import dev.sluice.v1.DecideResponse;
import dev.sluice.v1.FailureReason;
import dev.sluice.v1.GetBucketRequest;
import dev.sluice.v1.GetBucketResponse;
import io.grpc.stub.StreamObserver;
import java.io.InputStream;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * The agent decides, and a refusal comes before every complaint about a request, as on AWS; what
 * the decision costs is ours. The agent of these tests refuses what is about a bucket named
 * "closed", as one does whose bucket has a policy.
 */
class RefusalOrderTest {
  /** What an anonymous caller may, by their own grants. */
  private static final Map<String, ?> GRANTS =
      Map.of(
          "anonymous",
          Map.of(
              "grants",
              List.of(
                  Map.of(
                      "actions",
                      List.of("s3:GetObject", "s3:ListBucket", "s3:GetBucketLocation"),
                      "resources",
                      List.of("open", "closed")))));

  private final ConcurrentLinkedQueue<String> asked = new ConcurrentLinkedQueue<>();
  private FrontendOverStub frontend;

  /** Decides by the bucket alone, whatever the grants said. */
  private final class Decisions extends AccessServiceGrpc.AccessServiceImplBase {
    @Override
    public void decide(DecideRequest request, StreamObserver<DecideResponse> answers) {
      asked.add(request.getBucket() + "/" + request.getKey());
      if (request.getBucket().equals("open")) {
        answers.onNext(DecideResponse.getDefaultInstance());
        answers.onCompleted();
      } else {
        answers.onError(
            StorageStatus.toStatus(
                new StorageException(FailureReason.ACCESS_DENIED, "denied by a test")));
      }
    }
  }

  private static final class Buckets extends BucketServiceGrpc.BucketServiceImplBase {
    @Override
    public void getBucket(GetBucketRequest request, StreamObserver<GetBucketResponse> answers) {
      answers.onNext(
          GetBucketResponse.newBuilder()
              .setBucket(Bucket.newBuilder().setName(request.getBucket()))
              .build());
      answers.onCompleted();
    }
  }

  @BeforeEach
  void start() throws Exception {
    Credentials credentials = Credentials.read(GRANTS);
    frontend =
        new FrontendOverStub(
            Authenticator.signed(
                () -> credentials,
                new AcceptedSignatures(Region.US_EAST_1, true),
                InstantSource.system()),
            KeepAlivePolicy.STANDARD,
            new Decisions(),
            new Buckets());
  }

  @AfterEach
  void stop() {
    frontend.close();
  }

  private String code(String method, String target, String... headers) throws Exception {
    HttpResponse<InputStream> answer = frontend.stream(method, target, "", headers);
    try (InputStream body = answer.body()) {
      String text = new String(body.readAllBytes(), StandardCharsets.UTF_8);
      return answer.statusCode() == 200
          ? "OK"
          : text.replaceFirst("(?s).*<Code>(.*)</Code>.*", "$1");
    }
  }

  @Test
  void requestThatIsAllowedAndGood_asksForNoDecision() throws Exception {
    assertThat(code("GET", "/open?location")).isEqualTo("OK");
    assertThat(asked).isEmpty();
  }

  /** What the grants allow: the complaint counts where the agent allows it too. */
  @ParameterizedTest
  @CsvSource({
    "GET, ?max-keys=x, InvalidArgument",
    "GET, ?list-type=2&max-keys=-1, InvalidArgument",
    "GET, /key?versionId=1, InvalidArgument",
    "GET, /key?torrent, NotImplemented",
    "GET, /key?response-content-type=text/html, InvalidRequest",
  })
  void complaint_comesAfterTheDecision(String method, String rest, String complaint)
      throws Exception {
    assertThat(code(method, "/open" + rest)).isEqualTo(complaint);
    assertThat(asked).hasSize(1);
    assertThat(code(method, "/closed" + rest)).isEqualTo("AccessDenied");
    assertThat(asked).hasSize(2);
  }

  /** What the grants do not allow: the agent decides before anything else. */
  @ParameterizedTest
  @CsvSource({
    "PUT, /key, AccessDenied",
    "PUT, /key?acl, AccessDenied",
    "DELETE, '', AccessDenied",
    "POST, /key?uploads, AccessDenied",
  })
  void requestThatNoGrantAllows_isDecidedFirst(String method, String rest, String code)
      throws Exception {
    assertThat(code(method, "/closed" + rest, "Content-MD5", "no digest")).isEqualTo(code);
    assertThat(asked).hasSize(1);
  }

  /** Silence is not a refusal of the frontend's: a bucket's policy may allow what no grant does. */
  @Test
  void agentThatAllows_isFollowed() throws Exception {
    assertThat(code("PUT", "/open/key", "Content-MD5", "no digest")).isEqualTo("InvalidDigest");
    assertThat(asked).containsExactly("open/key");
  }
}
