package dev.sluice.integration;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** What the build takes from others: verified where Maven can, pinned, and written down. */
class SupplyChainTest {
  private static final Pattern PLUGIN =
      Pattern.compile(
          "<plugin>.*?<artifactId>([^<]+)</artifactId>(\\s*<version>)?", Pattern.DOTALL);

  /** Those that Maven runs in its lifecycles whether a POM names them or not. */
  private static final Set<String> OF_THE_LIFECYCLES =
      Set.of(
          "maven-clean-plugin",
          "maven-compiler-plugin",
          "maven-deploy-plugin",
          "maven-install-plugin",
          "maven-jar-plugin",
          "maven-resources-plugin",
          "maven-site-plugin",
          "maven-surefire-plugin");

  @Test
  void download_isComparedWithItsChecksum() throws IOException {
    assertThat(TestProject.directory().resolve(".mvn/maven.config"))
        .content()
        .contains("--strict-checksums");
  }

  @Test
  void plugin_hasItsVersion() throws IOException {
    Set<String> pinned = new TreeSet<>();
    Set<String> used = new TreeSet<>(OF_THE_LIFECYCLES);
    for (Path pom : poms()) {
      PLUGIN
          .matcher(Files.readString(pom))
          .results()
          .forEach(plugin -> (isPinned(plugin) ? pinned : used).add(plugin.group(1)));
    }
    assertThat(pinned).containsAll(used);
  }

  private static boolean isPinned(MatchResult plugin) {
    return plugin.group(2) != null;
  }

  private static List<Path> poms() {
    Path root = TestProject.directory();
    return Stream.concat(
            Stream.of(root.resolve("pom.xml"), root.resolve("fuzzing/pom.xml")),
            TestProject.MODULES.stream().map(module -> root.resolve(module).resolve("pom.xml")))
        .toList();
  }

  @Test
  void library_isInTheBillOfMaterials() throws IOException {
    Path built = TestProject.directory().resolve("cli/target");
    JsonNode bill = new ObjectMapper().readTree(built.resolve("sluice-sbom.json").toFile());
    List<String> named = new ArrayList<>();
    bill.get("components")
        .forEach(
            component ->
                named.add(
                    component.get("name").textValue()
                        + "-"
                        + component.get("version").textValue()));

    try (Stream<Path> libraries = Files.list(built.resolve("lib"))) {
      assertThat(libraries.map(library -> library.getFileName().toString()))
          .isNotEmpty()
          .allSatisfy(library -> assertThat(named).anyMatch(library::startsWith));
    }
    assertThat(bill.get("bomFormat").textValue()).isEqualTo("CycloneDX");
  }
}
