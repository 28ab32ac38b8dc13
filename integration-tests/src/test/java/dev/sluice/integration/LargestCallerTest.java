package dev.sluice.integration;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.integration.SignedHttp.Form;
import dev.sluice.integration.SignedHttp.Message;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;

/**
 * Callers with as many characters of condition keys as there may be, from a frontend to an agent
 * that are processes of their own. Ours: a policy reads all of them or the request is refused.
 */
@Timeout(300)
class LargestCallerTest {
  private static final String SECRET = "the-secret-of-all";

  /** Near the bound of 32,768 for names and values together, beside those that are always there. */
  private static final int LONG = 31_000;

  private static final String CREDENTIALS =
      """
      identities:
      - {access-key: ANN, secret-key: the-secret-of-all, account: "111111111111", owner-id: ann,
         grants: [{actions: ["*"], resources: ["*"]}]}
      - {access-key: AIDE, secret-key: the-secret-of-all, account: "111111111111", owner-id: aide}
      """;

  private static final String POLICY =
      """
      {"Version": "2012-10-17", "Statement": {"Effect": "Allow", "Principal": "*",
        "Action": "s3:GetObject", "Resource": "arn:aws:s3:::bucket/*",
        "Condition": {"StringLike": {"aws:Referer": "http://start/*/end"}}}}
      """;

  @TempDir private static Path folder;

  private static SluiceProcess agent;
  private static SluiceProcess frontend;
  private static SignedHttp http;

  @BeforeAll
  static void start() throws Exception {
    Path credentials = Files.writeString(folder.resolve("credentials.yaml"), CREDENTIALS);
    Path data = folder.resolve("data");
    agent = SluiceProcess.agent(data).start();
    frontend =
        SluiceProcess.frontend(data)
            .with("--credentials", credentials, "--maximum-header-size", "64KiB")
            .start();
    http = new SignedHttp(frontend.s3());
    assertThat(send("ANN", Message.of("PUT", "/bucket")).statusCode()).isEqualTo(200);
    assertThat(send("ANN", Message.of("PUT", "/bucket/key").carrying("text")).statusCode())
        .isEqualTo(200);
    assertThat(send("ANN", Message.of("PUT", "/bucket?policy").carrying(POLICY)).statusCode())
        .isEqualTo(204);
  }

  @AfterAll
  static void stop() {
    if (http != null) {
      http.close();
    }
    if (frontend != null) {
      frontend.close();
    }
    if (agent != null) {
      agent.close();
    }
  }

  private static HttpResponse<String> send(String caller, Message message) throws Exception {
    return http.signed(message, AwsBasicCredentials.create(caller, SECRET), Form.HEADER);
  }

  private static HttpResponse<String> get(String caller, int length, String end) throws Exception {
    String referer = "http://start/" + "x".repeat(length) + end;
    return send(caller, Message.of("GET", "/bucket/key").with("Referer", referer));
  }

  @Test
  void longestValue_isReadToItsEnd() throws Exception {
    HttpResponse<String> allowed = get("AIDE", LONG, "/end");

    assertThat(allowed.statusCode()).as(allowed.body()).isEqualTo(200);
    assertThat(allowed.body()).isEqualTo("text");
    assertThat(get("AIDE", LONG, "/other").statusCode()).isEqualTo(403);
  }

  @Test
  void valueBeyondTheBound_isRefused() throws Exception {
    HttpResponse<String> answer = get("ANN", 32 << 10, "/end");

    assertThat(answer.statusCode()).isEqualTo(400);
    assertThat(answer.body()).contains("<Code>RequestHeaderSectionTooLarge</Code>");
  }
}
