package dev.sluice.integration;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
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

  private final ClientServer server;

  @TempDir private Path folder;

  GoClientsTest(ClientServer server) {
    this.server = server;
  }

  @ParameterizedTest
  @ValueSource(strings = {"aws", "minio"})
  void everything_worksInPathStyle(String client) throws Exception {
    work(client, server.endpoint(), "go-" + client, "path");
  }

  @ParameterizedTest
  @ValueSource(strings = {"aws", "minio"})
  void virtualHost_namesTheBucket(String client) throws Exception {
    String bucket = "go-hosts-" + client;
    Object[] hosts = HostsFile.naming(folder, bucket, HostsFile.AND_THE_DOMAIN);
    work(client, server.domain(), bucket, "host", hosts);
  }

  private void work(String client, URI endpoint, String bucket, String style, Object... before)
      throws Exception {
    Path files = ClientFiles.make(folder.resolve("files"), 5 << 20);

    server.command(before).with(compiled(), client, endpoint, bucket, files, style).run().good();

    ClientFiles.assertSame(server.bucket(bucket + "/files"), files);
    assertThat(server.bucket(bucket + "/copy")).doesNotExist();
  }

  private static Path compiled() throws Exception {
    Path client = program.resolve("client");
    if (Files.exists(client)) {
      return client;
    }
    return OutsideClients.goClient(
        Resources.copyAll(
            program,
            "clients/go/go.mod",
            "clients/go/go.sum",
            "clients/go/main.go",
            "clients/go/aws.go",
            "clients/go/minio.go"));
  }
}
