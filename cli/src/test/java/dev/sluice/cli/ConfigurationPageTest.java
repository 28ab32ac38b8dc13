package dev.sluice.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

class ConfigurationPageTest {

  private static final Path PAGE =
      Path.of(System.getProperty("sluice.project.directory", ".."), "docs", "configuration.md");

  @Test
  void page_describesEverySettingAsItIs() throws IOException {
    if (Boolean.getBoolean("sluice.rewrite")) {
      Files.createDirectories(PAGE.getParent());
      Files.writeString(PAGE, ConfigurationPage.text());
    }

    assertThat(Files.readString(PAGE))
        .as(
            "To rewrite the page: mvn -pl cli -am test -Dtest=ConfigurationPageTest"
                + " -Dsurefire.failIfNoSpecifiedTests=false -Dsluice.rewrite=true")
        .isEqualTo(ConfigurationPage.text());
  }
}
