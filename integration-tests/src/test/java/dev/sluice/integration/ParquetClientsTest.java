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
    String bucket = "parquet";
    Path python = OutsideClients.python();

    server
        .command(python, Resources.copy("clients/parquet.py", folder))
        .with(server.endpoint().getAuthority(), ClientServer.ACCESS_KEY, ClientServer.SECRET_KEY)
        .with(bucket)
        .run()
        .good();

    assertThat(server.bucket(bucket)).doesNotExist();
  }
}
