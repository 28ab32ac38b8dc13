package dev.sluice.frontend.http;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.common.model.Principal;
import dev.sluice.frontend.auth.Authenticator;
import dev.sluice.frontend.auth.permission.Identity;
import dev.sluice.frontend.s3.S3Operation;
import dev.sluice.v1.BucketServiceGrpc.BucketServiceImplBase;
import dev.sluice.v1.GetBucketSettingsRequest;
import dev.sluice.v1.GetBucketSettingsResponse;
import dev.sluice.v1.HeadObjectRequest;
import dev.sluice.v1.HeadObjectResponse;
import dev.sluice.v1.ObjectInfo;
import dev.sluice.v1.ObjectServiceGrpc.ObjectServiceImplBase;
import io.grpc.stub.StreamObserver;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * What a frontend without credentials answers to what browsers send, byte by byte. Sluice's own
 * rules: AWS has no service without credentials.
 */
class OpenAccessTest {
  private final AtomicInteger asked = new AtomicInteger();
  private final ObjectServiceImplBase objects =
      new ObjectServiceImplBase() {
        @Override
        public void headObject(
            HeadObjectRequest request, StreamObserver<HeadObjectResponse> answer) {
          asked.incrementAndGet();
          answer.onNext(
              HeadObjectResponse.newBuilder()
                  .setInfo(ObjectInfo.newBuilder().setEtag("tag").setSize(1))
                  .build());
          answer.onCompleted();
        }
      };
  private final BucketServiceImplBase buckets =
      new BucketServiceImplBase() {
        @Override
        public void getBucketSettings(
            GetBucketSettingsRequest request, StreamObserver<GetBucketSettingsResponse> answer) {
          answer.onNext(GetBucketSettingsResponse.getDefaultInstance());
          answer.onCompleted();
        }
      };
  private FrontendOverStub frontend;

  @BeforeEach
  void start() throws Exception {
    frontend = new FrontendOverStub(KeepAlivePolicy.STANDARD, objects, buckets);
  }

  @AfterEach
  void stop() {
    frontend.close();
  }

  private String answer(String line, String host, String... headers) throws IOException {
    return answer(frontend, line, host, headers);
  }

  /** The whole answer to the head of a request, whose body never comes. */
  private static String answer(FrontendOverStub server, String line, String host, String... headers)
      throws IOException {
    return server.raw(
        Stream.concat(Stream.of(line + " HTTP/1.1", "Host: " + host), Stream.of(headers))
            .toArray(String[]::new));
  }

  private static String line(S3Operation operation) {
    String path =
        switch (operation.scope()) {
          case SERVICE -> "/";
          case BUCKET -> "/bucket";
          case OBJECT -> "/bucket/key";
        };
    String query = String.join("&", operation.query());
    return operation.method() + " " + (query.isEmpty() ? path : path + "?" + query);
  }

  /** Forms and DeleteObjects among them. */
  @Test
  void changeOfAnotherOrigin_isRefusedWhateverTheOperation() throws Exception {
    List<String> changes = new ArrayList<>();
    for (S3Operation operation : S3Operation.values()) {
      if (!List.of("GET", "HEAD", "OPTIONS").contains(operation.method())) {
        changes.add(
            answer(
                line(operation),
                "localhost",
                "Origin: http://evil.example",
                "Content-Type: multipart/form-data; boundary=b",
                "Content-Length: 100000",
                "Expect: 100-continue"));
      }
    }
    assertThat(changes)
        .hasSizeGreaterThan(40)
        .allSatisfy(
            answer ->
                assertThat(answer)
                    .startsWith("HTTP/1.1 403 ")
                    .contains("<Code>AccessDenied</Code>", "Origin: http://evil.example (expected")
                    .containsIgnoringCase("connection: close"));
  }

  @Test
  void everyOperation_isRefusedByANameThatIsNotOurs() throws Exception {
    for (S3Operation operation : S3Operation.values()) {
      String line = line(operation);
      String answer = answer(line, "rebound.example", "Content-Length: 0");
      assertThat(answer).as(line).startsWith("HTTP/1.1 403 ");
      if (!operation.method().equals("HEAD")) {
        assertThat(answer).as(line).contains("Host: rebound.example (expected", "setting domains");
      }
    }
    assertThat(asked).hasValue(0);
  }

  @Test
  void object_isConfinedInABrowser() throws Exception {
    assertThat(answer("HEAD /bucket/key", "localhost").toLowerCase(Locale.ROOT))
        .startsWith("http/1.1 200 ")
        .contains("x-content-type-options: nosniff\r\n", "content-security-policy: sandbox\r\n");
    assertThat(answer("GET /", "localhost").toLowerCase(Locale.ROOT))
        .doesNotContain("x-content-type-options", "content-security-policy");
  }

  /** Of the anonymous, who see what the owner of the service lets them see. */
  @Test
  void object_isNotConfinedWhereThereAreCredentials() throws Exception {
    Identity anybody = Identity.unrestricted("", new Principal("id", "name"));
    try (FrontendOverStub closed =
        new FrontendOverStub(Authenticator.open(anybody), KeepAlivePolicy.STANDARD, objects)) {
      assertThat(answer(closed, "HEAD /bucket/key", "elsewhere").toLowerCase(Locale.ROOT))
          .startsWith("http/1.1 200 ")
          .doesNotContain("x-content-type-options", "content-security-policy");
    }
  }

  /** AWS refuses it to requests without a signature; here that is every one. */
  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "&X-Amz-Signature=0",
        "&X-Amz-Algorithm=AWS4-HMAC-SHA256&X-Amz-Credential=a/20260101/us-east-1/s3/aws4_request"
            + "&X-Amz-Date=20260101T000000Z&X-Amz-Expires=60&X-Amz-SignedHeaders=host"
            + "&X-Amz-Signature=0",
        "&Signature=0",
        "&AWSAccessKeyId=a&Expires=9999999999&Signature=0",
        "\nAuthorization: AWS a:0",
        "\nAuthorization: AWS4-HMAC-SHA256 Credential=a/20260101/us-east-1/s3/aws4_request,"
            + " SignedHeaders=host, Signature=0",
        "\nAuthorization: Bearer a"
      })
  void headerOfTheAnswer_isNobodysToChoose(String proof) throws Exception {
    String query = proof.startsWith("&") ? proof : "";
    String header = proof.startsWith("\n") ? proof.strip() : "x: y";
    String line = "HEAD /bucket/key?response-content-type=text%2Fhtml" + query;
    assertThat(answer(line, "localhost", header)).startsWith("HTTP/1.1 400 ");
    assertThat(asked).hasValue(0);
  }
}
