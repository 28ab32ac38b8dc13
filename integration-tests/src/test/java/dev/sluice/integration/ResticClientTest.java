package dev.sluice.integration;

import static org.assertj.core.api.Assertions.assertThat;

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
    Path files = ClientFiles.make(folder.resolve("files"), 5 << 20);
    Object[] restic = {
      OutsideClients.restic(), "-r", "s3:" + server.endpoint() + "/restic/below", "--no-cache"
    };

    run(restic, "init");
    run(restic, "backup", files);
    Files.writeString(files.resolve("empty"), "no longer");
    run(restic, "backup", files);
    run(restic, "check", "--read-data");
    run(restic, "forget", "--keep-last", "1", "--prune");
    assertThat(run(restic, "snapshots")).contains("1 snapshots");
    run(restic, "check", "--read-data");
    run(restic, "restore", "latest", "--target", folder.resolve("restored"));
    ClientFiles.assertSame(
        folder.resolve("restored").resolve(files.toString().substring(1)), files);
    assertThat(server.bucket("restic/below/config")).isRegularFile();
  }

  private String run(Object[] restic, Object... words) {
    return server
        .command(restic)
        .with(words)
        .environment("RESTIC_PASSWORD", "of the tests")
        .run()
        .good()
        .out();
  }
}
