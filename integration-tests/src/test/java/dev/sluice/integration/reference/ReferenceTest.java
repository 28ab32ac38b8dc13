package dev.sluice.integration.reference;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.frontend.s3.S3Operation;
import dev.sluice.frontend.s3.S3Operation.Support;
import dev.sluice.integration.TestProject;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The references in {@code docs/reference} say what the code says. With {@code -Dreference=write}
 * they are written anew instead of compared.
 */
class ReferenceTest {

  private static final String HOW_TO_WRITE_IT_ANEW =
      "mvn -q -Dfast -pl integration-tests -am integration-test -Dtest=ReferenceTest"
          + " -Dsurefire.failIfNoSpecifiedTests=false -Dreference=write";

  @TempDir private Path folder;

  @Test
  void s3Reference_saysWhatTheOperationTableSays() throws IOException {
    check("s3.md", S3Reference.page());
  }

  @Test
  void grpcReference_saysWhatTheContractSays() throws IOException {
    check("grpc.md", GrpcReference.page());
  }

  @Test
  void metricsReference_saysWhatAProcessShows() throws Exception {
    check("metrics.md", MetricsReference.page(folder));
  }

  @Test
  void metricsThatPagesName_areThere() throws IOException {
    Path docs = TestProject.directory().resolve("docs");
    Set<String> known =
        MetricsReference.names(Files.readString(docs.resolve("reference/metrics.md")));
    try (Stream<Path> pages = Files.list(docs)) {
      for (Path page : pages.filter(Files::isRegularFile).toList()) {
        assertThat(known)
            .as("metrics that %s names", page)
            .containsAll(MetricsReference.names(Files.readString(page)));
      }
    }
  }

  @Test
  void readme_namesEveryOperationThatIsImplemented() throws IOException {
    String readme = Files.readString(TestProject.directory().resolve("README.md"));
    Set<String> names = Pattern.compile("\\W++").splitAsStream(readme).collect(Collectors.toSet());
    assertThat(names)
        .containsAll(
            Arrays.stream(S3Operation.values())
                .filter(operation -> operation.support() == Support.IMPLEMENTED)
                .map(S3Operation::awsName)
                .toList());
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
