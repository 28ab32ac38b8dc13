package dev.sluice.integration;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** Arrow and DuckDB. */
@Timeout(300)
@ExtendWith(ClientServer.Extension.class)
class ParquetClientsTest {

  private final ClientServer server;

  @TempDir private Path folder;

  ParquetClientsTest(ClientServer server) {
    this.server = server;
  }

  @Test
  void arrowAndDuckDb_writeParquetAndReadItByRanges() throws Exception {
    work("parquet", "path", server.endpoint().getAuthority());
  }

  @Test
  void virtualHost_namesTheBucket() throws Exception {
    String bucket = "parquet-hosts";
    work(bucket, "virtual", server.domain().getAuthority(), HostsFile.naming(folder, bucket));
  }

  private void work(String bucket, String style, String authority, Object... before)
      throws Exception {
    Path python = OutsideClients.python();

    server
        .command(before)
        .with(python, Resources.copy("clients/parquet.py", folder))
        .with(authority, ClientServer.ACCESS_KEY, ClientServer.SECRET_KEY, style, bucket)
        .run()
        .good();

    assertThat(server.bucket(bucket)).doesNotExist();
  }
}
