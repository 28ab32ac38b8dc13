package dev.sluice.common.config;

import java.lang.reflect.RecordComponent;
import java.util.Arrays;
import java.util.List;
import java.util.Set;

/** The description of one setting, without a value. */
public final class SettingSpec {

  private final SettingKey key;
  private final Setting setting;
  private final SettingType type;

  SettingSpec(RecordComponent component) {
    this.key = SettingKey.ofComponent(component.getName());
    this.setting = component.getAnnotation(Setting.class);
    this.type = SettingType.of(component.getGenericType());
  }

  /** Its name. */
  public SettingKey key() {
    return key;
  }

  /** The purpose of the setting, in a sentence. */
  public String about() {
    return setting.about();
  }

  /** The heading it stands under. */
  public SettingGroup group() {
    return setting.group();
  }

  /** The default as it would be written; empty: none. */
  public String fallback() {
    return setting.fallback();
  }

  /** The other program's environment variable that means the same; empty: none. */
  String otherVariable() {
    return setting.otherVariable();
  }

  /** Whether the other program's variable counts beside the settings that were given. */
  boolean takesOtherVariable(Set<String> given) {
    return !given.contains(key.name())
        && Arrays.stream(setting.otherVariableUnless()).noneMatch(given::contains);
  }

  /** The placeholder of the value in help texts. */
  public String placeholder() {
    return setting.placeholder().isEmpty() ? type.placeholder() : setting.placeholder();
  }

  /** The bounds of the value in words; empty: none. */
  public String bounds() {
    String least = setting.atLeast();
    String most = setting.atMost();
    if (least.isEmpty()) {
      return most.isEmpty() ? "" : "at most " + most;
    }
    return most.isEmpty() ? "at least " + least : least + ".." + most;
  }

  /** Whether it holds several values, separated by commas on one line. */
  public boolean isList() {
    return type.isList();
  }

  /** Whether its flag alone means true. */
  public boolean isBoolean() {
    return type.isBoolean();
  }

  /** Whether its value must not be shown. */
  public boolean isSecret() {
    return type.isSecret();
  }

  /** The value where no source has one. */
  RawValue defaultValue() {
    return new RawValue(split(fallback()), new Origin.Default());
  }

  /** One line of text, from a flag or the environment, as the values it stands for. */
  List<String> split(String line) {
    if (line.isEmpty()) {
      return List.of();
    }
    return isList() ? List.of(line.strip().split("\\s*,\\s*", -1)) : List.of(line);
  }

  /**
   * The typed value.
   *
   * @throws IllegalArgumentException says what was expected
   */
  Object parse(RawValue raw) {
    Object value = type.parse(raw.texts());
    raw.texts().forEach(this::checkBounds);
    return value;
  }

  /** The value as it may be shown. */
  String shown(RawValue raw) {
    return isSecret() && !raw.texts().isEmpty() ? Secret.MASK : raw.shown();
  }

  private void checkBounds(String text) {
    if (compare(text, setting.atLeast()) < 0 || compare(setting.atMost(), text) < 0) {
      throw new IllegalArgumentException(bounds());
    }
  }

  /** Compares two texts as values; an empty one is no bound and compares as equal. */
  @SuppressWarnings("unchecked")
  private int compare(String left, String right) {
    if (left.isEmpty() || right.isEmpty()) {
      return 0;
    }
    return ((Comparable<Object>) type.parseElement(left)).compareTo(type.parseElement(right));
  }
}
