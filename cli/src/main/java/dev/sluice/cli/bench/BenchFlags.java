package dev.sluice.cli.bench;

import java.util.Arrays;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.Model.PositionalParamSpec;

/** The options of the command and their help. */
final class BenchFlags {
  static final String ENDPOINT = "--endpoint";
  static final String AGAINST = "--against";
  static final String ROUNDS = "--rounds";
  static final String BUCKET = "--bucket";
  static final String PREFIX = "--prefix";
  static final String FLAT = "--flat";
  static final String KEEP = "--keep";
  static final String SIZE = "--size";
  static final String OBJECTS = "--objects";
  static final String CLIENTS = "--clients";
  static final String DURATION = "--duration";
  static final String WARM_UP = "--warm-up";
  static final String OPERATIONS = "--operations";
  static final String RATE = "--rate";
  static final String MIX = "--mix";
  static final String PAGE = "--page";
  static final String PARTS = "--parts";
  static final String PART_SIZE = "--part-size";
  static final String TIMEOUT = "--timeout";
  static final String ACCESS_KEY = "--access-key";
  static final String SECRET_KEY = "--secret-key";
  static final String AGAINST_ACCESS_KEY = "--against-access-key";
  static final String AGAINST_SECRET_KEY = "--against-secret-key";
  static final String REGION = "--region";
  static final String ANONYMOUS = "--anonymous";
  static final String INSECURE = "--insecure";
  static final String JSON = "--json";
  static final String SVG = "--svg";
  static final String QUIET = "--quiet";
  static final String DEFAULT_ENDPOINT = "http://127.0.0.1:39999";

  private BenchFlags() {}

  static void declare(CommandSpec command) {
    command.addPositional(
        PositionalParamSpec.builder()
            .index("0")
            .arity("1")
            .required(true)
            .type(String.class)
            .paramLabel("WORKLOAD")
            .description(Workload.help())
            .build());
    value(
        command,
        ENDPOINT,
        "URL",
        "The server. Also: AWS_ENDPOINT_URL. Default: " + DEFAULT_ENDPOINT);
    value(command, AGAINST, "URL", "Compare with this server, in turns.");
    value(command, ROUNDS, "N", "Runs against each server. Default: 1, with --against 3");
    value(command, CLIENTS, "N", "Requests under way at once, each on a connection. Default: 16");
    value(command, DURATION, "TIME", "Length of a run, such as 30s or 5m. Default: 10s");
    value(command, OPERATIONS, "N", "End a run after so many turns instead, or as well.");
    value(command, WARM_UP, "TIME", "Load before each run that does not count. Default: 2s");
    value(
        command,
        RATE,
        "N",
        "Requests a second, sent when they are due: latency counts from then. Default: as fast as"
            + " answers come");
    value(command, SIZE, "SIZE", "Size of objects. Default: 4KiB");
    value(
        command,
        OBJECTS,
        "N",
        "Objects stored before a run. Default: 1000, for delete and list 10000; fewer where they"
            + " exceed 256 MiB");
    value(
        command,
        MIX,
        "SHARES",
        "Shares of mixed. Default: get=45,head=30,put=15,delete=10; also: list");
    value(command, PAGE, "N", "Keys of a page of a listing. Default: 1000");
    value(command, PARTS, "N", "Parts of an upload. Default: 4");
    value(command, PART_SIZE, "SIZE", "Size of a part. Default: 5MiB");
    value(
        command,
        BUCKET,
        "NAME",
        "The bucket; made, and removed again, where it is not there. Default: sluice-bench");
    value(
        command,
        PREFIX,
        "TEXT",
        "Keys begin so, and then with a name of this run, which alone is removed. Default: none");
    flag(command, "All keys beside each other, not in folders of this run.", FLAT);
    flag(command, "Leave what was written.", KEEP);
    value(
        command,
        ACCESS_KEY,
        "ID",
        "Sign with this key. Also: AWS_ACCESS_KEY_ID. Default: none, requests are anonymous");
    value(
        command,
        SECRET_KEY,
        "SECRET",
        "Its secret. Also: AWS_SECRET_ACCESS_KEY, which ps(1) does not show.");
    value(command, AGAINST_ACCESS_KEY, "ID", "The key for --against. Default: the same");
    value(command, AGAINST_SECRET_KEY, "SECRET", "Its secret.");
    value(command, REGION, "NAME", "Region of signatures. Also: AWS_REGION. Default: us-east-1");
    flag(command, "Sign nothing, whatever the environment has.", ANONYMOUS);
    flag(command, "Accept any certificate.", INSECURE);
    value(command, TIMEOUT, "SECONDS", "How long an answer may take. Default: 60");
    value(command, SVG, "FILE", "Write a picture: throughput over time, latency percentiles.");
    flag(command, "Print the result as a JSON document.", JSON);
    flag(command, "Show no progress.", "-q", QUIET);
  }

  private static void value(CommandSpec command, String name, String label, String about) {
    command.addOption(
        OptionSpec.builder(name).type(String.class).paramLabel(label).description(about).build());
  }

  private static void flag(CommandSpec command, String about, String... names) {
    command.addOption(
        OptionSpec.builder(names[0], Arrays.copyOfRange(names, 1, names.length))
            .description(about)
            .build());
  }
}
