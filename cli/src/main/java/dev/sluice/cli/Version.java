package dev.sluice.cli;

import java.io.PrintWriter;
import java.util.Optional;

/** The version of Sluice. */
final class Version {

  private Version() {}

  /** The build's version; {@code development} where no build made a jar. */
  static String current() {
    return Optional.ofNullable(Version.class.getPackage().getImplementationVersion())
        .orElse("development");
  }

  /** The version as it is printed. */
  static String line() {
    return "sluice " + current() + " (Java " + Runtime.version() + ")";
  }

  static int print(PrintWriter out) {
    out.println(line());
    return 0;
  }
}
