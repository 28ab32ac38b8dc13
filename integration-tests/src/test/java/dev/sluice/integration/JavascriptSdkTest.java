package dev.sluice.integration;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** The AWS SDK for JavaScript v3, its upload of streams in parts and its presigned URLs. */
@Timeout(300)
@ExtendWith(ClientServer.Extension.class)
class JavascriptSdkTest {

  private final ClientServer server;

  @TempDir private Path folder;

  JavascriptSdkTest(ClientServer server) {
    this.server = server;
  }

  @Test
  void everything_worksInPathStyle() throws Exception {
    work(server.endpoint(), "javascript", "path");
  }

  @Test
  void virtualHost_namesTheBucket() throws Exception {
    String bucket = "javascript-hosts";
    Object[] hosts = HostsFile.naming(folder, bucket, HostsFile.AND_THE_DOMAIN);
    work(server.domain(), bucket, "host", hosts);
  }

  private void work(URI endpoint, String bucket, String style, Object... before) throws Exception {
    Object[] node = OutsideClients.nodeWithSdk();
    Path files = ClientFiles.make(folder.resolve("files"), 5 << 20);

    OutsideCommand.of(before)
        .with(node)
        .with(Resources.copy("clients/client.cjs", folder), endpoint)
        .with(ClientServer.ACCESS_KEY, ClientServer.SECRET_KEY, bucket, files, style)
        .run()
        .good();

    ClientFiles.assertSame(server.bucket(bucket + "/files"), files);
    assertThat(server.bucket(bucket + "/copy")).doesNotExist();
  }
}
