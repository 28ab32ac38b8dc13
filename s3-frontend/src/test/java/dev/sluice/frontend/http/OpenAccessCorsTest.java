package dev.sluice.frontend.http;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.v1.BucketServiceGrpc.BucketServiceImplBase;
import dev.sluice.v1.BucketSettings;
import dev.sluice.v1.CompleteUploadRequest;
import dev.sluice.v1.CompleteUploadResponse;
import dev.sluice.v1.CorsRule;
import dev.sluice.v1.GetBucketSettingsRequest;
import dev.sluice.v1.GetBucketSettingsResponse;
import dev.sluice.v1.UploadServiceGrpc.UploadServiceImplBase;
import io.grpc.stub.StreamObserver;
import java.io.IOException;
import java.io.InputStream;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * What rules let pages of other origins change where access is open. Sluice's own: AWS has no
 * service without credentials. The agent of these tests has rules and nothing else: what reaches it
 * is NotImplemented.
 */
class OpenAccessCorsTest {
  private static final String PAGE = "Origin: http://page.example";

  private final BucketServiceImplBase buckets =
      new BucketServiceImplBase() {
        @Override
        public void getBucketSettings(
            GetBucketSettingsRequest request, StreamObserver<GetBucketSettingsResponse> answer) {
          BucketSettings.Builder settings = BucketSettings.newBuilder();
          switch (request.getBucket()) {
            case "puts" -> settings.addCorsRules(rule("PUT", "DELETE"));
            case "posts" -> settings.addCorsRules(rule("POST"));
            case "reads" -> settings.addCorsRules(rule("GET"));
            default -> {}
          }
          answer.onNext(GetBucketSettingsResponse.newBuilder().setSettings(settings).build());
          answer.onCompleted();
        }
      };
  private FrontendOverStub frontend;

  private static CorsRule rule(String... methods) {
    return CorsRule.newBuilder()
        .addAllowedOrigins("http://page.example")
        .addAllAllowedMethods(List.of(methods))
        .build();
  }

  @BeforeEach
  void start() throws Exception {
    frontend = new FrontendOverStub(KeepAlivePolicy.STANDARD, buckets);
  }

  @AfterEach
  void stop() {
    frontend.close();
  }

  private String answer(String line, String... headers) throws IOException {
    List<String> head = new ArrayList<>(List.of(line + " HTTP/1.1", "Content-Length: 0"));
    head.addAll(List.of(headers));
    if (List.of(headers).stream().noneMatch(header -> header.startsWith("Host:"))) {
      head.add("Host: localhost");
    }
    return frontend.raw(head.toArray(String[]::new));
  }

  @ParameterizedTest
  @CsvSource({
    "PUT /puts/key, true",
    "PUT /puts/key?partNumber=1&uploadId=u, true",
    "DELETE /puts/key, true",
    "DELETE /puts/key?uploadId=u, true",
    "POST /puts/key?uploads, false",
    "POST /puts?delete, false",
    "POST /posts/key?uploads, true",
    "PUT /posts/key, false",
    "PUT /reads/key, false",
    "PUT /other/key, false",
    "PUT /new-bucket, false",
  })
  void ruleForAMethod_liftsTheRefusalOfThatMethodInItsBucket(String line, boolean served)
      throws Exception {
    String answer = answer(line, PAGE, "Sec-Fetch-Site: cross-site");

    if (served) {
      assertThat(answer).startsWith("HTTP/1.1 501 ");
    } else {
      assertThat(answer).startsWith("HTTP/1.1 403 ").contains("this is refused to browsers");
    }
  }

  /** Else a page that may store objects could give itself every other right. */
  @ParameterizedTest
  @CsvSource({
    "PUT /puts?cors",
    "DELETE /puts?cors",
    "PUT /puts?policy",
    "DELETE /puts",
    "PUT /puts"
  })
  void bucketItself_isOutOfAPagesReach(String line) throws Exception {
    assertThat(answer(line, PAGE)).startsWith("HTTP/1.1 403 ").contains("refused to browsers");
  }

  @Test
  void otherOrigin_isRefusedAllTheSame() throws Exception {
    assertThat(answer("PUT /puts/key", "Origin: http://other.example"))
        .startsWith("HTTP/1.1 403 ")
        .doesNotContain("Access-Control-Allow-Origin");
    assertThat(answer("PUT /puts/key", "Sec-Fetch-Site: cross-site")).startsWith("HTTP/1.1 403 ");
  }

  @Test
  void pageWhoseNameLeadsHere_isRefusedWhateverTheRule() throws Exception {
    assertThat(answer("PUT /puts/key", PAGE, "Host: page.example"))
        .startsWith("HTTP/1.1 403 ")
        .contains("Host: page.example");
    assertThat(
            answer(
                "OPTIONS /puts/key",
                PAGE,
                "Host: page.example",
                "Access-Control-Request-Method: PUT"))
        .startsWith("HTTP/1.1 403 ");
  }

  @ParameterizedTest
  @CsvSource({
    "/puts/copy, '', /reads/key, 501",
    "/puts/copy, '', /other/secret, 403",
    "/puts/copy, '', /puts/key, 403",
    "/puts/copy?partNumber=1&uploadId=u, '', /other/secret, 403",
    "/puts/copy, '?X-Amz-Signature=0&x-amz-copy-source=/other/secret', '', 403",
  })
  void copy_needsARuleThatLetsItsSourceBeRead(
      String target, String query, String source, int status) throws Exception {
    List<String> headers = new ArrayList<>(List.of(PAGE));
    if (!source.isEmpty()) {
      headers.add("x-amz-copy-source: " + source);
    }

    assertThat(answer("PUT " + target + query, headers.toArray(String[]::new)))
        .startsWith("HTTP/1.1 " + status + " ");
  }

  /** The head of the answer is out before the agent has done its work. */
  @Test
  @Timeout(60)
  void completionThatTakesLong_hasTheHeadersOfTheRule() throws Exception {
    CountDownLatch work = new CountDownLatch(1);
    UploadServiceImplBase uploads =
        new UploadServiceImplBase() {
          @Override
          public void completeUpload(
              CompleteUploadRequest request, StreamObserver<CompleteUploadResponse> answer) {
            try {
              work.await();
            } catch (InterruptedException e) {
              Thread.currentThread().interrupt();
            }
            answer.onNext(CompleteUploadResponse.getDefaultInstance());
            answer.onCompleted();
          }
        };
    KeepAlivePolicy atOnce = new KeepAlivePolicy(Duration.ofMillis(1), Duration.ofMillis(1));
    try (FrontendOverStub slow = new FrontendOverStub(atOnce, buckets, uploads)) {
      HttpResponse<InputStream> begun =
          slow.stream(
              "POST",
              "/posts/key?uploadId=u",
              "<CompleteMultipartUpload><Part><PartNumber>1</PartNumber><ETag>\"e\"</ETag></Part>"
                  + "</CompleteMultipartUpload>",
              "Origin",
              "http://page.example");

      assertThat(begun.headers().firstValue("Access-Control-Allow-Origin"))
          .contains("http://page.example");
      work.countDown();
      begun.body().readAllBytes();
    }
  }

  @Test
  void refusal_isReadableByThePageThatARuleNames() throws Exception {
    assertThat(answer("PUT /puts/copy", PAGE, "x-amz-copy-source: /other/secret"))
        .startsWith("HTTP/1.1 403 ")
        .contains("Access-Control-Allow-Origin: http://page.example\r\n");
  }
}
