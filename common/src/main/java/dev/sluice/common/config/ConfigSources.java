package dev.sluice.common.config;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Sources of settings: flags win over the environment, which wins over the file.
 *
 * @param file the YAML file, if there is one
 * @param environment the process's environment; names that are no setting's are left alone, since
 *     others use it too
 * @param flags key (without dashes) to the values given, more than one if the flag was repeated
 */
public record ConfigSources(
    Optional<Path> file, Map<String, String> environment, Map<String, List<String>> flags) {

  /** The only source is a file. */
  public static ConfigSources ofFile(Path file) {
    return new ConfigSources(Optional.of(file), Map.of(), Map.of());
  }

  /** No source at all: everything at its default. */
  public static ConfigSources none() {
    return new ConfigSources(Optional.empty(), Map.of(), Map.of());
  }
}
