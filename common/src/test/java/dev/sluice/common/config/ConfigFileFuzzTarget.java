package dev.sluice.common.config;

import static dev.sluice.fuzzing.FuzzTarget.require;

import dev.sluice.fuzzing.FuzzTarget;
import java.nio.file.Path;

/** Any text is settings, mistakes with their lines, or both: {@link ConfigFile}. */
final class ConfigFileFuzzTarget implements FuzzTarget {
  @Override
  public void attack(byte[] input) {
    String text = FuzzTarget.text(input);
    ConfigFile file = ConfigFile.parse(Path.of("sluice.yaml"), text);
    for (ConfigMistake mistake : file.mistakes()) {
      require(!mistake.toString().isEmpty(), "says what is wrong", text);
    }
    for (var value : file.values().entrySet()) {
      require(!value.getValue().texts().isEmpty() || text.contains("["), "has a text", text);
    }
  }
}
