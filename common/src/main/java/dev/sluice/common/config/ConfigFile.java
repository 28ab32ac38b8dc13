package dev.sluice.common.config;

import java.io.IOException;
import java.nio.charset.CharacterCodingException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.snakeyaml.engine.v2.api.lowlevel.Compose;
import org.snakeyaml.engine.v2.exceptions.MarkedYamlEngineException;
import org.snakeyaml.engine.v2.exceptions.YamlEngineException;
import org.snakeyaml.engine.v2.nodes.MappingNode;
import org.snakeyaml.engine.v2.nodes.Node;
import org.snakeyaml.engine.v2.nodes.NodeTuple;
import org.snakeyaml.engine.v2.nodes.ScalarNode;
import org.snakeyaml.engine.v2.nodes.SequenceNode;

/**
 * Reads a YAML file of keys with a scalar or a list of scalars each, keeping texts and lines as
 * they stand there.
 */
final class ConfigFile {

  private static final int MAXIMUM_BYTES = 1 << 20;
  private static final String EXPECTED_SHAPE = "one value or a list of values";

  private final Path path;
  private final Map<String, RawValue> values = new LinkedHashMap<>();
  private final List<ConfigMistake> mistakes = new ArrayList<>();

  private ConfigFile(Path path) {
    this.path = path;
  }

  /** Reads as much as can be read; the rest is in {@link #mistakes}. */
  static ConfigFile read(Path path) {
    String unreadable;
    try {
      if (Files.size(path) <= MAXIMUM_BYTES) {
        return parse(path, Files.readString(path));
      }
      unreadable = "a file of at most 1 MiB";
    } catch (CharacterCodingException e) {
      unreadable = "a file in UTF-8";
    } catch (IOException e) {
      unreadable = "a readable YAML file, but: " + StartupException.reason(e);
    }
    ConfigFile file = new ConfigFile(path);
    file.reject("config", path.toString(), unreadable, 1);
    return file;
  }

  /** Reads the text of a file; any text is values, mistakes, or both. */
  static ConfigFile parse(Path path, String text) {
    ConfigFile file = new ConfigFile(path);
    try {
      file.readDocument(text);
    } catch (MarkedYamlEngineException e) {
      int line = e.getProblemMark().map(mark -> mark.getLine() + 1).orElse(1);
      file.reject("config", path.toString(), "well-formed YAML, but: " + e.getProblem(), line);
    } catch (YamlEngineException | IllegalArgumentException | StackOverflowError e) {
      // The library also finds mistakes by ways that are not its own: a tag "!%00", deep nesting.
      file.reject("config", path.toString(), "well-formed YAML, but: " + e.getMessage(), 1);
    }
    return file;
  }

  Map<String, RawValue> values() {
    return values;
  }

  List<ConfigMistake> mistakes() {
    return mistakes;
  }

  private void readDocument(String text) {
    Optional<Node> root = new Compose(YamlSettings.of(text, path.toString())).composeString(text);
    if (root.isEmpty()) {
      return;
    }
    if (!(root.get() instanceof MappingNode mapping)) {
      reject("config", path.toString(), "lines of the form KEY: VALUE", line(root.get()));
      return;
    }
    mapping.getValue().forEach(this::readEntry);
  }

  private void readEntry(NodeTuple entry) {
    Node keyNode = entry.getKeyNode();
    if (!(keyNode instanceof ScalarNode key)) {
      reject("config", path.toString(), "a plain word as the key", line(keyNode));
    } else if (values.containsKey(key.getValue())) {
      reject(key.getValue(), "", "each key once", line(key));
    } else {
      readValue(key.getValue(), entry.getValueNode(), line(key));
    }
  }

  private void readValue(String key, Node value, int line) {
    Origin origin = new Origin.File(path, line);
    if (value instanceof ScalarNode scalar) {
      values.put(key, new RawValue(List.of(scalar.getValue()), origin));
    } else if (value instanceof SequenceNode sequence
        && sequence.getValue().stream().allMatch(ScalarNode.class::isInstance)) {
      List<String> texts =
          sequence.getValue().stream().map(element -> ((ScalarNode) element).getValue()).toList();
      values.put(key, new RawValue(texts, origin));
    } else {
      reject(key, "", EXPECTED_SHAPE, line);
    }
  }

  private void reject(String key, String value, String expected, int line) {
    mistakes.add(new ConfigMistake(key, value, expected, new Origin.File(path, line)));
  }

  private static int line(Node node) {
    return node.getStartMark().map(mark -> mark.getLine() + 1).orElse(1);
  }
}
