package dev.sluice.frontend.http;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.common.model.Region;
import dev.sluice.common.model.StorageException;
import dev.sluice.common.rpc.StorageStatus;
import dev.sluice.frontend.auth.Authenticator;
import dev.sluice.frontend.auth.Credentials;
import dev.sluice.frontend.auth.signature.AcceptedSignatures;
import dev.sluice.v1.AccessServiceGrpc;
import dev.sluice.v1.BucketServiceGrpc;
import dev.sluice.v1.BucketSettings;
import dev.sluice.v1.CorsRule;
import dev.sluice.v1.DecideRequest;
import dev.sluice.v1.DecideResponse;
import dev.sluice.v1.FailureReason;
import dev.sluice.v1.GetBucketSettingsRequest;
import dev.sluice.v1.GetBucketSettingsResponse;
import io.grpc.stub.StreamObserver;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.InstantSource;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Preflights, and what answers tell browsers. Asserts AWS's behaviour: "Troubleshooting CORS",
 * AmazonS3/latest/userguide/cors-troubleshooting.html, and "OPTIONS object",
 * AmazonS3/latest/API/RESTOPTIONSobject.html; its documents as measured in 2023 by the tests of
 * others. That a bucket without rules and one that does not exist are answered alike is ours: AWS
 * says that a bucket is not there.
 */
class CrossOriginTest {
  private static final String PAGE = "Origin: https://app.example";
  private static final String STRANGER = "Origin: https://stranger.example";
  private static final List<String> OF_A_RULE =
      List.of(
          "access-control-allow-origin: https://app.example\r\n",
          "access-control-allow-credentials: true\r\n",
          "access-control-allow-methods: get, put\r\n",
          "access-control-expose-headers: etag\r\n",
          "access-control-max-age: 60\r\n",
          "vary: origin, access-control-request-headers, access-control-request-method\r\n");

  private final List<String> asked = new CopyOnWriteArrayList<>();
  private FrontendOverStub frontend;

  /** Has the bucket "ruled", and the bucket "plain" without rules. */
  private final class Buckets extends BucketServiceGrpc.BucketServiceImplBase {
    @Override
    public void getBucketSettings(
        GetBucketSettingsRequest request, StreamObserver<GetBucketSettingsResponse> answers) {
      asked.add(request.getBucket());
      BucketSettings.Builder settings = BucketSettings.newBuilder();
      switch (request.getBucket()) {
        case "ruled" ->
            settings.addCorsRules(
                CorsRule.newBuilder()
                    .addAllowedOrigins("https://*.example.com")
                    .addAllowedOrigins("https://app.example")
                    .addAllowedMethods("GET")
                    .addAllowedMethods("PUT")
                    .addAllowedHeaders("x-amz-*")
                    .addExposeHeaders("ETag")
                    .setMaxAgeSeconds(60));
        case "plain" -> {}
        case "broken" -> {
          answers.onError(failure(FailureReason.UNAVAILABLE));
          return;
        }
        default -> {
          answers.onError(failure(FailureReason.BUCKET_NOT_FOUND));
          return;
        }
      }
      answers.onNext(
          GetBucketSettingsResponse.newBuilder().setSettings(settings).setGeneration(1).build());
      answers.onCompleted();
    }

    private static RuntimeException failure(FailureReason reason) {
      return StorageStatus.toStatus(new StorageException(reason, "by a test"));
    }
  }

  /** Denies everything to everybody. */
  private static final class Denial extends AccessServiceGrpc.AccessServiceImplBase {
    @Override
    public void decide(DecideRequest request, StreamObserver<DecideResponse> answers) {
      answers.onError(
          StorageStatus.toStatus(
              new StorageException(FailureReason.ACCESS_DENIED, "denied by a test")));
    }
  }

  @BeforeEach
  void start() throws Exception {
    Credentials nobody = Credentials.none().withRoot("AKROOT", "a-secret-of-root");
    frontend =
        new FrontendOverStub(
            Authenticator.signed(
                () -> nobody,
                new AcceptedSignatures(Region.US_EAST_1, true),
                InstantSource.system()),
            KeepAlivePolicy.STANDARD,
            new Buckets(),
            new Denial());
  }

  @AfterEach
  void stop() {
    frontend.close();
  }

  /** The whole answer, in lower case but for its document. */
  private String answer(String line, String... headers) throws IOException {
    return answerAt("localhost", line, headers);
  }

