package dev.sluice.frontend;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class OpenFilesTest {

  @ParameterizedTest
  @CsvSource({
    "65536, 1, 10000, 10000",
    "20512, 2, 10000, 10000",
    "20511, 2, 10000, 9999",
    "1024, 1, 10000, 512",
    "1024, 2, 10000, 256",
    "256, 2, 10000, 64",
    "1024, 2, 100, 100",
    "1, 2, 10000, 1",
    "9223372036854775807, 2, 1000000, 1000000",
  })
  void connections_leaveOpenFilesForTheRest(long limit, int each, int wanted, int served) {
    assertThat(new OpenFiles(limit, each).connections(wanted)).isEqualTo(served);
  }

  @Test
  void thisProcess_hasALimit() {
    assertThat(OpenFiles.ofThisProcess(1).limit()).isBetween(1L, Long.MAX_VALUE - 1);
  }
}
