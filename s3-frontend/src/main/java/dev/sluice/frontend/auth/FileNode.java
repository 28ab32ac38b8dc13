package dev.sluice.frontend.auth;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * A map somewhere in the credentials file; reading what is not there, or is something else, is a
 * mistake.
 */
final class FileNode {
  private static final int LONGEST_NAME = 256;
  private static final String NAME_EXPECTED = "a text of 1 to " + LONGEST_NAME + " characters";

  private final String path;
  private final Map<?, ?> values;
  private final CredentialsReader.Mistakes mistakes;

  /** A text with the path of its key. */
  record Text(String path, String value) {}

  FileNode(String path, Map<?, ?> values, CredentialsReader.Mistakes mistakes) {
    this.path = path;
    this.values = values;
    this.mistakes = mistakes;
  }

  String path(String key) {
    return path.isEmpty() ? key : path + "." + key;
  }

  void onlyKeys(Set<String> known) {
    for (Object key : values.keySet()) {
      if (!(key instanceof String name) || !known.contains(name)) {
        // The value stays unsaid: it may be the secret of a mistyped key.
        mistakes.add(
            path(String.valueOf(key)),
            "unknown key",
            "one of " + String.join(", ", new TreeSet<>(known)));
      }
    }
  }

  /** A text that must be there; null, and a mistake, when it is not. */
  @Nullable String text(String key, String expected) {
    return text(key, values.get(key), expected, false);
  }

  /** The same, but never shown. */
  @Nullable String secret(String key, String expected) {
    return text(key, values.get(key), expected, true);
  }

  /** A text that may be left out. */
  String textOr(String key, String fallback) {
    Object value = values.get(key);
    if (value == null) {
      return fallback;
    }
    String text = text(key, value, NAME_EXPECTED, false);
    if (text != null && (text.isEmpty() || text.length() > LONGEST_NAME)) {
      mistakes.add(path(key), text, NAME_EXPECTED);
    }
    return text == null ? fallback : text;
  }

  /** The value of a key as it is; null when there is none. */
  @Nullable Object value(String key) {
    return values.get(key);
  }

  /** A choice of yes or no that may be left out. */
  boolean flag(String key, boolean fallback) {
    Object value = values.get(key);
    if (value instanceof Boolean flag) {
      return flag;
    }
    if (value != null) {
      mistakes.add(path(key), value, "true or false");
    }
    return fallback;
  }

  /** A key that must not be there is a mistake. */
  void refuse(String key, String expected) {
    if (values.containsKey(key)) {
      mistakes.add(path(key), "given", expected);
    }
  }

  private @Nullable String text(
      String key, @Nullable Object value, String expected, boolean secret) {
    if (value instanceof String text) {
      return text;
    }
    Object shown = value == null || !secret ? value : CredentialsReader.Mistakes.MASK;
    mistakes.add(path(key), shown, value == null ? expected : "a text; put numbers into quotes");
    return null;
  }

  /** A map that may be left out; null when it is. */
  @Nullable FileNode node(String key) {
    Object value = values.get(key);
    return value == null ? null : node(path(key), value);
  }

  private @Nullable FileNode node(String at, @Nullable Object value) {
    if (value instanceof Map<?, ?> map) {
      return new FileNode(at, map, mistakes);
    }
    mistakes.add(at, value == null ? null : "not a map", "a map of keys and values");
    return null;
  }

  /** A list of maps that may be left out. */
  List<FileNode> nodes(String key) {
    List<FileNode> nodes = new ArrayList<>();
    List<?> items = list(key);
    for (int i = 0; i < items.size(); i++) {
      FileNode node = node(path(key) + "[" + i + "]", items.get(i));
      if (node != null) {
        nodes.add(node);
      }
    }
    return nodes;
  }

  /** A list of at least one text. */
  List<Text> texts(String key) {
    List<Text> texts = new ArrayList<>();
    List<?> items = list(key);
    for (int i = 0; i < items.size(); i++) {
      String item = key + "[" + i + "]";
      String text = text(item, items.get(i), "a text", false);
      if (text != null) {
        texts.add(new Text(path(item), text));
      }
    }
    if (items.isEmpty()) {
      mistakes.add(path(key), null, "a list of at least one text");
    }
    return texts;
  }

  private List<?> list(String key) {
    Object value = values.get(key);
    if (value == null || value instanceof List<?>) {
      return value == null ? List.of() : (List<?>) value;
    }
    mistakes.add(path(key), "not a list", "a list");
    return List.of();
  }
}
