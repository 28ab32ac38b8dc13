package dev.sluice.integration;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/**
 * A bucket mounted by s3fs, in a mount namespace of its own: it goes when the script in it ends,
 * however that is.
 */
@Timeout(300)
@ExtendWith(ClientServer.Extension.class)
class S3fsClientTest {

  private final ClientServer server;

  @TempDir private Path folder;

  S3fsClientTest(ClientServer server) {
    this.server = server;
  }

  @Test
  void mountedBucket_isAFolder() throws Exception {
    String bucket = "s3fs";
    Path s3fs = OutsideClients.s3fs();
    OutsideClients.requireFuse();
    Path files = ClientFiles.make(folder.resolve("files"), 5 << 20);
    Path password =
        Files.createFile(
            folder.resolve("password"),
            PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
    Files.writeString(password, ClientServer.ACCESS_KEY + ":" + ClientServer.SECRET_KEY);
    Files.createDirectory(server.bucket(bucket));

    OutsideCommand.of(HostsFile.naming(folder, bucket))
        .with("sh", "-e", Resources.copy("clients/s3fs.sh", folder), s3fs, bucket)
        .with(server.endpoint(), password, "use_path_request_style", files)
        .with(Files.createDirectory(folder.resolve("mounted")))
        .run()
        .good();

    ClientFiles.assertSame(server.bucket(bucket + "/renamed"), files);
    assertThat(server.bucket(bucket + "/appended")).hasContent("one\ntwo\n");
    assertThat(server.bucket(bucket + "/removed")).doesNotExist();
  }
}
