package dev.sluice.integration;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** restic with its defaults. It is written with minio-go. */
@Timeout(300)
@ExtendWith(ClientServer.Extension.class)
class ResticClientTest {

  private final ClientServer server;

  @TempDir private Path folder;

  ResticClientTest(ClientServer server) {
    this.server = server;
  }

  @Test
  void backup_isCheckedAndRestored() throws Exception {
    backUpAndRestore(server.endpoint(), "restic", new Object[0]);
  }

  @Test
  void virtualHost_namesTheBucket() throws Exception {
    // One that restic has to make, it makes at the domain.
    Files.createDirectory(server.bucket("restic-hosts"));
    Object[] hosts = HostsFile.naming(folder, "restic-hosts");
    backUpAndRestore(server.domain(), "restic-hosts", hosts, "-o", "s3.bucket-lookup=dns");
  }

  private void backUpAndRestore(URI endpoint, String bucket, Object[] before, Object... options)
      throws Exception {
    Path files = ClientFiles.make(folder.resolve("files"), 5 << 20);
    Object[] restic = {
      OutsideClients.restic(), "-r", "s3:" + endpoint + "/" + bucket + "/below", "--no-cache"
    };

    run(before, restic, options, "init");
    run(before, restic, options, "backup", files);
    Files.writeString(files.resolve("empty"), "no longer");
    run(before, restic, options, "backup", files);
    run(before, restic, options, "check", "--read-data");
    run(before, restic, options, "forget", "--keep-last", "1", "--prune");
    assertThat(run(before, restic, options, "snapshots")).contains("1 snapshots");
    run(before, restic, options, "check", "--read-data");
    run(before, restic, options, "restore", "latest", "--target", folder.resolve("restored"));
    ClientFiles.assertSame(
        folder.resolve("restored").resolve(files.toString().substring(1)), files);
    assertThat(server.bucket(bucket + "/below/config")).isRegularFile();
  }

  private String run(Object[] before, Object[] restic, Object[] options, Object... words) {
    return server
        .command(before)
        .with(restic)
        .with(options)
        .with(words)
        .environment("RESTIC_PASSWORD", "of the tests")
        .run()
        .good()
        .out();
  }
}
