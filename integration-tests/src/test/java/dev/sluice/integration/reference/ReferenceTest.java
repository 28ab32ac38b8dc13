package dev.sluice.integration.reference;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.integration.TestProject;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

/**
 * The references in {@code docs/reference} say what the code says. With {@code -Dreference=write}
 * they are written anew instead of compared.
 */
class ReferenceTest {

  private static final String HOW_TO_WRITE_IT_ANEW =
      "mvn -q -Dfast -pl integration-tests -am integration-test -Dtest=ReferenceTest"
          + " -Dsurefire.failIfNoSpecifiedTests=false -Dreference=write";

  @Test
  void s3Reference_saysWhatTheOperationTableSays() throws IOException {
    check("s3.md", S3Reference.page());
  }

  @Test
  void grpcReference_saysWhatTheContractSays() throws IOException {
    check("grpc.md", GrpcReference.page());
  }

  private static void check(String name, String page) throws IOException {
    Path file = TestProject.directory().resolve("docs/reference").resolve(name);
    if ("write".equals(System.getProperty("reference"))) {
      Files.createDirectories(file.getParent());
      Files.writeString(file, page);
    }
    assertThat(file)
        .as("%s is out of date; to write it anew: %s", file, HOW_TO_WRITE_IT_ANEW)
        .hasContent(page);
  }
}
