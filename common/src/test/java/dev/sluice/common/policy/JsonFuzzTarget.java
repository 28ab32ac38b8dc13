package dev.sluice.common.policy;

import static dev.sluice.fuzzing.FuzzTarget.require;

import dev.sluice.fuzzing.FuzzTarget;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.snakeyaml.engine.v2.api.Load;
import org.snakeyaml.engine.v2.api.LoadSettings;
import org.snakeyaml.engine.v2.exceptions.YamlEngineException;

/**
 * {@link JsonReader}: whatever it takes, a reader of YAML, which has JSON in it, takes as well and
 * understands alike.
 */
final class JsonFuzzTarget implements FuzzTarget {
  @Override
  public void attack(byte[] input) {
    String text = FuzzTarget.text(input);
    JsonValue value;
    try {
      value = JsonReader.parse(text);
    } catch (PolicyException e) {
      require(!e.getMessage().isBlank(), "a message", text);
      return;
    }
    require(value.equals(again(write(value))), "there and back", text);
    if (text.chars().allMatch(c -> c >= ' ' && c < 0x7f)) {
      require(Objects.equals(asYaml(value), yaml(text)), "as another reader", text, value);
    }
  }

  private static JsonValue again(String text) {
    try {
      return JsonReader.parse(text);
    } catch (PolicyException e) {
      throw new AssertionError(text, e);
    }
  }

  private static String write(JsonValue value) {
    return switch (value) {
      case JsonValue.Text(String text) -> JsonReader.quoted(text);
      case JsonValue.Literal(String text) -> text;
      case JsonValue.Items(List<JsonValue> items) ->
          "[" + String.join(",", items.stream().map(JsonFuzzTarget::write).toList()) + "]";
      case JsonValue.Members(Map<String, JsonValue> members) ->
          "{"
              + String.join(
                  ",",
                  members.entrySet().stream()
                      .map(
                          member ->
                              JsonReader.quoted(member.getKey()) + ":" + write(member.getValue()))
                      .toList())
              + "}";
    };
  }

  private static Object asYaml(JsonValue value) {
    return switch (value) {
      case JsonValue.Text(String text) -> text;
      case JsonValue.Literal literal -> "literal";
      case JsonValue.Items(List<JsonValue> items) ->
          items.stream().map(JsonFuzzTarget::asYaml).toList();
      case JsonValue.Members(Map<String, JsonValue> members) -> {
        Map<String, Object> map = new LinkedHashMap<>();
        members.forEach((name, member) -> map.put(name, asYaml(member)));
        yield map;
      }
    };
  }

  private static Object yaml(String text) {
    try {
      Object loaded = new Load(LoadSettings.builder().build()).loadFromString(text);
      return withoutLiterals(loaded);
    } catch (YamlEngineException e) {
      throw new AssertionError(text, e);
    }
  }

  private static Object withoutLiterals(Object loaded) {
    return switch (loaded) {
      case String text -> text;
      case List<?> list -> list.stream().map(JsonFuzzTarget::withoutLiterals).toList();
      case Map<?, ?> map -> {
        Map<Object, Object> members = new LinkedHashMap<>();
        map.forEach((name, member) -> members.put(name, withoutLiterals(member)));
        yield members;
      }
      case null, default -> "literal";
    };
  }
}
