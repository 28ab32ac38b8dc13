package dev.sluice.cli;

import java.io.PrintWriter;
import java.util.Optional;

/** Which Sluice this is. */
final class Version {

  private Version() {}

  /** The build's version; {@code development} where no build made a jar. */
  static String current() {
    return Optional.ofNullable(Version.class.getPackage().getImplementationVersion())
        .orElse("development");
  }

  static int print(PrintWriter out) {
    out.println("sluice " + current() + " (Java " + Runtime.version() + ")");
    return 0;
  }
}
