package dev.sluice.cli.tool.terminal;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * One JSON object: texts exactly as they are, times as ISO 8601 in UTC, sizes in bytes. What is
 * empty is left out.
 */
public final class Document {
  private static final JsonFactory JSON = new JsonFactory();

  private final Map<String, Object> fields = new LinkedHashMap<>();

  public Document put(String name, String value) {
    if (!value.isEmpty()) {
      fields.put(name, value);
    }
    return this;
  }

  public Document put(String name, long value) {
    fields.put(name, value);
    return this;
  }

  public Document put(String name, boolean value) {
    fields.put(name, value);
    return this;
  }

  public Document put(String name, Instant time) {
    return put(name, time.toString());
  }

  public Document put(String name, Map<String, String> values) {
    if (!values.isEmpty()) {
      fields.put(name, values);
    }
    return this;
  }

  public Document put(String name, List<Long> values) {
    if (!values.isEmpty()) {
      fields.put(name, values);
    }
    return this;
  }

  /** A field that is an object itself; for people it stays in one line. */
  public Document nested(String name, Map<String, Object> object) {
    if (!object.isEmpty()) {
      fields.put(name, new Nested(object));
    }
    return this;
  }

  private record Nested(Map<String, Object> object) {
    @Override
    public String toString() {
      return json(object);
    }
  }

  /** The same as lines of name and value, for people. */
  List<String> lines() {
    List<String> lines = new ArrayList<>();
    fields.forEach(
        (name, value) -> {
          if (value instanceof Map<?, ?> map) {
            map.forEach((key, text) -> lines.add(name + " " + key + ": " + text));
          } else {
            lines.add(name + ": " + value);
          }
        });
    return lines;
  }

  @Override
  public String toString() {
    return json(fields);
  }

  private static String json(Map<?, ?> object) {
    StringWriter text = new StringWriter();
    try (JsonGenerator json = JSON.createGenerator(text)) {
      write(json, object);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return text.toString();
  }

  private static void write(JsonGenerator json, Map<?, ?> values) throws IOException {
    json.writeStartObject();
    for (Map.Entry<?, ?> field : values.entrySet()) {
      json.writeFieldName(String.valueOf(field.getKey()));
      write(json, field.getValue());
    }
    json.writeEndObject();
  }

  private static void write(JsonGenerator json, Object value) throws IOException {
    switch (value) {
      case Long number -> json.writeNumber(number);
      case Integer number -> json.writeNumber(number);
      case Boolean flag -> json.writeBoolean(flag);
      case Map<?, ?> map -> write(json, map);
      case Nested(Map<String, Object> map) -> write(json, map);
      case List<?> list -> {
        json.writeStartArray();
        for (Object element : list) {
          write(json, element);
        }
        json.writeEndArray();
      }
      default -> json.writeString(String.valueOf(value));
    }
  }
}
