package dev.sluice.integration;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.integration.SignedHttp.Message;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * What a refusal comes before: complaints about documents, and NotImplemented. Asserts AWS's
 * behaviour: "How Amazon S3 authorizes a request",
 * AmazonS3/latest/userguide/how-s3-evaluates-access-control.html.
 */
@Timeout(300)
class RefusalsOverHttpTest {
  private static final String CREDENTIALS =
      """
      identities:
      - {access-key: ANN, secret-key: the-secret-of-all, account: "111111111111", owner-id: ann,
         grants: [{actions: ["*"], resources: ["*"]}]}
      - {access-key: AIDE, secret-key: the-secret-of-all, account: "111111111111", owner-id: aide}
      - access-key: DENIED
        secret-key: the-secret-of-all
        account: "111111111111"
        statements:
        - {Effect: Allow, Action: "s3:*", Resource: "*"}
        - {Effect: Deny, Action: "s3:*", Resource: ["arn:aws:s3:::bucket", "arn:aws:s3:::bucket/*"]}
      - access-key: CREATOR
        secret-key: the-secret-of-all
        account: "111111111111"
        statements:
        - {Effect: Allow, Action: "s3:CreateBucket", Resource: "*"}
      - access-key: TAGGER
        secret-key: the-secret-of-all
        account: "111111111111"
        statements:
        - {Effect: Allow, Action: "s3:CreateBucket", Resource: "*"}
        - {Effect: Allow, Action: "s3:TagResource", Resource: "*",
           Condition: {StringEquals: {"aws:RequestTag/team": red}}}
      """;

  @TempDir private static Path folder;

  private static IdentitiesServer server;

  @BeforeAll
  static void start() throws Exception {
    server = new IdentitiesServer(folder, CREDENTIALS);
    assertThat(server.send("ANN", Message.of("PUT", "/bucket")).statusCode()).isEqualTo(200);
    assertThat(server.send("ANN", Message.of("PUT", "/bucket/key")).statusCode()).isEqualTo(200);
  }

  @AfterAll
  static void stop() {
    if (server != null) {
      server.close();
    }
  }

  private static String code(String caller, Message message) throws Exception {
    String body = server.send(caller, message).body();
    int start = body.indexOf("<Code>");
    return start < 0 ? body : body.substring(start + 6, body.indexOf("</Code>"));
  }

  /** Nobody learns what is wrong with a document who could not have sent a good one. */
  @ParameterizedTest
  @CsvSource({
    "PUT, /bucket?policy, MalformedPolicy",
    "PUT, /bucket?acl, MalformedACLError",
    "PUT, /bucket?cors, InvalidRequest",
    "PUT, /bucket?tagging, MalformedXML",
    "PUT, /bucket?ownershipControls, MalformedXML",
    "PUT, /bucket?publicAccessBlock, MalformedXML",
    "PUT, /bucket?requestPayment, MalformedXML",
    "PUT, /bucket?accelerate, MalformedXML",
    "PUT, /bucket/key?acl, MalformedACLError",
    "PUT, /bucket/key?tagging, MalformedXML",
    "POST, /bucket/key?uploadId=none, MalformedXML",
    "PUT, /new-bucket, MalformedXML",
  })
  void documentOfACallerWhoMayNot_isAccessDeniedWhateverItSays(
      String method, String target, String complaint) throws Exception {
    Message message = Message.of(method, target).carrying("<no document");

    assertThat(code("nobody", message)).isEqualTo("AccessDenied");
    assertThat(code("AIDE", message)).isEqualTo("AccessDenied");
    if (target.startsWith("/bucket")) {
      assertThat(code("DENIED", message)).isEqualTo("AccessDenied");
    }
    assertThat(code("ANN", message)).isEqualTo(complaint);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "PUT /bucket?versioning",
        "PUT /bucket?lifecycle",
        "DELETE /bucket?lifecycle",
        "PUT /bucket?encryption",
        "PUT /bucket?logging",
        "PUT /bucket?notification",
        "PUT /bucket?replication",
        "PUT /bucket?website",
        "PUT /bucket?object-lock",
        "GET /bucket?versions",
        "GET /bucket?inventory",
        "PUT /bucket/key?retention",
        "PUT /bucket/key?legal-hold",
        "POST /bucket/key?restore",
        "POST /bucket/key?select&select-type=2",
        "GET /bucket/key?torrent",
      })
  void operationThatIsNotHere_isAccessDeniedFirst(String request) throws Exception {
    String[] words = request.split(" ", -1);
    Message message = Message.of(words[0], words[1]).carrying("<no document");

    assertThat(code("nobody", message)).isEqualTo("AccessDenied");
    assertThat(code("AIDE", message)).isEqualTo("AccessDenied");
    assertThat(code("DENIED", message)).isEqualTo("AccessDenied");
    assertThat(code("ANN", message)).isEqualTo("NotImplemented");
  }

  /**
   * Asserts AWS's behaviour: "CreateBucketConfiguration",
   * AmazonS3/latest/API/API_CreateBucketConfiguration.html: tags need s3:TagResource.
   */
  @Test
  void bucketWithTags_needsThePermissionToTag() throws Exception {
    assertThat(server.send("CREATOR", Message.of("PUT", "/plain")).statusCode()).isEqualTo(200);
    assertThat(code("CREATOR", tagged("/tagged", "red"))).isEqualTo("AccessDenied");
    assertThat(code("TAGGER", tagged("/tagged", "blue"))).isEqualTo("AccessDenied");
    assertThat(server.send("ANN", Message.of("HEAD", "/tagged")).statusCode()).isEqualTo(404);
    assertThat(server.send("TAGGER", tagged("/tagged", "red")).statusCode()).isEqualTo(200);
    assertThat(server.send("ANN", Message.of("GET", "/tagged?tagging")).body())
        .contains("<Key>team</Key><Value>red</Value>");
  }

  private static Message tagged(String bucket, String team) {
    return Message.of("PUT", bucket)
        .carrying(
            "<CreateBucketConfiguration><Tags><Tag><Key>team</Key><Value>%s</Value></Tag></Tags></CreateBucketConfiguration>"
                .formatted(team));
  }
}
