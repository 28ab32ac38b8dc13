package dev.sluice.common.config;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

/** Files that were written from settings: what is read of them is what was written. */
class ConfigFilePropertiesTest {
  private static final Path FILE = Path.of("sluice.yaml");

  /** How an entry is written. */
  enum Style {
    SCALAR,
    FLOW_LIST,
    BLOCK_LIST,
    /** Which no setting is. */
    MAP
  }

  /** How a text is written. */
  enum Quotes {
    PLAIN,
    SINGLE,
    DOUBLE;

    String write(String text) {
      return switch (this) {
        case PLAIN -> text.matches("[A-Za-z0-9][A-Za-z0-9./_-]*") ? text : DOUBLE.write(text);
        case SINGLE ->
            text.chars().anyMatch(c -> c < ' ') ? DOUBLE.write(text) : quoted(text, '\'', "''");
        case DOUBLE ->
            quoted(text.replace("\\", "\\\\"), '"', "\\\"")
                .replace("\n", "\\n")
                .replace("\0", "\\0");
      };
    }

    private static String quoted(String text, char quote, String inside) {
      return quote + text.replace(String.valueOf(quote), inside) + quote;
    }
  }

  /** What stands above an entry, and the entry. */
  record Entry(String above, String key, Style style, Quotes quotes, List<String> texts) {
    /** A scalar is the first text. */
    List<String> read() {
      return style == Style.SCALAR ? texts.subList(0, 1) : texts;
    }

    String write() {
      List<String> written = texts.stream().map(quotes::write).toList();
      return key
          + switch (style) {
            case SCALAR -> ": " + written.getFirst() + "  # said";
            case FLOW_LIST -> ": [ " + String.join(" , ", written) + " ]";
            case BLOCK_LIST -> ":\n  - " + String.join("\n  # more\n  - ", written);
            case MAP -> ":\n  below: " + written.getFirst();
          }
          + "\n";
    }
  }

  @Property(tries = 300)
  void writtenFile_isReadAsItWasWritten(@ForAll("entries") List<Entry> entries) throws Exception {
    StringBuilder text = new StringBuilder();
    Map<String, RawValue> values = new LinkedHashMap<>();
    List<ConfigMistake> mistakes = new ArrayList<>();
    for (Entry entry : entries) {
      text.append(entry.above());
      Origin origin = new Origin.File(FILE, 1 + (int) text.chars().filter(c -> c == '\n').count());
      text.append(entry.write());
      if (values.containsKey(entry.key())) {
        mistakes.add(new ConfigMistake(entry.key(), "", "each key once", origin));
      } else if (entry.style() == Style.MAP) {
        mistakes.add(new ConfigMistake(entry.key(), "", "one value or a list of values", origin));
      } else {
        values.put(entry.key(), new RawValue(entry.read(), origin));
      }
    }

    ConfigFile file = ConfigFile.parse(FILE, text.toString());

    assertThat(file.values()).as(text.toString()).containsExactlyEntriesOf(values);
    assertThat(file.mistakes()).as(text.toString()).isEqualTo(mistakes);
    new ConfigFileFuzzTarget().attack(text.toString().getBytes(StandardCharsets.UTF_8));
  }

  @Provide
  Arbitrary<List<Entry>> entries() {
    Arbitrary<String> text =
        Arbitraries.oneOf(
            Arbitraries.of(
                "", "39999", "0.0.0.0:1", "null", "true", "~", "0x1F", "1_000", "*", "a: b"),
            Arbitraries.of(
                "#", "- a", "[a]", "{a}", "&a", "!a", "%a", "@a", "`", "'", "\"", "\\", "\n"),
            Arbitraries.strings().withCharRange(' ', '~').withChars("é日\n\0").ofMaxLength(12));
    return Combinators.combine(
            Arbitraries.of("", "", "\n", "# a comment\n", "  # another: one\n\n"),
            Arbitraries.of("data", "listen", "io-threads", "domains", "x", "anything.else"),
            Arbitraries.of(Style.class),
            Arbitraries.of(Quotes.class),
            text.list().ofMinSize(1).ofMaxSize(4))
        .as(Entry::new)
        .list()
        .ofMaxSize(6);
  }
}
