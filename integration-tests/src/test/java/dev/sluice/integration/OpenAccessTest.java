package dev.sluice.integration;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.integration.SignedHttp.Message;
import dev.sluice.testing.Await;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * A server without credentials, where everybody is the server's root. Ours: settings about who may
 * do what are kept and answered, and decide nothing; quotas and CORS rules are in force.
 */
@Timeout(300)
class OpenAccessTest {
  private static final String CLOSED =
      """
      {"Version": "2012-10-17", "Statement": {"Effect": "Deny", "Principal": "*", "Action": "s3:*",
        "Resource": ["arn:aws:s3:::bucket", "arn:aws:s3:::bucket/*"]}}
      """;

  private static final String CORS =
      """
      {"CORSRules": [{"AllowedOrigins": ["https://page.example"], "AllowedMethods": ["PUT"]}]}
      """;

  @TempDir private static Path folder;

  private static SluiceProcess server;
  private static SignedHttp http;

  @BeforeAll
  static void start() {
    server = SluiceProcess.standalone(folder.resolve("data")).start();
    http = new SignedHttp(server.s3());
  }

  @BeforeEach
  void bucket() throws Exception {
    done(Message.of("PUT", "/bucket"));
    done(Message.of("PUT", "/bucket/key").carrying("text"));
  }

  @AfterAll
  static void stop() {
    if (http != null) {
      http.close();
    }
    if (server != null) {
      server.close();
    }
  }

  private static String done(Message message) throws Exception {
    HttpResponse<String> answer = http.anonymous(message);
    assertThat(answer.statusCode()).as(answer.body()).isBetween(200, 299);
    return answer.body();
  }

  @Test
  void start_saysThatAccessIsOpen() {
    assertThat(server.stdout())
        .contains("(open access)")
        .contains("policies, access control lists and public access blocks are kept and answered")
        .contains("decide nothing");
  }

  @Test
  void settingsAboutAccess_areAnsweredAndDecideNothing() throws Exception {
    done(
        Message.of("PUT", "/bucket?publicAccessBlock")
            .carrying(
                """
                <PublicAccessBlockConfiguration>
                <BlockPublicAcls>true</BlockPublicAcls><IgnorePublicAcls>true</IgnorePublicAcls>
                <BlockPublicPolicy>true</BlockPublicPolicy>
                <RestrictPublicBuckets>true</RestrictPublicBuckets>
                </PublicAccessBlockConfiguration>\
                """));
    done(Message.of("PUT", "/bucket?policy").carrying(CLOSED));
    done(
        Message.of("PUT", "/bucket?ownershipControls")
            .carrying(
                "<OwnershipControls><Rule><ObjectOwnership>ObjectWriter</ObjectOwnership></Rule></OwnershipControls>"));
    done(Message.of("PUT", "/bucket?acl").with("x-amz-acl", "private"));
    done(Message.of("PUT", "/bucket/key?acl").with("x-amz-acl", "private"));

    assertThat(done(Message.of("GET", "/bucket?policy"))).isEqualTo(CLOSED);
    assertThat(done(Message.of("GET", "/bucket?publicAccessBlock")))
        .contains("<RestrictPublicBuckets>true</RestrictPublicBuckets>");
    assertThat(done(Message.of("GET", "/bucket?acl"))).contains("FULL_CONTROL");
    assertThat(done(Message.of("GET", "/bucket/key"))).isEqualTo("text");
    done(Message.of("GET", "/bucket?list-type=2"));
    done(Message.of("PUT", "/bucket/other").carrying("text"));
    done(Message.of("DELETE", "/bucket/other"));
    done(Message.of("DELETE", "/bucket?policy"));
  }

  @Test
  void quota_holds() throws Exception {
    done(Message.of("PUT", "/limited"));
    OutsideCommand.of(TestProject.launcher(), "bucket", "quota", "limited", "--objects", "1")
        .with("--root", folder.resolve("data"))
        .environment("SLUICE_JAVA_OPTS", "-Xmx64m")
        .run()
        .good();
    done(Message.of("PUT", "/limited/a").carrying("text"));

    HttpResponse<String> beyond = http.anonymous(Message.of("PUT", "/limited/b").carrying("text"));

    assertThat(beyond.statusCode()).as(beyond.body()).isEqualTo(403);
    assertThat(beyond.body()).contains("<Code>QuotaExceeded</Code>");
  }

  @Test
  void corsRules_areInForce() throws Exception {
    Message put =
        Message.of("PUT", "/bucket/page")
            .with("Origin", "https://page.example")
            .carrying("from a page");
    Message preflight =
        Message.of("OPTIONS", "/bucket/page")
            .with("Origin", "https://page.example")
            .with("Access-Control-Request-Method", "PUT");
    assertThat(http.anonymous(put).statusCode()).isEqualTo(403);
    assertThat(http.anonymous(preflight).statusCode()).isEqualTo(403);

    Path rules = Files.writeString(folder.resolve("cors.json"), CORS);
    OutsideCommand.of(TestProject.launcher(), "bucket", "settings", "bucket")
        .with("--root", folder.resolve("data"), "--cors", rules)
        .environment("SLUICE_JAVA_OPTS", "-Xmx64m")
        .run()
        .good();

    Await.until("the rule is in force", () -> http.anonymous(preflight).statusCode() == 200);
    assertThat(http.anonymous(put).statusCode()).isEqualTo(200);
  }

  /** Asserts AWS's behaviour: "POST Object", AmazonS3/latest/API/RESTObjectPOST.html. */
  @Test
  void form_setsTheTagsAndTheListThatItsFieldsState() throws Exception {
    done(Message.of("PUT", "/formed").with("x-amz-object-ownership", "ObjectWriter"));
    String tagging =
        "<Tagging><TagSet><Tag><Key>team</Key><Value>red</Value></Tag></TagSet></Tagging>";
    done(
        Message.of("POST", "/formed")
            .with("Content-Type", "multipart/form-data; boundary=frontier")
            .carrying(
                field("key", "page")
                    + field("acl", "public-read")
                    + field("tagging", tagging)
                    + field("file\"; filename=\"f", "text")
                    + "--frontier--\r\n"));

    assertThat(done(Message.of("GET", "/formed/page"))).isEqualTo("text");
    assertThat(done(Message.of("GET", "/formed/page?tagging")))
        .contains("<Key>team</Key><Value>red</Value>");
    assertThat(done(Message.of("GET", "/formed/page?acl")))
        .contains("global/AllUsers")
        .contains("<Permission>READ</Permission>");
  }

  private static String field(String name, String value) {
    return "--frontier\r\nContent-Disposition: form-data; name=\"%s\"\r\n\r\n%s\r\n"
        .formatted(name, value);
  }
}
