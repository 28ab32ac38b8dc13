package dev.sluice.cli;

import dev.sluice.cli.bench.Bench;
import dev.sluice.cli.tool.Tools;
import dev.sluice.cli.tool.terminal.Streams;
import dev.sluice.common.config.ConfigException;
import dev.sluice.common.config.ConfigMistake;
import dev.sluice.common.config.Origin;
import dev.sluice.common.config.StartupException;
import dev.sluice.common.config.Suggestion;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import picocli.CommandLine;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.ParseResult;

/**
 * The {@code sluice} command. Exit codes: 0 it went well, 1 it cannot be done (the configuration, a
 * port, a folder), 2 the command line is wrong. The tools have more; docs/tools.md lists them.
 */
public final class SluiceCommand {

  /** Runs one command of the tree. */
  private interface Action {
    int run(ParseResult parsed);
  }

  private static final Logger LOG = LoggerFactory.getLogger(SluiceCommand.class);
  private static final int CANNOT = 1;
  private static final int USAGE = 2;

  private final Map<String, String> environment;
  private final Streams streams;
  private final PrintWriter out;
  private final PrintWriter err;
  private final CommandLine commandLine;

  SluiceCommand(Map<String, String> environment, Streams streams) {
    this.environment = environment;
    this.streams = streams;
    this.out = new PrintWriter(streams.out(), true, StandardCharsets.UTF_8);
    this.err = streams.err();
    this.commandLine = new CommandLine(root());
    // A key or a file may begin with an @.
    commandLine.setExpandAtFiles(false);
    commandLine.setOut(out);
    commandLine.setErr(err);
    commandLine.setUsageHelpAutoWidth(true);
    commandLine.setParameterExceptionHandler((mistake, given) -> usage(mistake));
    commandLine.setExecutionExceptionHandler((failure, command, parsed) -> explain(failure));
  }

  /** Runs the command and exits. */
  public static void main(String[] arguments) {
    // Which of the three a person is at is the launcher's to find out: the JVM cannot distinguish
    // them.
    String terminals = System.getProperty("sluice.terminals", "");
    Streams streams =
        new Streams(
            System.in,
            new FileOutputStream(FileDescriptor.out),
            new PrintWriter(System.err, true, StandardCharsets.UTF_8),
            terminals.contains("0"),
            terminals.contains("1"),
            terminals.contains("2"));
    System.exit(new SluiceCommand(System.getenv(), streams).run(arguments));
  }

  /**
   * Runs the command; the exit code. A server's command returns when the server was asked to stop.
   */
  int run(String... arguments) {
    return commandLine.execute(arguments);
  }

  private CommandSpec root() {
    CommandSpec root =
        command(
            "sluice", "The S3 front door for the storage you already run.", List.of(), p -> help());
    for (Tier tier : Tier.values()) {
      CommandSpec command =
          command(tier.command(), tier.about(), tier.examples(), parsed -> serve(tier, parsed));
      SettingFlags.addTo(command, tier.schema());
      root.addSubcommand(tier.command(), command);
    }
    new Tools(environment, streams, InstantSource.system())
        .addTo(
            (name, about, examples, action) -> {
              int space = name.indexOf(' ');
              String word = name.substring(space + 1);
              CommandSpec tool = command(word, about, examples, action::run);
              (space < 0 ? root : group(root, name.substring(0, space))).addSubcommand(word, tool);
              return tool;
            });
    Bench bench =
        new Bench(environment, streams.out(), err, streams.errWatched(), InstantSource.system());
    CommandSpec benchmark = command(Bench.NAME, Bench.ABOUT, Bench.EXAMPLES, bench::run);
    bench.declare(benchmark);
    root.addSubcommand(Bench.NAME, benchmark);
    root.addSubcommand("config", config());
    root.addSubcommand(
        "version", command("version", "Print the version.", List.of(), p -> Version.print(out)));
    root.addOption(
        OptionSpec.builder("-V", "--version")
            .versionHelp(true)
            .description("Print the version.")
            .build());
    root.versionProvider(() -> new String[] {Version.line()});
    addHelp(root);
    root.addSubcommand("help", CommandSpec.forAnnotatedObject(new CommandLine.HelpCommand()));
    return root;
  }

  /** A command that has others below it, and alone prints which; made where it is not there yet. */
  private CommandSpec group(CommandSpec root, String name) {
    CommandLine there = root.subcommands().get(name);
    if (there != null) {
      return there.getCommandSpec();
    }
    CommandSpec group =
        command(
            name,
            "The commands that begin with 'sluice " + name + "'.",
            List.of(),
            parsed -> {
              parsed.commandSpec().commandLine().usage(out);
              return 0;
            });
    root.addSubcommand(name, group);
    return group;
  }

