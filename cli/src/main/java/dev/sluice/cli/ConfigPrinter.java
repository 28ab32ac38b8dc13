package dev.sluice.cli;

import dev.sluice.common.config.ConfigSources;
import dev.sluice.common.config.Configuration;
import dev.sluice.common.memory.MemoryPlan;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.ParseResult;

/** The {@code config} command: prints the effective configuration as YAML, or checks a file. */
final class ConfigPrinter {

  private static final String CHECK_FLAG = "--check";
  private static final int VALUE_COLUMN = 48;

  /** Texts that YAML reads back as they stand. */
  private static final Pattern PLAIN = Pattern.compile("[A-Za-z0-9./_][A-Za-z0-9./_:+=@-]*");

  private final Tier tier;
  private final Map<String, String> environment;
  private final PrintWriter out;

  ConfigPrinter(Tier tier, Map<String, String> environment, PrintWriter out) {
    this.tier = tier;
    this.environment = environment;
    this.out = out;
  }

  static OptionSpec checkOption() {
    return OptionSpec.builder(CHECK_FLAG)
        .type(Path.class)
        .paramLabel("FILE")
        .description("Only check this file, by itself; exit code 0 if it is good, 1 if not.")
        .build();
  }

  int run(ParseResult parsed) {
    Path checked = parsed.matchedOptionValue(CHECK_FLAG, null);
    if (checked != null) {
      tier.schema().load(ConfigSources.ofFile(checked));
      out.println(checked + ": good for " + tier.command());
      return 0;
    }
    ConfigSources sources = SettingFlags.sources(parsed, tier.schema(), environment);
    out.println("# the effective configuration of " + tier.command());
    Configuration configuration = tier.schema().load(sources);
    configuration.effective().forEach(this::print);
    print(tier.memory(configuration, Runtime.getRuntime().maxMemory()));
    return 0;
  }

  /** The memory of a process that is started with the same options of Java, as comments. */
  private void print(MemoryPlan plan) {
    out.println("# the plan of its memory (docs/configuration.md), bytes:");
    String line = "#   %-20s %-8s %15d";
    for (MemoryPlan.Part part : plan.parts()) {
      String place = part.place().name().toLowerCase(Locale.ROOT);
      out.println(line.formatted(part.name(), place, part.bytes()));
    }
    out.println(line.formatted("-Xmx", "of each", plan.memory()));
  }

  /** A secret is a comment: what is printed may be kept in a file and read back. */
  private void print(Configuration.Effective effective) {
    String key = effective.setting().key().name();
    String line = effective.values().isEmpty() ? "# " + key + ":" : key + ": " + yaml(effective);
    out.println(
        line + " ".repeat(Math.max(1, VALUE_COLUMN - line.length())) + "# " + origin(effective));
  }

  private static String origin(Configuration.Effective effective) {
    if (!effective.isSet()) {
      return "not set";
    }
    return effective.setting().isSecret()
        ? effective.origin() + ", a secret that is not shown"
        : effective.origin().toString();
  }

  private static String yaml(Configuration.Effective effective) {
    List<String> values = effective.values();
    return effective.setting().isList()
        ? values.stream().map(ConfigPrinter::scalar).collect(Collectors.joining(", ", "[", "]"))
        : scalar(values.getFirst());
  }

  private static String scalar(String text) {
    return PLAIN.matcher(text).matches() && !text.endsWith(":")
        ? text
        : "'" + text.replace("'", "''") + "'";
  }
}
