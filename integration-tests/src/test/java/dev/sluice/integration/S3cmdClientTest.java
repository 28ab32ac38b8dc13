package dev.sluice.integration;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.ObjectOwnership;
import software.amazon.awssdk.services.s3.model.OwnershipControlsRule;

/** s3cmd with its defaults, but for parts of 5 MiB in the place of 15. */
@Timeout(300)
@ExtendWith(ClientServer.Extension.class)
class S3cmdClientTest {

  private static final int PART = 5 << 20;

  private final ClientServer server;

  @TempDir private Path folder;

  S3cmdClientTest(ClientServer server) {
    this.server = server;
  }

  @Test
  void folder_isSyncedBothWays() throws Exception {
    Path files = ClientFiles.make(folder.resolve("files"), PART);

    s3cmd("mb", "s3://s3cmd");
    s3cmd("sync", files + "/", "s3://s3cmd/to/");
    ClientFiles.assertSame(server.bucket("s3cmd/to"), files);
    assertThat(s3cmd("sync", files + "/", "s3://s3cmd/to/")).doesNotContain("upload:");
    s3cmd("sync", "s3://s3cmd/to/", folder.resolve("back") + "/");
    ClientFiles.assertSame(folder.resolve("back"), files);

    assertThat(s3cmd("ls", "--recursive", "s3://s3cmd"))
        .contains("103  s3://s3cmd/to/ünïcödé/日本語/🎉.txt");
    assertThat(s3cmd("ls", "s3://s3cmd")).contains("DIR  s3://s3cmd/to/");
    String signed = s3cmd("signurl", "s3://s3cmd/to/above", "+600").strip();
    assertThat(CurlAnswer.of("-r", "0-0", signed).headers().get("etag")).endsWith("-2\"");
    assertThat(s3cmd("du", "s3://s3cmd/to/sorted/")).contains("315 ", " 3 objects");
    s3cmd("del", "--recursive", "s3://s3cmd/to/sorted");
    assertThat(server.bucket("s3cmd/to/sorted")).doesNotExist();
    s3cmd("rb", "--recursive", "--force", "s3://s3cmd");
    assertThat(server.bucket("s3cmd")).doesNotExist();
  }

  @Test
  void object_isCopiedMovedChangedAndShown() throws Exception {
    Path file = Files.writeString(folder.resolve("file"), "text of a file");
    s3cmd("mb", "s3://s3cmd-one");

    s3cmd("put", "--acl-private", "--add-header=x-amz-meta-colour:blue", file, "s3://s3cmd-one/a");
    s3cmd("setacl", "--acl-private", "s3://s3cmd-one/a");
    s3cmd("cp", "s3://s3cmd-one/a", "s3://s3cmd-one/b b");
    s3cmd("mv", "s3://s3cmd-one/b b", "s3://s3cmd-one/c//d");
    s3cmd("modify", "--add-header=Cache-Control:no-cache", "s3://s3cmd-one/c//d");
    assertThat(s3cmd("info", "s3://s3cmd-one/c//d"))
        .contains("File size: 14", "MD5 sum:   37e1d80384a387e1754faf9b5e462fad")
        .contains("x-amz-meta-colour: blue", ": FULL_CONTROL")
        .doesNotContain(ClientServer.ACCESS_KEY);
    assertThat(s3cmd("info", "s3://s3cmd-one")).contains("Location:  us-east-1");
    s3cmd("get", "s3://s3cmd-one/c//d", folder.resolve("got"));
    assertThat(folder.resolve("got")).hasContent("text of a file");
    URI signed = URI.create(s3cmd("signurl", "s3://s3cmd-one/a", "+600").strip());
    assertThat(CurlAnswer.of(signed.toString()).body()).isEqualTo("text of a file");
    s3cmd("rb", "--recursive", "--force", "s3://s3cmd-one");
  }

