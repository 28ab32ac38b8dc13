package dev.sluice.integration;

import java.nio.file.Path;
import java.util.List;

/** The source tree that the tests run in. */
public final class TestProject {

  /** Every module, in the order in which they are built. */
  public static final List<String> MODULES =
      List.of("proto", "common", "worker-agent", "s3-frontend", "cli", "integration-tests");

  private TestProject() {}

  /** The root of the source tree. */
  public static Path directory() {
    String property = System.getProperty("sluice.project.directory");
    // An editor's test runner sets no property and starts in the module.
    return property == null ? Path.of("").toAbsolutePath().getParent() : Path.of(property);
  }

  /** The {@code sluice} command. */
  public static Path launcher() {
    return directory().resolve("sluice");
  }
}