  /**
   * {@code config} alone speaks of standalone; {@code config agent} and {@code config frontend} of
   * the others.
   */
  private CommandSpec config() {
    CommandSpec config = configOf("config", Tier.STANDALONE);
    for (Tier tier : Tier.values()) {
      config.addSubcommand(tier.command(), configOf(tier.command(), tier));
    }
    return config;
  }

  private CommandSpec configOf(String name, Tier tier) {
    CommandSpec command =
        command(
            name,
            "Print the effective configuration of "
                + tier.command()
                + ", and where each value came from.",
            List.of(
                "sluice config agent --config agent.yaml",
                "sluice config frontend --check frontend.yaml"),
            parsed -> new ConfigPrinter(tier, environment, out).run(parsed));
    command.addOption(ConfigPrinter.checkOption());
    SettingFlags.addTo(command, tier.schema());
    return command;
  }

  private CommandSpec command(String name, String about, List<String> examples, Action action) {
    CommandSpec[] self = new CommandSpec[1];
    Callable<Integer> call = () -> action.run(self[0].commandLine().getParseResult());
    self[0] = CommandSpec.wrapWithoutInspection(call).name(name);
    self[0].usageMessage().description(about).abbreviateSynopsis(true).sortOptions(false);
    if (!examples.isEmpty()) {
      self[0]
          .usageMessage()
          .footerHeading("%nExamples%n")
          .footer(examples.stream().map(example -> "  " + example).toArray(String[]::new));
    }
    return self[0];
  }

  /**
   * Adds the help option; where {@code -h} means something else, as with sizes of {@code ls}, only
   * under its long name.
   */
  private static void addHelp(CommandSpec command) {
    OptionSpec.Builder help =
        command.findOption("-h") == null
            ? OptionSpec.builder("-h", "--help")
            : OptionSpec.builder("--help");
    command.addOption(help.usageHelp(true).description("Show this help.").build());
    command.subcommands().values().forEach(sub -> addHelp(sub.getCommandSpec()));
  }

  private int help() {
    commandLine.usage(out);
    return 0;
  }

  private int serve(Tier tier, ParseResult parsed) {
    var configuration =
        tier.schema().load(SettingFlags.sources(parsed, tier.schema(), environment));
    // At a terminal the signal says that the terminal is gone, and ends the process as ever.
    Optional<HangUp> hangUp = streams.inWatched() ? Optional.empty() : Optional.of(HangUp.heard());
    Service service;
    try {
      service = new Launch(out).start(tier, configuration);
    } catch (StartupException e) {
      if (LogSetup.writesJson()) {
        LOG.error(e.getMessage());
        return CANNOT;
      }
      throw e;
    }
    hangUp.ifPresent(heard -> heard.then(service::reopenLogs));
    Runtime.getRuntime().addShutdownHook(new Thread(() -> stopAndExit(service), "stop"));
    service.awaitStop();
    return 0;
  }

  /**
   * A process that a signal ends would exit with the signal's number; one that stopped as it should
   * exits with 0.
   */
  private static void stopAndExit(Service service) {
    service.stop();
    Runtime.getRuntime().halt(0);
  }

  /** One line: what is wrong, what was probably meant, and where help is. */
  private int usage(CommandLine.ParameterException mistake) {
    CommandLine command = mistake.getCommandLine();
    String sentence = String.valueOf(mistake.getMessage());
    if (mistake instanceof CommandLine.UnmatchedArgumentException unmatched) {
      String word = unmatched.getUnmatched().getFirst();
      boolean isOption = word.startsWith("-");
      List<String> names =
          isOption
              ? List.copyOf(command.getCommandSpec().optionsMap().keySet())
              : List.copyOf(command.getSubcommands().keySet());
      sentence =
          "%s: '%s'%s"
              .formatted(
                  isOption ? "unknown option" : names.isEmpty() ? "too much" : "unknown command",
                  word,
                  Suggestion.of(word, names)
                      .map(name -> " (did you mean " + name + "?)")
                      .orElse(""));
    }
    err.println(
        "sluice: %s; '%s --help' shows what there is"
            .formatted(sentence, command.getCommandSpec().qualifiedName()));
    return USAGE;
  }

  private int explain(Exception failure) throws Exception {
    return switch (failure) {
      case ConfigException e -> {
        e.mistakes().forEach(mistake -> err.println("sluice: " + mistake));
        yield e.mistakes().stream()
                .map(ConfigMistake::origin)
                .anyMatch(Origin.Flag.class::isInstance)
            ? USAGE
            : CANNOT;
      }
      case StartupException e -> {
        err.println("sluice: " + e.getMessage());
        yield CANNOT;
      }
      default -> throw failure;
    };
  }
}
