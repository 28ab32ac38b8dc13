package dev.sluice.common.config;

import java.lang.reflect.RecordComponent;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * The settings of a process, read from the components of one or more records. A key that two
 * records share is one setting; the first record's default counts.
 *
 * <p>The component's type says how the text is read: String, boolean, int, Path, Duration ({@code
 * 30s}), an enum ({@code fsync}), a type with a {@code public static parse(String)} such as {@link
 * HostPort}, {@link ByteSize}, {@link FileMode} or {@link Secret}; an {@code Optional} of one of
 * these that may be left out; or a {@code List}. A component that is no {@link Setting} but a
 * record stands for the settings of that record.
 */
public final class ConfigSchema {

  private final List<Class<? extends Record>> records;
  private final Map<String, SettingSpec> specs = new LinkedHashMap<>();

  private ConfigSchema(List<Class<? extends Record>> records) {
    this.records = records;
  }

  /** The settings of a process that runs on one record. */
  public static ConfigSchema of(Class<? extends Record> record) {
    return of(List.of(record), Set.of());
  }

  /**
   * The settings of a process that runs on several records.
   *
   * @param fixed keys that cannot be set in such a process and stay at their default
   */
  public static ConfigSchema of(List<Class<? extends Record>> records, Set<String> fixed) {
    ConfigSchema schema = new ConfigSchema(List.copyOf(records));
    records.forEach(record -> schema.add(record, fixed));
    return schema;
  }

  private void add(Class<?> record, Set<String> fixed) {
    for (RecordComponent component : record.getRecordComponents()) {
      if (RecordBinder.isGroup(component)) {
        add(component.getType(), fixed);
      } else {
        SettingSpec spec = new SettingSpec(component);
        if (!fixed.contains(spec.key().name())) {
          specs.putIfAbsent(spec.key().name(), spec);
        }
      }
    }
  }

  /** Every setting, in the order of the records' components. */
  public List<SettingSpec> settings() {
    return List.copyOf(specs.values());
  }

  /**
   * Reads all sources.
   *
   * @throws ConfigException names every mistake
   */
  public Configuration load(ConfigSources sources) {
    List<ConfigMistake> mistakes = new ArrayList<>();
    Map<String, RawValue> given = new LinkedHashMap<>();
    sources
        .file()
        .map(ConfigFile::read)
        .ifPresent(
            file -> {
              given.putAll(file.values());
              mistakes.addAll(file.mistakes());
            });
    for (SettingSpec spec : specs.values()) {
      String text = sources.environment().getOrDefault(spec.key().environmentName(), "");
      if (!text.isEmpty()) {
        given.put(
            spec.key().name(),
            new RawValue(spec.split(text), new Origin.Environment(spec.key().environmentName())));
      }
    }
    sources.flags().forEach((key, texts) -> given.put(key, ofFlag(key, texts)));
    given.putAll(ofOthers(sources.environment(), given.keySet()));
    given.forEach((key, raw) -> rejectUnknown(key, raw, mistakes));

    Map<String, RawValue> values = new LinkedHashMap<>();
    specs.forEach((key, spec) -> values.put(key, given.getOrDefault(key, spec.defaultValue())));
    return bind(values, mistakes);
  }

  /** Values from variables of other programs, for settings without any other value. */
  private Map<String, RawValue> ofOthers(Map<String, String> environment, Set<String> given) {
    Map<String, RawValue> found = new LinkedHashMap<>();
    for (SettingSpec spec : specs.values()) {
      String text = environment.getOrDefault(spec.otherVariable(), "");
      if (!text.isEmpty() && spec.takesOtherVariable(given)) {
        found.put(
            spec.key().name(),
            new RawValue(spec.split(text), new Origin.Environment(spec.otherVariable())));
      }
    }
    return found;
  }

  private RawValue ofFlag(String key, List<String> texts) {
    Origin origin = new Origin.Flag(new SettingKey(key).flag());
    SettingSpec spec = specs.get(key);
    if (spec == null || !spec.isList()) {
      return new RawValue(texts, origin);
    }
    return new RawValue(texts.stream().flatMap(text -> spec.split(text).stream()).toList(), origin);
  }

  /** The value is left out: next to a mistyped {@code token} it would be a secret. */
  private void rejectUnknown(String key, RawValue raw, List<ConfigMistake> mistakes) {
    if (!specs.containsKey(key)) {
      String meant =
          Suggestion.of(key, specs.keySet()).map(name -> "; did you mean " + name + "?").orElse("");
      mistakes.add(new ConfigMistake(key, "", "a known key" + meant, raw.origin()));
    }
  }

  private Configuration bind(Map<String, RawValue> values, List<ConfigMistake> mistakes) {
    ConfigCheck check = new ConfigCheck(specs, values);
    Map<Class<?>, Record> bound = new LinkedHashMap<>();
    RecordBinder binder = new RecordBinder(specs, values, check);
    for (Class<? extends Record> type : records) {
      bound.put(type, binder.bind(type));
    }
    for (Record record : binder.bound()) {
      if (record instanceof Checked checked) {
        checked.check(check);
      }
    }
    mistakes.addAll(check.mistakes());
    if (!mistakes.isEmpty()) {
      throw new ConfigException(mistakes);
    }
    List<Configuration.Effective> effective = new ArrayList<>();
    specs.forEach(
        (key, spec) -> {
          RawValue raw = values.getOrDefault(key, spec.defaultValue());
          List<String> shown = spec.isSecret() ? List.of() : raw.texts();
          effective.add(
              new Configuration.Effective(spec, shown, !raw.texts().isEmpty(), raw.origin()));
        });
    return new Configuration(effective, bound);
  }
}
