package dev.sluice.integration;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** boto3 with its defaults, and URLs of boto 2. */
@Timeout(300)
@ExtendWith(ClientServer.Extension.class)
class BotoClientsTest {

  /** From here on boto3 sends parts. */
  private static final int THRESHOLD = 8 << 20;

  private final ClientServer server;

  @TempDir private Path folder;

  BotoClientsTest(ClientServer server) {
    this.server = server;
  }

  @Test
  void boto3_doesItsWholeWork() throws Exception {
    new ClientStories(server, folder).boto3();
  }

  @Test
  void boto3_tagsBucketsAndObjects() throws Exception {
    Path python = OutsideClients.python();

    server
        .command(python, Resources.copy("clients/boto3_tagging.py", folder), server.endpoint())
        .with(ClientServer.ACCESS_KEY, ClientServer.SECRET_KEY)
        .run()
        .good();
  }

  @Test
  void boto3_setsPoliciesThatCurlMeets() throws Exception {
    Path python = OutsideClients.python();

    server
        .command(python, Resources.copy("clients/boto3_policies.py", folder), server.endpoint())
        .with(ClientServer.ACCESS_KEY, ClientServer.SECRET_KEY)
        .run()
        .good();
  }

  @Test
  void boto3_setsEverySetting() throws Exception {
    Path python = OutsideClients.python();

    server
        .command(python, Resources.copy("clients/boto3_settings.py", folder), server.endpoint())
        .with(ClientServer.ACCESS_KEY, ClientServer.SECRET_KEY)
        .run()
        .good();

    assertThat(server.bucket("boto3-settings")).doesNotExist();
  }

  @Test
  void boto3_transfersFiles() throws Exception {
    transfer("boto3-transfer", "path");
  }

  @Test
  void virtualHost_namesTheBucket() throws Exception {
    transfer("boto3-hosts", "virtual", HostsFile.naming(folder, "boto3-hosts"));
  }

  private void transfer(String bucket, String style, Object... before) throws Exception {
    Path python = OutsideClients.python();
    Path files = ClientFiles.make(folder.resolve("files"), THRESHOLD);

    server
        .command(before)
        .with(python, Resources.copy("clients/boto3_transfer.py", folder))
        .with(style.equals("path") ? server.endpoint() : server.domain(), style, bucket, files)
        .run()
        .good();

    ClientFiles.assertSame(server.bucket(bucket + "/files"), files);
  }

  @Test
  void boto2_presignsHeadersToo() throws Exception {
    Path python = OutsideClients.python();

    OutsideCommand.of(python, Resources.copy("clients/boto2_presigned.py", folder))
        .with(server.endpoint().getPort(), ClientServer.ACCESS_KEY, ClientServer.SECRET_KEY)
        .run()
        .good();
  }
}
