package dev.sluice.integration;

import static org.assertj.core.api.Assertions.assertThat;

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
  void everything_works() throws Exception {
    Object[] node = OutsideClients.nodeWithSdk();
    Path files = ClientFiles.make(folder.resolve("files"), 5 << 20);

    OutsideCommand.of(node)
        .with(Resources.copy("clients/client.cjs", folder), server.endpoint())
        .with(ClientServer.ACCESS_KEY, ClientServer.SECRET_KEY, "javascript", files)
        .run()
        .good();

    ClientFiles.assertSame(server.bucket("javascript/files"), files);
    assertThat(server.bucket("javascript/copy")).doesNotExist();
  }
}
