package dev.sluice.integration;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.integration.SignedHttp.Message;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * {@code x-amz-expected-bucket-owner} and {@code x-amz-source-expected-bucket-owner} of every
 * operation that takes them. Asserts AWS's behaviour: "Verifying bucket ownership with bucket owner
 * condition", AmazonS3/latest/userguide/bucket-owner-condition.html.
 */
@Timeout(300)
class ExpectedOwnerOverHttpTest {
  private static final String ACCOUNT = "111111111111";
  private static final String OTHER = "222222222222";
  private static final String EXPECTED = "x-amz-expected-bucket-owner";
  private static final String SOURCE_EXPECTED = "x-amz-source-expected-bucket-owner";
  private static final Pattern UPLOAD = Pattern.compile("<UploadId>([^<]*+)");

  private static final String CREDENTIALS =
      """
      identities:
      - {access-key: ANN, secret-key: the-secret-of-all, account: "111111111111", owner-id: ann,
         grants: [{actions: ["*"], resources: ["*"]}]}
      """;

  @TempDir private static Path folder;

  private static IdentitiesServer server;
  private static String upload = "";

  @BeforeAll
  static void start() throws Exception {
    Files.createDirectories(folder.resolve("data/outside"));
    server = new IdentitiesServer(folder, CREDENTIALS);
    server.done("ANN", Message.of("PUT", "/bucket"));
    server.done("ANN", Message.of("PUT", "/bucket/key").carrying("text"));
    Matcher begun = UPLOAD.matcher(server.done("ANN", Message.of("POST", "/bucket/parts?uploads")));
    assertThat(begun.find()).isTrue();
    upload = begun.group(1);
  }

  @AfterAll
  static void stop() {
    if (server != null) {
      server.close();
    }
  }

  /** With the right owner each is answered as without the header, whatever that is. */
  @ParameterizedTest
  @CsvSource({
    "HEAD, /bucket",
    "GET, /bucket",
    "GET, /bucket?list-type=2",
    "GET, /bucket?uploads",
    "GET, /bucket?location",
    "GET, /bucket?policy",
    "PUT, /bucket?policy",
    "DELETE, /bucket?policy",
    "GET, /bucket?policyStatus",
    "GET, /bucket?acl",
    "PUT, /bucket?acl",
    "GET, /bucket?cors",
    "PUT, /bucket?cors",
    "DELETE, /bucket?cors",
    "GET, /bucket?tagging",
    "PUT, /bucket?tagging",
    "DELETE, /bucket?tagging",
    "GET, /bucket?ownershipControls",
    "PUT, /bucket?ownershipControls",
    "DELETE, /bucket?ownershipControls",
    "GET, /bucket?publicAccessBlock",
    "PUT, /bucket?publicAccessBlock",
    "DELETE, /bucket?publicAccessBlock",
    "GET, /bucket?requestPayment",
    "PUT, /bucket?requestPayment",
    "GET, /bucket?accelerate",
    "PUT, /bucket?accelerate",
    "GET, /bucket?versioning",
    "GET, /bucket?lifecycle",
    "POST, /bucket?delete",
    "DELETE, /bucket",
    "GET, /bucket/key",
    "HEAD, /bucket/key",
    "PUT, /bucket/key",
    "DELETE, /bucket/missing",
    "GET, /bucket/key?attributes",
    "GET, /bucket/key?acl",
    "PUT, /bucket/key?acl",
    "GET, /bucket/key?tagging",
    "PUT, /bucket/key?tagging",
    "DELETE, /bucket/key?tagging",
    "POST, /bucket/key?uploads",
    "PUT, /bucket/parts?partNumber=1&uploadId=UPLOAD",
    "GET, /bucket/parts?uploadId=UPLOAD",
    "POST, /bucket/parts?uploadId=UPLOAD",
    "DELETE, /bucket/parts?uploadId=unknown",
  })
  void bucketOfAnotherAccount_isAccessDenied(String method, String target) throws Exception {
    Message message =
        Message.of(method, target.replace("UPLOAD", upload))
            .with("x-amz-object-attributes", "ETag")
            .carrying(body(method, target));
    HttpResponse<String> stated = server.send("ANN", message.with(EXPECTED, OTHER));
    HttpResponse<String> right = server.send("ANN", message.with(EXPECTED, ACCOUNT));
    HttpResponse<String> unstated = server.send("ANN", message);

    assertThat(stated.statusCode()).as(stated.body()).isEqualTo(403);
    if (!method.equals("HEAD")) {
      assertThat(stated.body()).contains("<Code>AccessDenied</Code>");
    }
    assertThat(right.statusCode())
        .as(right.body())
        .isEqualTo(unstated.statusCode())
        .isNotEqualTo(403);
  }

