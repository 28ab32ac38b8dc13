package dev.sluice.common.config;

import java.nio.file.Path;

/** The origin of a value. Later cases win over earlier ones. */
public sealed interface Origin {

  /** The default: no source has a value. */
  record Default() implements Origin {
    @Override
    public String toString() {
      return "default";
    }
  }

  /**
   * The configuration file.
   *
   * @param line counted from 1
   */
  record File(Path path, int line) implements Origin {
    @Override
    public String toString() {
      return path + ":" + line;
    }
  }

  /** An environment variable. */
  record Environment(String name) implements Origin {
    @Override
    public String toString() {
      return "environment " + name;
    }
  }

  /** A flag on the command line, with its dashes. */
  record Flag(String flag) implements Origin {
    @Override
    public String toString() {
      return "flag " + flag;
    }
  }
}
