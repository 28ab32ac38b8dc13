package dev.sluice.integration;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * Uploads by HTML forms, from outside clients. Asserts AWS's behaviour: "POST Object",
 * AmazonS3/latest/API/RESTObjectPOST.html.
 */
@Timeout(180)
class FormUploadTest {

  @TempDir private static Path folder;

  private static SluiceProcess server;

  @BeforeAll
  static void start() throws Exception {
    Path credentials =
        Files.writeString(
            folder.resolve("credentials.yaml"),
            """
            anonymous:
              grants: [{actions: ["s3:PutObject"], resources: [dropbox]}]
            """);
    Files.createDirectories(folder.resolve("data/dropbox"));
    Files.createDirectories(folder.resolve("data/closed"));
    server =
        SluiceProcess.standalone(folder.resolve("data"))
            .with("--credentials", credentials)
            .environment("SLUICE_ACCESS_KEY", "AKFORMS")
            .environment("SLUICE_SECRET_KEY", "a-secret-of-forms")
            .start();
  }

  @AfterAll
  static void stop() {
    if (server != null) {
      server.close();
    }
  }

  @Test
  void boto3_postsPresignedForms() throws Exception {
    Path python = OutsideClients.python();
    Path script = Resources.copy("clients/boto3_post.py", folder);

    OutsideCommand.of(python, script, server.s3(), "AKFORMS", "a-secret-of-forms").run().good();

    assertNothingLeft();
  }

  @Test
  void curl_postsAFormWithoutSignatureWhereThatIsAllowed() throws Exception {
    Path curl = OutsideClients.curl();
    byte[] content = new byte[3 << 20];
    new java.util.Random(2).nextBytes(content);
    Path file = Files.write(folder.resolve("photo.jpg"), content);

    String stored = post(curl, "dropbox", "key=in/${filename}", file);
    String refused = post(curl, "closed", "key=in/${filename}", file);

    assertThat(stored).startsWith("HTTP/1.1 204").contains("/dropbox/in/photo.jpg");
    assertThat(Files.readAllBytes(folder.resolve("data/dropbox/in/photo.jpg"))).isEqualTo(content);
    assertThat(refused).startsWith("HTTP/1.1 403").contains("<Code>AccessDenied</Code>");
    assertThat(folder.resolve("data/closed")).isEmptyDirectory();
    assertNothingLeft();
  }

  @Test
  void curl_isSentWhereTheFormSays() throws Exception {
    Path curl = OutsideClients.curl();
    Path file = Files.writeString(folder.resolve("a.txt"), "text");
    String target = "http://example.org/done?from=form#end";

    String answer =
        OutsideCommand.of(
                curl,
                "-sS",
                "-i",
                "-F",
                "key=a b",
                "-F",
                "success_action_redirect=" + target,
                "-F",
                "file=@" + file,
                server.s3() + "/dropbox")
            .run()
            .good()
            .out();

    assertThat(answer)
        .startsWith("HTTP/1.1 303")
        .contains("Location: http://example.org/done?from=form&bucket=dropbox&key=a%20b&etag=%22");
  }

  private static String post(Path curl, String bucket, String field, Path file) {
    return OutsideCommand.of(
            curl,
            "-sS",
            "-i",
            "-H",
            "Expect:",
            "-F",
            field,
            "-F",
            "file=@" + file,
            server.s3() + "/" + bucket)
        .run()
        .good()
        .out();
  }

  /** What was refused in the middle of its bytes leaves nothing behind. */
  private static void assertNothingLeft() throws Exception {
    try (Stream<Path> staged = Files.walk(folder.resolve("data/.sluice/staging"))) {
      assertThat(staged.filter(Files::isRegularFile)).isEmpty();
    }
  }
}
