package dev.sluice.frontend.http;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.frontend.auth.Authenticator;
import dev.sluice.frontend.auth.Credentials;
import dev.sluice.frontend.auth.signature.AcceptedSignatures;
import dev.sluice.testing.Await;
import dev.sluice.v1.HeadObjectRequest;
import dev.sluice.v1.HeadObjectResponse;
import dev.sluice.v1.ObjectInfo;
import dev.sluice.v1.ObjectServiceGrpc.ObjectServiceImplBase;
import io.grpc.stub.StreamObserver;
import java.io.IOException;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.InstantSource;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What load balancers get from the S3 port. Sluice's own: AWS has nothing like it. */
class HealthPathTest {
  private final CountDownLatch asked = new CountDownLatch(1);
  private final CountDownLatch mayAnswer = new CountDownLatch(1);
  private final ObjectServiceImplBase slow =
      new ObjectServiceImplBase() {
        @Override
        public void headObject(
            HeadObjectRequest request, StreamObserver<HeadObjectResponse> answer) {
          asked.countDown();
          try {
            mayAnswer.await();
          } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
          }
          answer.onNext(
              HeadObjectResponse.newBuilder()
                  .setInfo(ObjectInfo.newBuilder().setEtag("tag").setSize(1))
                  .build());
          answer.onCompleted();
        }
      };
  private FrontendOverStub frontend;

  @BeforeEach
  void start() throws Exception {
    frontend =
        new FrontendOverStub(
            Authenticator.signed(
                Credentials::none, new AcceptedSignatures(null, true), InstantSource.system()),
            KeepAlivePolicy.STANDARD);
  }

  @AfterEach
  void stop() {
    mayAnswer.countDown();
    frontend.close();
  }

  /** The whole answer to a request whose head is given, lines separated by a bar. */
  private static String answer(FrontendOverStub server, String head) throws IOException {
    return server.raw(head.split("\\|"));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "GET /-/health HTTP/1.1|Host: localhost",
        "GET /-/health HTTP/1.1|Host: 10.0.0.7:39999",
        "GET /-/health HTTP/1.1|Host: any.name.example",
        "GET /-/health HTTP/1.1|Host: s3.test",
        "GET /-/health?from=balancer HTTP/1.1|Host: localhost",
        "GET /-/health HTTP/1.1|Host: localhost|Origin: http://a.example|Sec-Fetch-Site:"
            + " cross-site",
        "GET /-/health HTTP/1.0|User-Agent: balancer"
      })
  void probe_isAnsweredWithoutSignatureByAnyHost(String head) throws Exception {
    assertThat(answer(frontend, head)).matches("(?s)HTTP/1.. 200 .*\r\n\r\nready\n");

    frontend.ready(false);
    assertThat(answer(frontend, head)).matches("(?s)HTTP/1.. 503 .*\r\n\r\nnot ready\n");
  }

  @Test
  void headOfIt_hasNoBody() throws Exception {
    String answer = answer(frontend, "HEAD /-/health HTTP/1.1|Host: a");
    assertThat(answer)
        .startsWith("HTTP/1.1 200 ")
        .containsIgnoringCase("content-length: 6\r\n")
        .containsIgnoringCase("cache-control: no-store\r\n")
        .endsWith("\r\n\r\n");
  }

  /** A key of the bucket that the host names, a path that only looks alike, another method. */
  @ParameterizedTest
  @CsvSource({
    "GET /-/health, photos.s3.test",
    "HEAD /-/health, photos.s3.test:39999",
    "GET /-/health/, localhost",
    "GET /-/healthy, localhost",
    "GET /%2D/health, localhost",
    "GET //-/health, localhost",
    "GET /api/-/health, localhost",
    "GET /bucket/-/health, localhost",
    "PUT /-/health, localhost",
    "POST /-/health, localhost",
    "DELETE /-/health, localhost"
  })
  void whatIsNoProbe_isForS3(String line, String host) throws Exception {
    assertThat(answer(frontend, line + " HTTP/1.1|Host: " + host + "|Content-Length: 0"))
        .matches("(?s)HTTP/1.1 (403 Forbidden|400 Bad Request)\r\n.*x-amz-request-id.*");
  }

  @Test
  void probe_isNoRequestOfS3() throws Exception {
    String before = frontend.metrics();
    String answer = answer(frontend, "GET /-/health HTTP/1.1|Host: a");
    assertThat(answer).doesNotContainIgnoringCase("x-amz-request-id");
    assertThat(frontend.metrics().lines().filter(line -> line.startsWith("sluice_s3_requests")))
        .containsExactlyElementsOf(
            before.lines().filter(line -> line.startsWith("sluice_s3_requests")).toList());
    assertThat(frontend.lines()).isEmpty();
  }

  /** While requests under way end, others are refused by an answer and not by a closed port. */
  @Test
  void drainingServer_answersUntilItHasEnded() throws Exception {
    try (FrontendOverStub draining = new FrontendOverStub(KeepAlivePolicy.STANDARD, slow);
        Socket underWay = draining.open("HEAD /bucket/key HTTP/1.1", "Host: localhost")) {
      asked.await();
      draining.ready(false);
      Thread stopping = Thread.ofVirtual().start(draining::drain);

      String other =
          Await.until(
              "answer",
              () -> answer(draining, "GET /missing HTTP/1.1|Host: rebound.example"),
              answer -> answer.startsWith("HTTP/1.1 503 "));
      assertThat(other).contains("<Code>ServiceUnavailable</Code>");
      assertThat(answer(draining, "GET /-/health HTTP/1.1|Host: a"))
          .startsWith("HTTP/1.1 503 ")
          .endsWith("not ready\n");
      mayAnswer.countDown();
      assertThat(new String(underWay.getInputStream().readAllBytes(), StandardCharsets.US_ASCII))
          .startsWith("HTTP/1.1 200 ");
      stopping.join();
    }
  }
}
