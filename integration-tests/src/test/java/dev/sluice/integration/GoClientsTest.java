package dev.sluice.integration;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The AWS SDK for Go v2 with its transfer manager, and minio-go. */
@Timeout(300)
@ExtendWith(ClientServer.Extension.class)
class GoClientsTest {

  @TempDir private static Path program;

  private static @Nullable Path client;

  private final ClientServer server;

  @TempDir private Path folder;

  GoClientsTest(ClientServer server) {
    this.server = server;
  }

  @ParameterizedTest
  @ValueSource(strings = {"aws", "minio"})
  void everything_worksInPathStyle(String name) throws Exception {
    work(name, server.endpoint(), "go-" + name, "path");
  }

  @ParameterizedTest
  @ValueSource(strings = {"aws", "minio"})
  void virtualHost_namesTheBucket(String name) throws Exception {
    String bucket = "go-hosts-" + name;
    Object[] hosts = HostsFile.naming(folder, bucket, HostsFile.AND_THE_DOMAIN);
    work(name, server.domain(), bucket, "host", hosts);
  }

  /** The calls of minio-go for policies, tags and CORS rules. */
  @Test
  void settings_areSetByMinio() throws Exception {
    server
        .command(compiled(), "minio-settings", server.endpoint(), "go-settings", folder, "path")
        .run()
        .good();

    assertThat(server.bucket("go-settings")).doesNotExist();
  }

  private void work(String name, URI endpoint, String bucket, String style, Object... before)
      throws Exception {
    Path files = ClientFiles.make(folder.resolve("files"), 5 << 20);

    server.command(before).with(compiled(), name, endpoint, bucket, files, style).run().good();

    ClientFiles.assertSame(server.bucket(bucket + "/files"), files);
    assertThat(server.bucket(bucket + "/copy")).doesNotExist();
  }

  /** Compiled once; where that fails each test fails for that reason, not for what it left. */
  private static Path compiled() throws Exception {
    if (client == null) {
      client =
          OutsideClients.goClient(
              Resources.copyAll(
                  Files.createTempDirectory(program, "sources-"),
                  "clients/go/go.mod",
                  "clients/go/go.sum",
                  "clients/go/main.go",
                  "clients/go/aws.go",
                  "clients/go/minio.go",
                  "clients/go/settings.go"));
    }
    return client;
  }
}
