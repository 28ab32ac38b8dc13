package dev.sluice.cli.tool.session;

import dev.sluice.cli.tool.terminal.ToolFailure;
import dev.sluice.common.model.ETag;
import dev.sluice.common.model.EtagCondition;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.Model.PositionalParamSpec;
import picocli.CommandLine.ParseResult;

/** The command line of a tool: how its options are declared, and what was given. */
public record Arguments(ParseResult parsed) {
  public static final String ENCODED = "--encoded";
  public static final String IF_MATCH = "--if-match";
  public static final String IF_NONE_MATCH = "--if-none-match";
  private static final String ADDRESS = "ADDRESS";

  /** Declares an option that is there or not. */
  public static void flag(CommandSpec command, String about, String... names) {
    command.addOption(option(names).description(about).build());
  }

  /** Declares an option with a value. */
  public static void value(CommandSpec command, String label, String about, String... names) {
    command.addOption(
        option(names).type(String.class).paramLabel(label).description(about).build());
  }

  /** An option of these names, each of them once. */
  private static OptionSpec.Builder option(String... names) {
    return OptionSpec.builder(names[0], Arrays.copyOfRange(names, 1, names.length));
  }

  /** Declares an option that may be given several times. */
  public static void values(CommandSpec command, String label, String about, String name) {
    command.addOption(
        OptionSpec.builder(name)
            .type(List.class)
            .auxiliaryTypes(String.class)
            .arity("1")
            .paramLabel(label)
            .description(about)
            .build());
  }

  /** Declares arguments by their place; {@code arity} as picocli writes it. */
  public static void positional(CommandSpec command, String index, String arity, String label) {
    command.addPositional(
        PositionalParamSpec.builder()
            .index(index)
            .arity(arity)
            .required(!arity.startsWith("0"))
            .type(List.class)
            .auxiliaryTypes(String.class)
            .paramLabel(label)
            .description(label.equals(ADDRESS) ? "BUCKET or BUCKET/KEY" : "")
            .build());
  }

  /** Declares the address at a place. */
  public static void address(CommandSpec command, String index, String arity) {
    positional(command, index, arity, ADDRESS);
    encoded(command);
  }

  /** Declares the option that says how addresses are written. */
  public static void encoded(CommandSpec command) {
    flag(
        command,
        "Addresses are percent-encoded, for keys that hold NUL (bucket/a%%00b) or wildcards"
            + " (bucket/a%%2A).",
        ENCODED);
  }

  public boolean has(String name) {
    return parsed.hasMatchedOption(name);
  }

  public Optional<String> text(String name) {
    return Optional.ofNullable(parsed.<@Nullable String>matchedOptionValue(name, null));
  }

  public List<String> texts(String name) {
    return parsed.matchedOptionValue(name, List.<String>of());
  }

  /** A whole number of at least 0; the fallback where it was not given. */
  public long number(String name, long fallback) {
    String text = text(name).orElse(Long.toString(fallback));
    try {
      long number = Long.parseLong(text);
      if (number >= 0) {
        return number;
      }
    } catch (NumberFormatException e) {
      // Refused below.
    }
    throw ToolFailure.usage(name + ": '" + text + "' (expected: a whole number)");
  }

  /** All arguments that are no options, in their order. */
  public List<String> positionals() {
    return parsed.matchedPositionals().stream()
        .flatMap(place -> place.<List<String>>getValue().stream())
        .toList();
  }

  public Address address(int index) {
    return Address.parse(positionals().get(index), has(ENCODED));
  }

  /** Whether an address's key is a pattern. */
  public boolean isPattern(Address address) {
    return !has(ENCODED) && KeyPattern.isPattern(address.key());
  }

  /** The value of an option that holds an ETag or {@code *}; null where it was not given. */
  public @Nullable EtagCondition etagCondition(String name) {
    return text(name)
        .map(
            text ->
                text.equals("*")
                    ? EtagCondition.ANY
                    : new EtagCondition(false, List.of(ETag.parse(text))))
        .orElse(null);
  }
}