  private String answerAt(String host, String line, String... headers) throws IOException {
    String answer =
        frontend.raw(
            Stream.concat(Stream.of(line + " HTTP/1.1", "Host: " + host), Stream.of(headers))
                .toArray(String[]::new));
    int end = answer.indexOf("\r\n\r\n") + 2;
    return answer.substring(0, end).toLowerCase(Locale.ROOT) + answer.substring(end);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"/ruled", "/ruled/a/key", "/ruled/key?versionId=1&uploads", "/api/ruled/k"})
  void preflight_isAnsweredByTheRuleWithoutAuthentication(String path) throws Exception {
    assertThat(
            answer(
                "OPTIONS " + path,
                PAGE,
                "Access-Control-Request-Method: PUT",
                "Access-Control-Request-Headers: X-Amz-Date, x-amz-meta-a"))
        .startsWith("http/1.1 200 ")
        .contains(OF_A_RULE)
        .contains("access-control-allow-headers: x-amz-date, x-amz-meta-a\r\n")
        .contains("content-length: 0\r\n")
        .endsWith("\r\n\r\n");
  }

  @Test
  void preflightInVirtualHostStyle_isAnsweredByTheRule() throws Exception {
    assertThat(
            answerAt("ruled.s3.test", "OPTIONS /a/key", PAGE, "Access-Control-Request-Method: GET"))
        .startsWith("http/1.1 200 ")
        .contains(OF_A_RULE);
  }

  @Test
  void preflightWithoutOrigin_isABadRequest() throws Exception {
    assertThat(answer("OPTIONS /ruled/key", "Access-Control-Request-Method: GET"))
        .startsWith("http/1.1 400 ")
        .contains(
            "<Code>BadRequest</Code>",
            "<Message>Insufficient information. Origin request header needed.</Message>")
        .doesNotContain("access-control-", "vary:");
    assertThat(asked).isEmpty();
  }

  @Test
  void preflightWithoutAMethodOfS3_isABadRequest() throws Exception {
    assertThat(answer("OPTIONS /ruled/key", PAGE))
        .startsWith("http/1.1 400 ")
        .contains("<Message>Invalid Access-Control-Request-Method: null</Message>");
    assertThat(answer("OPTIONS /ruled/key", PAGE, "Access-Control-Request-Method: PATCH"))
        .startsWith("http/1.1 400 ")
        .contains("<Message>Invalid Access-Control-Request-Method: PATCH</Message>");
    assertThat(asked).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        STRANGER + "\nAccess-Control-Request-Method: PUT",
        PAGE + "\nAccess-Control-Request-Method: DELETE",
        PAGE + "\nAccess-Control-Request-Method: PUT\nAccess-Control-Request-Headers: range"
      })
  void preflightThatNoRuleAllows_isForbidden(String headers) throws Exception {
    String answer = answer("OPTIONS /ruled/key", headers.split("\n", -1));

    assertThat(answer)
        .startsWith("http/1.1 403 ")
        .contains(
            "<Code>AccessForbidden</Code>",
            "<Message>CORSResponse: This CORS request is not allowed. This is usually because",
            "<ResourceType>OBJECT</ResourceType>")
        .containsPattern("<Method>(PUT|DELETE)</Method>")
        .doesNotContain("access-control-allow");
    assertThat(answer("OPTIONS /ruled", headers.split("\n", -1)))
        .contains("<ResourceType>BUCKET</ResourceType>");
  }

  @Test
  void bucketsWithoutRulesAndMissingOnes_areAnsweredAlike() throws Exception {
    String method = "Access-Control-Request-Method: GET";
    List<String> answers =
        Stream.of("plain", "missing")
            .map(
                bucket -> {
                  try {
                    return answer("OPTIONS /" + bucket + "/key", PAGE, method);
                  } catch (IOException e) {
                    throw new UncheckedIOException(e);
                  }
                })
            .map(text -> text.replaceAll("<(RequestId|Resource)>[^<]*</\\1>", ""))
            .map(text -> text.substring(text.indexOf("<Error>")))
            .distinct()
            .toList();

    assertThat(answers)
        .singleElement()
        .asString()
        .contains(
            "<Code>AccessForbidden</Code>",
            "<Message>CORSResponse: CORS is not enabled for this bucket.</Message>",
            "<Method>GET</Method>",
            "<ResourceType>BUCKET</ResourceType>");
    assertThat(answer("OPTIONS /", PAGE, method)).contains("<Code>AccessForbidden</Code>");
  }

  @Test
  void preflightWhileTheAgentIsAway_saysSo() throws Exception {
    assertThat(answer("OPTIONS /broken/key", PAGE, "Access-Control-Request-Method: GET"))
        .startsWith("http/1.1 503 ")
        .contains("retry-after: 1\r\n");
  }

  /** The agent denies what it is asked about, and has no objects. */
  @ParameterizedTest
  @ValueSource(
      strings = {
        "GET /ruled/key",
        "PUT /ruled/key",
        "GET /ruled/key?uploadId=a&uploadId=b",
        "GET /ruled?max-keys=x",
        "GET /ruled/key?X-Amz-Algorithm=AWS4-HMAC-SHA256",
        "GET /ruled/%ZZ"
      })
  void refusal_hasTheHeadersOfTheRule(String line) throws Exception {
    assertThat(answer(line, PAGE, "Content-Length: 0"))
        .containsPattern("^http/1.1 (40[03]|501) ")
        .contains(OF_A_RULE);
  }

  @Test
  void refusalOfAForm_hasTheHeadersOfTheRule() throws Exception {
    assertThat(
            answer(
                "POST /ruled",
                "Origin: https://www.example.com",
                "Access-Control-Request-Method: PUT",
                "Content-Type: multipart/form-data; boundary=b",
                "Content-Length: 0"))
        .containsPattern("^http/1.1 4.. ")
        .contains("access-control-allow-origin: https://www.example.com\r\n");
  }

  @Test
  void keyThatIsTooLong_hasTheHeadersOfItsBucket() throws Exception {
    assertThat(answer("GET /ruled/" + "k".repeat(1025), PAGE)).contains(OF_A_RULE);
  }

  @Test
  void pageThatNoRuleNames_isToldNothing() throws Exception {
    assertThat(answer("GET /ruled/key", STRANGER))
        .startsWith("http/1.1 501 ")
        .contains("vary: origin, access-control-request-headers")
        .doesNotContain("\r\naccess-control-");
    assertThat(answer("DELETE /ruled/key", PAGE)).doesNotContain("\r\naccess-control-");
    assertThat(answer("GET /plain/key", PAGE)).doesNotContain("access-control-", "vary:");
    assertThat(answer("GET /missing/key", PAGE)).doesNotContain("access-control-", "vary:");
    assertThat(answer("GET /", PAGE)).doesNotContain("access-control-", "vary:");
  }

  @Test
  void requestWithoutOrigin_asksForNoRules() throws Exception {
    assertThat(answer("GET /ruled/key")).doesNotContain("access-control-", "vary:");
    assertThat(asked).isEmpty();
  }
}
