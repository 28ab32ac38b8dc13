package dev.sluice.common.config;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.RecordComponent;
import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;

/**
 * Makes configuration records from the values given; a bad value is noted and its default used, so
 * that checking goes on.
 */
final class RecordBinder {

  private final Map<String, SettingSpec> specs;
  private final Map<String, RawValue> values;
  private final ConfigCheck check;
  private final Set<Record> bound = new LinkedHashSet<>();

  RecordBinder(Map<String, SettingSpec> specs, Map<String, RawValue> values, ConfigCheck check) {
    this.specs = specs;
    this.values = values;
    this.check = check;
  }

  /** Whether a component stands for the settings of a record of its own. */
  static boolean isGroup(RecordComponent component) {
    return component.getType().isRecord() && !component.isAnnotationPresent(Setting.class);
  }

  /** All records made, each once, those within others before them. */
  Set<Record> bound() {
    return bound;
  }

  Record bind(Class<? extends Record> type) {
    RecordComponent[] components = type.getRecordComponents();
    Object[] arguments = Arrays.stream(components).map(this::value).toArray();
    Class<?>[] types =
        Arrays.stream(components).map(RecordComponent::getType).toArray(Class<?>[]::new);
    try {
      Record record = type.getConstructor(types).newInstance(arguments);
      bound.add(record);
      return record;
    } catch (NoSuchMethodException | InstantiationException | IllegalAccessException e) {
      throw new IllegalStateException("not a public record: " + type, e);
    } catch (InvocationTargetException e) {
      throw new IllegalStateException("the canonical constructor failed: " + type, e.getCause());
    }
  }

  private Object value(RecordComponent component) {
    if (isGroup(component)) {
      return bind(component.getType().asSubclass(Record.class));
    }
    SettingSpec own = new SettingSpec(component);
    String key = own.key().name();
    SettingSpec spec = specs.get(key);
    RawValue raw = values.get(key);
    if (spec == null || raw == null) {
      return own.parse(own.defaultValue());
    }
    try {
      return spec.parse(raw);
    } catch (IllegalArgumentException e) {
      check.reject(key, String.valueOf(e.getMessage()));
      return spec.parse(spec.defaultValue());
    }
  }
}