  /** It puts an access control list as a document that it has read and changed. */
  @Test
  void settings_areSetAndShown() throws Exception {
    Path file = Files.writeString(folder.resolve("file"), "text of a file");
    Path policy =
        Files.writeString(
            folder.resolve("policy"),
            """
            {"Version": "2012-10-17", "Statement": [{"Effect": "Allow", "Principal": "*",
              "Action": "s3:GetObject", "Resource": "arn:aws:s3:::s3cmd-settings/public/*"}]}
            """);
    Path cors =
        Files.writeString(
            folder.resolve("cors"),
            """
            <CORSConfiguration><CORSRule><AllowedOrigin>http://*.example.org</AllowedOrigin>
            <AllowedMethod>GET</AllowedMethod></CORSRule></CORSConfiguration>
            """);
    s3cmd("mb", "s3://s3cmd-settings");
    s3cmd("put", file, "s3://s3cmd-settings/a");
    useLists("s3cmd-settings");
    URI object = server.endpoint().resolve("/s3cmd-settings/a");
    assertThat(CurlAnswer.of(object).status()).isEqualTo(403);

    s3cmd("setacl", "--acl-public", "s3://s3cmd-settings/a");
    assertThat(CurlAnswer.of(object).body()).isEqualTo("text of a file");
    assertThat(s3cmd("info", "s3://s3cmd-settings/a")).contains("*anon*: READ");
    s3cmd("setacl", "--acl-private", "s3://s3cmd-settings/a");
    assertThat(CurlAnswer.of(object).status()).isEqualTo(403);
    s3cmd("setacl", "--acl-public", "s3://s3cmd-settings");
    assertThat(CurlAnswer.of(server.endpoint().resolve("/s3cmd-settings")).status()).isEqualTo(200);

    s3cmd("setpolicy", policy, "s3://s3cmd-settings");
    s3cmd("setcors", cors, "s3://s3cmd-settings");
    assertThat(s3cmd("info", "s3://s3cmd-settings"))
        .contains("Policy:", "s3:GetObject", "CORS:", "http://*.example.org", "*anon*: READ")
        .contains("Payer:     BucketOwner");
    s3cmd("delpolicy", "s3://s3cmd-settings");
    s3cmd("delcors", "s3://s3cmd-settings");
    assertThat(s3cmd("info", "s3://s3cmd-settings")).contains("Policy:    none", "CORS:      none");
    s3cmd("rb", "--recursive", "--force", "s3://s3cmd-settings");
  }

  private void useLists(String bucket) {
    try (S3Client owner =
        S3Clients.builder(server.endpoint())
            .forcePathStyle(true)
            .credentialsProvider(ClientServer.CREDENTIALS)
            .build()) {
      owner.putBucketOwnershipControls(
          it ->
              it.bucket(bucket)
                  .ownershipControls(
                      controls ->
                          controls.rules(
                              OwnershipControlsRule.builder()
                                  .objectOwnership(ObjectOwnership.OBJECT_WRITER)
                                  .build())));
    }
  }

  /** Somebody who sees two buckets of those that other tests have made. */
  @Test
  void bucketsOfTheCaller_areListedWithAllTheirObjects() throws Exception {
    Path file = Files.writeString(folder.resolve("file"), "text of a file");
    s3cmd("mb", "s3://narrow-one", "s3://narrow-two");
    s3cmd("put", file, "s3://narrow-one/a/b");
    s3cmd("put", file, "s3://narrow-two/c");

    assertThat(s3cmd("--access_key", ClientServer.NARROW_ACCESS_KEY, "la").lines())
        .filteredOn(line -> !line.isBlank())
        .satisfiesExactly(
            line -> assertThat(line).contains(" DIR ").endsWith(" s3://narrow-one/a/"),
            line -> assertThat(line).contains(" 14 ").endsWith(" s3://narrow-two/c"));
    assertThat(s3cmd("--access_key", ClientServer.NARROW_ACCESS_KEY, "ls").lines())
        .satisfiesExactly(
            line -> assertThat(line).endsWith(" s3://narrow-one"),
            line -> assertThat(line).endsWith(" s3://narrow-two"));
    s3cmd("rb", "--recursive", "--force", "s3://narrow-one", "s3://narrow-two");
  }

  private String s3cmd(Object... words) throws IOException {
    Path s3cmd = OutsideClients.s3cmd();
    Path configuration =
        Files.writeString(
            folder.resolve("s3cfg"),
            """
            [default]
            access_key = %s
            secret_key = %s
            host_base = %s
            host_bucket = %s
            use_https = False
            multipart_chunk_size_mb = 5
            """
                .formatted(
                    ClientServer.ACCESS_KEY,
                    ClientServer.SECRET_KEY,
                    server.endpoint().getAuthority(),
                    server.endpoint().getAuthority()));
    return OutsideCommand.of(s3cmd, "--config", configuration, "--no-progress")
        .with(words)
        .run()
        .good()
        .out();
  }
}
