package dev.sluice.common.config;

import java.util.List;
import java.util.Map;

/** A configuration that was read and found good: the records, and where each value came from. */
public final class Configuration {

  /**
   * A setting and its value.
   *
   * @param values as written; empty where it is not set, and of a secret always
   * @param isSet whether it has a value; a secret's is never shown
   */
  public record Effective(SettingSpec setting, List<String> values, boolean isSet, Origin origin) {

    /** Whether the value is that of another program's environment variable. */
    public boolean isOfAnotherProgram() {
      return origin instanceof Origin.Environment variable
          && variable.name().equals(setting.otherVariable());
    }
  }

  private final List<Effective> effective;
  private final Map<Class<?>, Record> records;

  Configuration(List<Effective> effective, Map<Class<?>, Record> records) {
    this.effective = List.copyOf(effective);
    this.records = Map.copyOf(records);
  }

  /** One of the records of the schema that this was read by. */
  public <T extends Record> T get(Class<T> type) {
    Record record = records.get(type);
    if (record == null) {
      throw new IllegalArgumentException("not in this configuration: " + type);
    }
    return type.cast(record);
  }

  /** Every setting of the schema, in its order. */
  public List<Effective> effective() {
    return effective;
  }
}
