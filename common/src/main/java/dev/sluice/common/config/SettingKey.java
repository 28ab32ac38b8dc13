package dev.sluice.common.config;

import java.util.Locale;

/**
 * The name of a setting in its three spellings.
 *
 * @param name lower case with dashes, as in the file: {@code agent-listen}
 */
public record SettingKey(String name) implements Comparable<SettingKey> {

  /** The key of a record component: {@code agentListen} is {@code agent-listen}. */
  static SettingKey ofComponent(String component) {
    StringBuilder name = new StringBuilder();
    component
        .chars()
        .forEach(
            c -> {
              if (Character.isUpperCase(c)) {
                name.append('-');
              }
              name.append((char) Character.toLowerCase(c));
            });
    return new SettingKey(name.toString());
  }

  /** The name as a flag: {@code --agent-listen}. */
  public String flag() {
    return "--" + name;
  }

  /** The name as an environment variable: {@code SLUICE_AGENT_LISTEN}. */
  public String environmentName() {
    return "SLUICE_" + name.toUpperCase(Locale.ROOT).replace('-', '_');
  }

  @Override
  public int compareTo(SettingKey other) {
    return name.compareTo(other.name);
  }

  @Override
  public String toString() {
    return name;
  }
}