  /** A document that says nothing, where the operation reads one. */
  private static String body(String method, String target) {
    return method.equals("PUT") && target.endsWith("/key") ? "text" : "";
  }

  /** A document is not even read for the wrong owner. */
  @ParameterizedTest
  @ValueSource(
      strings = {
        "PUT /bucket?policy",
        "PUT /bucket?cors",
        "PUT /bucket?tagging",
        "PUT /bucket/key?tagging",
        "POST /bucket?delete",
      })
  void documentForAnotherOwner_isAccessDeniedWhateverItSays(String request) throws Exception {
    String[] words = request.split(" ", -1);
    Message message = Message.of(words[0], words[1]).carrying("<no document");
    HttpResponse<String> stated = server.send("ANN", message.with(EXPECTED, OTHER));
    HttpResponse<String> right = server.send("ANN", message.with(EXPECTED, ACCOUNT));

    assertThat(stated.statusCode()).as(stated.body()).isEqualTo(403);
    assertThat(right.statusCode()).as(right.body()).isEqualTo(400);
  }

  @ParameterizedTest
  @ValueSource(strings = {"/bucket/copy", "/bucket/parts?partNumber=2&uploadId=UPLOAD"})
  void copy_asksForBothOwners(String target) throws Exception {
    Message copy =
        Message.of("PUT", target.replace("UPLOAD", upload))
            .with("x-amz-copy-source", "/bucket/key");

    assertThat(server.send("ANN", copy.with(EXPECTED, OTHER)).statusCode()).isEqualTo(403);
    assertThat(server.send("ANN", copy.with(SOURCE_EXPECTED, OTHER)).statusCode()).isEqualTo(403);
    assertThat(
            server
                .send("ANN", copy.with(EXPECTED, ACCOUNT).with(SOURCE_EXPECTED, OTHER))
                .statusCode())
        .isEqualTo(403);
    server.done("ANN", copy.with(EXPECTED, ACCOUNT).with(SOURCE_EXPECTED, ACCOUNT));
  }

  /** It binds the server's root as well, who may do everything else. */
  @Test
  void expectationOfTheServersRoot_binds() throws Exception {
    Message get = Message.of("GET", "/bucket/key");

    assertThat(server.send("SERVER", get.with(EXPECTED, OTHER)).statusCode()).isEqualTo(403);
    server.done("SERVER", get.with(EXPECTED, ACCOUNT));
  }

  /** Ours: a folder from outside belongs to the server's root, whose canonical id counts too. */
  @Test
  void bucketWithoutAnOwner_isTheServersRoots() throws Exception {
    Message list = Message.of("GET", "/outside");

    server.done("SERVER", list.with(EXPECTED, "000000000000"));
    server.done("SERVER", list.with(EXPECTED, "0".repeat(64)));
    for (String other : new String[] {ACCOUNT, "nobody", "0", "00000000000a"}) {
      assertThat(server.send("SERVER", list.with(EXPECTED, other)).statusCode())
          .as(other)
          .isEqualTo(403);
    }
  }

  /** A bucket that is missing is told as such, to whom it may be told. */
  @Test
  void missingBucket_isNoSuchBucket() throws Exception {
    HttpResponse<String> answer =
        server.send("ANN", Message.of("GET", "/no-such-bucket").with(EXPECTED, OTHER));

    assertThat(answer.statusCode()).as(answer.body()).isEqualTo(404);
    assertThat(answer.body()).contains("<Code>NoSuchBucket</Code>");
  }
}
