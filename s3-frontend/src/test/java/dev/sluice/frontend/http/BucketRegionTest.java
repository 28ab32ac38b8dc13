package dev.sluice.frontend.http;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.common.model.Principal;
import dev.sluice.frontend.auth.Authenticator;
import dev.sluice.frontend.auth.Credentials;
import dev.sluice.frontend.auth.permission.Identity;
import dev.sluice.frontend.auth.signature.AcceptedSignatures;
import dev.sluice.v1.Bucket;
import dev.sluice.v1.BucketServiceGrpc;
import dev.sluice.v1.CreateBucketRequest;
import dev.sluice.v1.CreateBucketResponse;
import dev.sluice.v1.GetBucketRequest;
import dev.sluice.v1.GetBucketResponse;
import dev.sluice.v1.ListBucketsRequest;
import dev.sluice.v1.ListBucketsResponse;
import io.grpc.Status;
import io.grpc.stub.StreamObserver;
import java.io.InputStream;
import java.net.http.HttpResponse;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentSkipListMap;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/**
 * Buckets where no region is configured: each in the one that its creator named. Asserts AWS's
 * behaviour: "CreateBucket", AmazonS3/latest/API/API_CreateBucket.html, "HeadBucket",
 * API_HeadBucket.html, and "ListBuckets", API_ListBuckets.html.
 */
class BucketRegionTest {
  /** An agent that keeps what it is told of buckets. */
  private static final class Agent extends BucketServiceGrpc.BucketServiceImplBase {
    private final Map<String, Bucket> buckets = new ConcurrentSkipListMap<>();

    @Override
    public void createBucket(
        CreateBucketRequest request, StreamObserver<CreateBucketResponse> answer) {
      Bucket bucket =
          Bucket.newBuilder().setName(request.getBucket()).setRegion(request.getRegion()).build();
      buckets.put(request.getBucket(), bucket);
      answer.onNext(CreateBucketResponse.newBuilder().setBucket(bucket).build());
      answer.onCompleted();
    }

    @Override
    public void getBucket(GetBucketRequest request, StreamObserver<GetBucketResponse> answer) {
      Bucket bucket = buckets.get(request.getBucket());
      if (bucket == null) {
        answer.onError(Status.NOT_FOUND.asException());
        return;
      }
      answer.onNext(GetBucketResponse.newBuilder().setBucket(bucket).build());
      answer.onCompleted();
    }

    @Override
    public void listBuckets(
        ListBucketsRequest request, StreamObserver<ListBucketsResponse> answer) {
      answer.onNext(ListBucketsResponse.newBuilder().addAllBuckets(buckets.values()).build());
      answer.onCompleted();
    }
  }

  private final Agent agent = new Agent();
  private FrontendOverStub frontend;

  @BeforeEach
  void start() throws Exception {
    frontend =
        new FrontendOverStub(
            Authenticator.open(Identity.unrestricted("", new Principal("id", "name"))),
            KeepAlivePolicy.STANDARD,
            agent);
  }

  @AfterEach
  void stop() {
    frontend.close();
  }

  @Test
  void regionThatTheCreatorNamed_isShownEverywhere() throws Exception {
    frontend.text("PUT", "/west", constraint("eu-west-1"));
    frontend.text("PUT", "/plain", "");

    assertThat(frontend.text("GET", "/west?location", "")).contains(">eu-west-1</");
    assertThat(frontend.text("GET", "/plain?location", "")).doesNotContain("us-east-1");
    assertThat(regionOfHead(frontend, "/west")).contains("eu-west-1");
    assertThat(regionOfHead(frontend, "/plain")).contains("us-east-1");
    assertThat(frontend.text("GET", "/?max-buckets=9", ""))
        .contains("<Name>west</Name>", "<BucketRegion>eu-west-1</BucketRegion>");
    assertThat(frontend.text("GET", "/?bucket-region=eu-west-1", ""))
        .contains("<Name>west</Name>")
        .doesNotContain("<Name>plain</Name>");
  }

  /** A bucket from outside, of an agent that knows no region. */
  @Test
  void bucketWithoutARegion_isInUsEast1() throws Exception {
    agent.buckets.put("outside", Bucket.newBuilder().setName("outside").build());

    assertThat(regionOfHead(frontend, "/outside")).contains("us-east-1");
  }

  @Test
  void constraintThatIsNoRegion_isRefused() throws Exception {
    assertThat(frontend.text("PUT", "/west", constraint("EU west!")))
        .contains("<Code>InvalidLocationConstraint</Code>");
    assertThat(agent.buckets).isEmpty();
  }

  /** It is the same for every bucket, there or not, because no agent is asked. */
  @Test
  void refusedHeadBucket_namesTheRegionOfTheScope() throws Exception {
    Credentials alice = Credentials.none().withRoot("AKALICE", "alice-secret");
    InstantSource clock = InstantSource.fixed(Instant.parse("2026-01-01T00:00:00Z"));
    try (FrontendOverStub signed =
        new FrontendOverStub(
            Authenticator.signed(() -> alice, new AcceptedSignatures(null, true), clock),
            KeepAlivePolicy.STANDARD)) {
      String scope =
          "AWS4-HMAC-SHA256 Credential=AKALICE/20260101/%s/s3/aws4_request, "
              + "SignedHeaders=host;x-amz-date, Signature="
              + "0".repeat(64);

      assertThat(regionOfHead(signed, "/any")).contains("us-east-1");
      assertThat(regionOfHead(signed, "/any", "Authorization", scope.formatted("eu-west-1")))
          .contains("eu-west-1");
      assertThat(regionOfHead(signed, "/any", "Authorization", scope.formatted("EU%0d%0a")))
          .contains("us-east-1");
      assertThat(
              regionOfHead(signed, "/any?X-Amz-Credential=a%2Fb%2Feu-west-1%2Fs3%2Faws4_request"))
          .contains("eu-west-1");
      assertThat(regionOfHead(signed, "/any/key")).isEmpty();
    }
  }

  private static Optional<String> regionOfHead(
      FrontendOverStub frontend, String target, String... headers) throws Exception {
    HttpResponse<InputStream> answer = frontend.stream("HEAD", target, "", headers);
    answer.body().close();
    return answer.headers().firstValue("x-amz-bucket-region");
  }

  private static String constraint(String region) {
    return "<CreateBucketConfiguration><LocationConstraint>"
        + region
        + "</LocationConstraint></CreateBucketConfiguration>";
  }
}
