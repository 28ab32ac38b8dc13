package dev.sluice.common.config;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/**
 * Collects what is wrong with the values of one configuration, so that all of it can be said at
 * once.
 */
public final class ConfigCheck {

  private final Map<String, SettingSpec> specs;
  private final Map<String, RawValue> values;
  private final Map<String, ConfigMistake> mistaken = new LinkedHashMap<>();

  ConfigCheck(Map<String, SettingSpec> specs, Map<String, RawValue> values) {
    this.specs = specs;
    this.values = values;
  }

  /**
   * Notes a mistake unless a rule over several settings holds. A setting that is mistaken by itself
   * is not judged again, nor by what depends on it.
   *
   * @param key the setting to blame
   * @param holds whether the rule holds
   * @param expected what would have been right
   * @param others the other settings that the rule looks at
   */
  public void expect(String key, boolean holds, String expected, String... others) {
    boolean known =
        Stream.concat(Stream.of(key), Stream.of(others)).noneMatch(mistaken::containsKey);
    if (!holds && known) {
      reject(key, expected);
    }
  }

  /** Whether a source has a value for the setting, be it that of its default. */
  public boolean isGiven(String key) {
    RawValue raw = values.get(key);
    return raw != null && !(raw.origin() instanceof Origin.Default);
  }

  /** Notes that the value of a setting is not what was expected. */
  void reject(String key, String expected) {
    SettingSpec spec = specs.get(key);
    RawValue raw = values.get(key);
    if (spec == null || raw == null) {
      throw new IllegalArgumentException("no such setting: " + key);
    }
    String shown = raw.texts().isEmpty() ? "not set" : spec.shown(raw);
    mistaken.put(key, new ConfigMistake(key, shown, expected, raw.origin()));
  }

  List<ConfigMistake> mistakes() {
    return new ArrayList<>(mistaken.values());
  }
}
