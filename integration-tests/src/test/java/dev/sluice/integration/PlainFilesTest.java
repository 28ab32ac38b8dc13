package dev.sluice.integration;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What only plain HTTP sends, and what others do to the files beside the server. */
@Timeout(120)
class PlainFilesTest {

  @TempDir private static Path folder;

  private static SluiceProcess server;
  private static Path files;
  private static String url;

  @BeforeAll
  static void start() {
    OutsideClients.curl();
    server = SluiceProcess.standalone(folder.resolve("data")).start();
    files = folder.resolve("data/plain");
    url = server.s3() + "/plain";
    assertThat(CurlAnswer.of("-X", "PUT", url).status()).isEqualTo(200);
  }

  @AfterAll
  static void stop() {
    if (server != null) {
      server.close();
    }
  }

  @Test
  void fileFromOutside_isServedAtOnce() throws IOException {
    Files.createDirectories(files.resolve("from/outside"));
    Files.writeString(files.resolve("from/outside/page.html"), "<p>hello");

    CurlAnswer got = CurlAnswer.of(url + "/from/outside/page.html");
    assertThat(got.body()).isEqualTo("<p>hello");
    assertThat(got.headers()).containsEntry("content-type", "text/html");
    assertThat(got.headers().get("etag")).contains("-");
    assertThat(CurlAnswer.of(url + "?prefix=from/").body())
        .contains("<Key>from/outside/page.html</Key>");
    assertThat(CurlAnswer.of("-r", "1-1", url + "/from/outside/page.html").body()).isEqualTo("p");

    Files.delete(files.resolve("from/outside/page.html"));
    assertThat(CurlAnswer.of(url + "/from/outside/page.html").status()).isEqualTo(404);
    assertThat(CurlAnswer.of(url + "?prefix=from/").body()).doesNotContain("<Key>");
  }

  @Test
  void fileChangedFromOutside_losesItsEtagAndKeepsItsType() throws IOException {
    CurlAnswer put =
        CurlAnswer.of(
            "-X", "PUT", "-H", "Content-Type: text/own", "-d", "before", url + "/changed");
    Files.writeString(files.resolve("changed"), "after it");

    CurlAnswer got = CurlAnswer.of(url + "/changed");

    assertThat(got.body()).isEqualTo("after it");
    assertThat(got.headers()).containsEntry("content-type", "text/own");
    assertThat(got.headers().get("etag")).isNotEqualTo(put.headers().get("etag")).contains("-");
  }

  /** Ours: AWS has no links. A client shall not try again what cannot succeed. */
  @Test
  void putOntoOrBelowALink_isTheRequestsMistake() throws IOException {
    Files.createSymbolicLink(files.resolve("link"), folder);

    for (String key : List.of("link", "link/below")) {
      CurlAnswer put = CurlAnswer.of("-X", "PUT", "-d", "x", url + "/" + key);
      assertThat(put.status()).isEqualTo(400);
      assertThat(put.body())
          .contains("<Code>InvalidRequest</Code>", "plain/link is a symbolic link");
      assertThat(CurlAnswer.of(url + "/" + key).status()).isEqualTo(404);
      assertThat(CurlAnswer.of("-X", "DELETE", url + "/" + key).status()).isEqualTo(204);
    }
    assertThat(files.resolve("link")).isSymbolicLink();
  }

  @Test
  void folderFromOutside_isABucket() throws IOException {
    Files.createDirectory(folder.resolve("data/made-outside"));

    assertThat(CurlAnswer.of(server.s3() + "/").body()).contains("<Name>made-outside</Name>");
    assertThat(CurlAnswer.of("-X", "DELETE", server.s3() + "/made-outside").status())
        .isEqualTo(204);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "a",
        "a/b",
        "a/",
        "/leading",
        "double//slash",
        "trailing//",
        "..",
        "../../up",
        "nul\0",
        "x/../y",
        "./dot",
        ".%reserved",
        ".sluice/format",
        "ü/é",
        "+ plus"
      })
  void key_isKeptAsItIs(String key) throws IOException {
    String address = url + "/" + encoded(key);

    assertThat(CurlAnswer.of("--path-as-is", "-X", "PUT", "-d", encoded(key), address).status())
        .isEqualTo(200);

    assertThat(CurlAnswer.of("--path-as-is", address).body()).isEqualTo(encoded(key));
    assertThat(CurlAnswer.of(url + "?encoding-type=url&prefix=" + encoded(key)).body())
        .contains("<Key>" + encoded(key) + "</Key>");
    assertThat(folder.resolve("data/.sluice/format"))
        .content()
        .matches("1\\nid [0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}\\n");
    assertThat(CurlAnswer.of("--path-as-is", "-X", "DELETE", address).status()).isEqualTo(204);
  }

  @Test
  void crc64nvme_isVerifiedStoredAndReturned() {
    String header = "x-amz-checksum-crc64nvme";
    String address = url + "/crc64nvme";

    CurlAnswer wrong =
        CurlAnswer.of("-X", "PUT", "-d", "12345678", "-H", header + ": rosUhgp5mIg=", address);
    assertThat(wrong.text("Code")).isEqualTo("BadDigest");
    CurlAnswer right =
        CurlAnswer.of("-X", "PUT", "-d", "123456789", "-H", header + ": rosUhgp5mIg=", address);
    assertThat(right.status()).isEqualTo(200);
    assertThat(CurlAnswer.of("-I", "-H", "x-amz-checksum-mode: ENABLED", address).headers())
        .containsEntry(header, "rosUhgp5mIg=");
  }

  @Test
  void metadataBeyondAscii_comesBackAsAwsWritesIt() {
    String address = url + "/metadata";
    CurlAnswer.of(
        "-X", "PUT", "-H", "Content-Length: 0", "-H", "x-amz-meta-word: =?UTF-8?B?w7w=?=", address);

    assertThat(CurlAnswer.of("-I", address).headers().get("x-amz-meta-word"))
        .matches("=\\?UTF-8\\?(B\\?w7w=|Q\\?=C3=BC)\\?=");
  }

  @Test
  void whatIsNotThere_isRefusedByItsName() {
    for (List<String> refused :
        List.of(
            List.of("-X", "POST", server.s3() + "/"),
            List.of("-X", "PUT", "-d", "<Tagging/>", url + "/key?legal-hold"),
            List.of("-X", "PUT", "-H", "x-amz-acl: public-read", "-d", "x", url + "/key"),
            List.of(
                "-X", "PUT", "-H", "x-amz-server-side-encryption: AES256", "-d", "x", url + "/key"),
            List.of("-X", "PUT", "-H", "x-amz-storage-class: GLACIER", "-d", "x", url + "/key"))) {
      CurlAnswer answer = CurlAnswer.of(refused.toArray());
      assertThat(answer.status()).as("%s", refused).isBetween(400, 501);
      assertThat(answer.headers()).containsKey("x-amz-request-id");
    }
    assertThat(files.resolve("key")).doesNotExist();
  }

  private static String encoded(String key) {
    StringBuilder encoded = new StringBuilder();
    for (byte b : key.getBytes(UTF_8)) {
      char c = (char) (b & 0xff);
      boolean plain = c < 128 && (Character.isLetterOrDigit(c) || "-._~/".indexOf(c) >= 0);
      encoded.append(plain ? String.valueOf(c) : "%%%02X".formatted((int) c));
    }
    return encoded.toString();
  }
}
