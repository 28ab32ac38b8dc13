package dev.sluice.frontend.http;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.common.model.Region;
import dev.sluice.frontend.auth.Authenticator;
import dev.sluice.frontend.auth.Credentials;
import dev.sluice.frontend.auth.signature.AcceptedSignatures;
import dev.sluice.frontend.s3.S3Operation;
import java.io.IOException;
import java.net.http.HttpResponse;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/**
 * Whoever is not known is refused, whatever is asked for: without a signature by the agent, which
 * may know buckets that are open to everybody, with a wrong one by the frontend itself.
 */
class UnknownCallerTest {
  private static final String WRONG =
      "AWS4-HMAC-SHA256 Credential=AKALICE/20260101/us-east-1/s3/aws4_request,"
          + " SignedHeaders=host;x-amz-content-sha256;x-amz-date, Signature=0";
  private static final List<Map<String, String>> STRANGERS =
      List.of(
          Map.of(),
          Map.of("Authorization", "AWS AKNOBODY:c2ln", "x-amz-date", "20260101T000000Z"),
          Map.of("Authorization", "AWS AKALICE:c2ln", "x-amz-date", "20260101T000000Z"),
          Map.of(
              "Authorization",
              WRONG,
              "x-amz-date",
              "20260101T000000Z",
              "x-amz-content-sha256",
              "UNSIGNED-PAYLOAD"));

  private FrontendOverStub frontend;

  @BeforeEach
  void start() throws Exception {
    Credentials alice = Credentials.none().withRoot("AKALICE", "alice-secret");
    InstantSource clock = InstantSource.fixed(java.time.Instant.parse("2026-01-01T00:00:00Z"));
    frontend =
        new FrontendOverStub(
            Authenticator.signed(
                () -> alice, new AcceptedSignatures(Region.US_EAST_1, true), clock),
            KeepAlivePolicy.STANDARD);
  }

  @AfterEach
  void stop() {
    frontend.close();
  }

  @Test
  void unknownCaller_isRefused() throws Exception {
    List<String> answers = new ArrayList<>();
    List<S3Operation> operations = new ArrayList<>(List.of(S3Operation.values()));
    operations.remove(S3Operation.OPTIONS_OBJECT);
    operations.remove(S3Operation.WRITE_GET_OBJECT_RESPONSE); // POST / is none of ours
    for (S3Operation operation : operations) {
      for (Map<String, String> stranger : STRANGERS) {
        HttpResponse<?> answer = send(operation, stranger);
        answers.add(operation + " " + answer.statusCode());
      }
    }
    assertThat(answers).hasSize(4 * operations.size()).allMatch(it -> it.endsWith("403"));
  }

  @Test
  void answer_namesNothingButWhatWasAsked() throws Exception {
    TreeSet<String> answers = new TreeSet<>();
    for (String name : List.of("/here", "/elsewhere/key", "/")) {
      String text = frontend.text("GET", name, "");
      answers.add(text.replaceAll("<(RequestId|HostId|Resource)>[^<]*</\\1>", ""));
    }
    assertThat(answers).hasSize(1);
    assertThat(answers.first())
        .contains("<Code>AccessDenied</Code><Message>Access Denied</Message>");
  }

  private HttpResponse<?> send(S3Operation operation, Map<String, String> headers)
      throws IOException, InterruptedException {
    String path =
        switch (operation.scope()) {
          case SERVICE -> "/";
          case BUCKET -> "/bucket";
          case OBJECT -> "/bucket/key";
        };
    String query = String.join("&", operation.query());
    List<String> flat = new ArrayList<>();
    headers.forEach((name, value) -> flat.addAll(List.of(name, value)));
    HttpResponse<java.io.InputStream> answer =
        frontend.stream(
            operation.method(),
            query.isEmpty() ? path : path + "?" + query,
            "",
            flat.toArray(String[]::new));
    answer.body().close();
    return answer;
  }
}
