package dev.sluice.cli;

import dev.sluice.common.config.ConfigSchema;
import dev.sluice.common.config.ConfigSources;
import dev.sluice.common.config.SettingGroup;
import dev.sluice.common.config.SettingSpec;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import picocli.CommandLine.Model.ArgGroupSpec;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.ParseResult;

/** Makes a flag of every setting, and reads them back from a command line. */
final class SettingFlags {

  private static final String CONFIG_FLAG = "--config";
  private static final String CONFIG_ENVIRONMENT = "SLUICE_CONFIG";

  private SettingFlags() {}

  /** Adds {@code --config} and the flags of all settings to a command, under their headings. */
  static void addTo(CommandSpec command, ConfigSchema schema) {
    command.addOption(
        OptionSpec.builder(CONFIG_FLAG)
            .type(Path.class)
            .paramLabel("FILE")
            .description(
                "The YAML file with settings. Flags win over the environment, which wins over the"
                    + " file. Also: "
                    + CONFIG_ENVIRONMENT
                    + ".")
            .build());
    int order = 0;
    for (SettingGroup group : SettingGroup.values()) {
      ArgGroupSpec.Builder section =
          ArgGroupSpec.builder()
              .heading("%n" + group.heading() + "%n")
              .exclusive(false)
              .validate(false)
              .order(order++);
      boolean any = false;
      for (SettingSpec setting : schema.settings()) {
        if (setting.group() == group) {
          section.addArg(flag(setting));
          any = true;
        }
      }
      if (any) {
        command.addArgGroup(section.build());
      }
    }
  }

  /** All that was said about settings: on the command line, in the environment, in the file. */
  static ConfigSources sources(
      ParseResult parsed, ConfigSchema schema, Map<String, String> environment) {
    Map<String, List<String>> flags = new LinkedHashMap<>();
    for (SettingSpec setting : schema.settings()) {
      OptionSpec option = parsed.matchedOption(setting.key().flag());
      if (option != null) {
        flags.put(setting.key().name(), texts(option.getValue()));
      }
    }
    String fromEnvironment = environment.getOrDefault(CONFIG_ENVIRONMENT, "");
    Optional<Path> file =
        Optional.<Path>ofNullable(parsed.matchedOptionValue(CONFIG_FLAG, null))
            .or(
                () ->
                    fromEnvironment.isEmpty()
                        ? Optional.empty()
                        : Optional.of(Path.of(fromEnvironment)));
    return new ConfigSources(file, environment, flags);
  }

  private static OptionSpec flag(SettingSpec setting) {
    OptionSpec.Builder option =
        OptionSpec.builder(setting.key().flag())
            .paramLabel(setting.placeholder())
            .description(description(setting).replace("%", "%%"));
    if (setting.isBoolean()) {
      return option.type(String.class).arity("0..1").fallbackValue("true").build();
    }
    if (setting.isList()) {
      return option.type(List.class).auxiliaryTypes(String.class).arity("1").build();
    }
    return option.type(String.class).arity("1").build();
  }

  private static String description(SettingSpec setting) {
    StringBuilder text = new StringBuilder(setting.about());
    if (!setting.bounds().isEmpty()) {
      text.append(" (").append(setting.bounds()).append(')');
    }
    if (!setting.fallback().isEmpty()) {
      text.append(" Default: ").append(setting.fallback());
    }
    return text.toString();
  }

  private static List<String> texts(Object value) {
    return value instanceof List<?> list
        ? list.stream().map(String::valueOf).toList()
        : List.of(String.valueOf(value));
  }
}
