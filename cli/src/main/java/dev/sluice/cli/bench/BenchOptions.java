package dev.sluice.cli.bench;

import dev.sluice.cli.tool.terminal.ToolFailure;
import dev.sluice.common.config.ByteSize;
import dev.sluice.common.config.Durations;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.ParseResult;

/**
 * Task of a benchmark, complete and checked.
 *
 * @param targets one endpoint, or two that are compared
 * @param prefix of all keys that are written, and of no others; ends with the separator
 * @param separator of the parts of a key below the prefix
 * @param objects stored before a run that reads, lists or deletes
 * @param operations the most turns of a run
 * @param perSecond the fixed rate; 0 for a closed loop
 */
record BenchOptions(
    Workload workload,
    List<Target> targets,
    String bucket,
    String prefix,
    char separator,
    boolean keep,
    long size,
    int objects,
    int clients,
    int rounds,
    Duration duration,
    Duration warmUp,
    long operations,
    double perSecond,
    Mix mix,
    int page,
    int parts,
    long partSize,
    Duration timeout,
    boolean insecure,
    boolean json,
    boolean quiet,
    Optional<Path> svg) {
  static final Duration LONGEST = Duration.ofHours(24);
  static final int MOST_CLIENTS = 4_096;
  static final int MOST_ROUNDS = 1_000;
  static final int MOST_OBJECTS = 10_000_000;
  static final int MOST_PARTS = 10_000;
  static final int LARGEST_PAGE = 1_000;
  static final long LARGEST_OBJECT = 5L << 30;
  static final double HIGHEST_RATE = 1e6;
  static final long SMALLEST_RACE = 64;

  private static final long OBJECTS_BYTES = 256L << 20;
  private static final int FEWEST_OBJECTS = 16;
  private static final int ROUNDS_COMPARED = 3;
  private static final Pattern BUCKET = Pattern.compile("[a-z0-9][a-z0-9.-]{1,61}[a-z0-9]");
  private static final Pattern PREFIX = Pattern.compile("[A-Za-z0-9._/-]{1,200}");
  private static final Pattern NUMBER = Pattern.compile("[0-9]{1,12}");
  private static final Pattern RATE = Pattern.compile("[0-9]{1,9}(\\.[0-9]{1,6})?");

  /**
   * An endpoint and whom one is there.
   *
   * @param key null: anonymous
   */
  record Target(Endpoint endpoint, @Nullable AccessKey key) {}

  /**
   * Reads a command line.
   *
   * @param ownPrefix a name of this run, for its keys
   */
  static BenchOptions of(ParseResult parsed, Map<String, String> environment, String ownPrefix) {
    return new Reader(parsed, environment).read(ownPrefix);
  }

  /** One command line. */
  private record Reader(ParseResult parsed, Map<String, String> environment) {
    BenchOptions read(String ownPrefix) {
      Workload workload = Workload.of(text("WORKLOAD").orElse(""));
      long size = size(BenchFlags.SIZE, "4KiB", workload == Workload.RACE ? SMALLEST_RACE : 0);
      Optional<Duration> duration =
          text(BenchFlags.DURATION).map(t -> duration(BenchFlags.DURATION, t));
      Optional<Long> operations =
          text(BenchFlags.OPERATIONS).map(t -> number(BenchFlags.OPERATIONS, t, 1, Long.MAX_VALUE));
      double rate = text(BenchFlags.RATE).map(Reader::rate).orElse(0.0);
      if (rate > 0 && workload == Workload.RACE) {
        throw ToolFailure.usage("--rate: a race has no fixed rate (expected: another workload)");
      }
      int clients = (int) number(BenchFlags.CLIENTS, "16", 1, MOST_CLIENTS);
      if (workload == Workload.RACE && clients < 2) {
        throw ToolFailure.usage("--clients: 1 (expected: 2 or more, for a race)");
      }
      List<Target> targets = targets();
      char separator = has(BenchFlags.FLAT) ? Space.HYPHEN : Space.SLASH;
      return new BenchOptions(
          workload,
          targets,
          matching(BenchFlags.BUCKET, "sluice-bench", BUCKET, "a bucket name"),
          text(BenchFlags.PREFIX)
              .map(
                  t ->
                      matching(BenchFlags.PREFIX, t, PREFIX, "letters, digits, '.', '_', '-', '/'"))
              .map(t -> t.endsWith("/") ? t : t + "/")
              .orElse("")
              .concat(ownPrefix + separator),
          separator,
          has(BenchFlags.KEEP),
          size,
          objects(workload, size, operations),
          clients,
          (int)
              number(
                  BenchFlags.ROUNDS,
                  Integer.toString(targets.size() > 1 ? ROUNDS_COMPARED : 1),
                  1,
                  MOST_ROUNDS),
          duration.orElse(operations.isPresent() ? LONGEST : Duration.ofSeconds(10)),
          duration(BenchFlags.WARM_UP, text(BenchFlags.WARM_UP).orElse("2s")),
          operations.orElse(Long.MAX_VALUE),
          rate,
          text(BenchFlags.MIX).map(Reader::mix).orElse(Mix.USUAL),
          (int) number(BenchFlags.PAGE, "1000", 1, LARGEST_PAGE),
          (int) number(BenchFlags.PARTS, "4", 1, MOST_PARTS),
          size(BenchFlags.PART_SIZE, "5MiB", 1),
          Duration.ofSeconds(number(BenchFlags.TIMEOUT, "60", 1, LONGEST.toSeconds())),
          has(BenchFlags.INSECURE),
          has(BenchFlags.JSON),
          has(BenchFlags.QUIET),
          text(BenchFlags.SVG).map(Reader::path));
    }

    private List<Target> targets() {
      Target first =
          new Target(
              Endpoint.parse(
                  BenchFlags.ENDPOINT,
                  text(BenchFlags.ENDPOINT)
                      .or(() -> variable("AWS_ENDPOINT_URL"))
                      .orElse(BenchFlags.DEFAULT_ENDPOINT)),
              key(
                  text(BenchFlags.ACCESS_KEY).or(() -> variable("AWS_ACCESS_KEY_ID")),
                  text(BenchFlags.SECRET_KEY).or(() -> variable("AWS_SECRET_ACCESS_KEY")),
                  BenchFlags.ACCESS_KEY + " and " + BenchFlags.SECRET_KEY));
      Optional<Endpoint> second =
          text(BenchFlags.AGAINST).map(t -> Endpoint.parse(BenchFlags.AGAINST, t));
      if (second.isEmpty()) {
        return List.of(first);
      }
      AccessKey own =
          key(
              text(BenchFlags.AGAINST_ACCESS_KEY),
              text(BenchFlags.AGAINST_SECRET_KEY),
              BenchFlags.AGAINST_ACCESS_KEY + " and " + BenchFlags.AGAINST_SECRET_KEY);
      return List.of(first, new Target(second.get(), own == null ? first.key() : own));
    }

    private @Nullable AccessKey key(Optional<String> id, Optional<String> secret, String expected) {
      if (has(BenchFlags.ANONYMOUS)) {
        return null;
      }
      if (id.isPresent() != secret.isPresent()) {
        throw ToolFailure.usage("one half of a key (expected: " + expected + ", or none)");
      }
      String region = text(BenchFlags.REGION).or(() -> variable("AWS_REGION")).orElse("us-east-1");
      return id.isEmpty() ? null : new AccessKey(id.get(), secret.orElseThrow(), region);
    }

    private int objects(Workload workload, long size, Optional<Long> operations) {
      if (!workload.reads()) {
        return 0;
      }
      // Many small ones, and not more bytes than a test machine's disk and cache take.
      long fitting =
          Math.clamp(OBJECTS_BYTES / Math.max(1, size), FEWEST_OBJECTS, workload.objects());
      long usual =
          workload == Workload.DELETE
              ? operations.map(most -> Math.min(most, MOST_OBJECTS)).orElse(fitting)
              : fitting;
      return (int) number(BenchFlags.OBJECTS, Long.toString(usual), 1, MOST_OBJECTS);
    }

    private Optional<String> text(String name) {
      return Optional.ofNullable(
          name.startsWith("-")
              ? parsed.<@Nullable String>matchedOptionValue(name, null)
              : parsed.<@Nullable String>matchedPositionalValue(0, null));
    }

    private boolean has(String name) {
      return parsed.hasMatchedOption(name);
    }

    private Optional<String> variable(String name) {
      return Optional.ofNullable(environment.get(name)).filter(value -> !value.isEmpty());
    }

    private String matching(String name, String fallback, Pattern form, String expected) {
      String text = text(name).orElse(fallback);
      if (!form.matcher(text).matches()) {
        throw ToolFailure.usage("%s: '%s' (expected: %s)".formatted(name, text, expected));
      }
      return text;
    }

    private long number(String name, String fallback, long least, long most) {
      String text = text(name).orElse(fallback);
      if (NUMBER.matcher(text).matches()) {
        long number = Long.parseLong(text);
        if (number >= least && number <= most) {
          return number;
        }
      }
      throw ToolFailure.usage(
          most == Long.MAX_VALUE
              ? "%s: '%s' (expected: a whole number from %d)".formatted(name, text, least)
              : "%s: '%s' (expected: a whole number, %d..%d)".formatted(name, text, least, most));
    }

    private long size(String name, String fallback, long least) {
      String text = text(name).orElse(fallback);
      long bytes = read(name, text, ByteSize::parse).bytes();
      if (bytes < least || bytes > LARGEST_OBJECT) {
        throw ToolFailure.usage("%s: '%s' (expected: %d bytes..5GiB)".formatted(name, text, least));
      }
      return bytes;
    }

    private static Duration duration(String name, String text) {
      Duration duration = read(name, text, Durations::parse);
      if (duration.compareTo(LONGEST) > 0) {
        throw ToolFailure.usage("%s: '%s' (expected: at most 24h)".formatted(name, text));
      }
      return duration;
    }

    private static <T> T read(String name, String text, Function<String, T> parser) {
      try {
        return parser.apply(text);
      } catch (IllegalArgumentException e) {
        throw ToolFailure.usage("%s: '%s' (expected: %s)".formatted(name, text, e.getMessage()));
      }
    }

    private static double rate(String text) {
      double rate = RATE.matcher(text).matches() ? Double.parseDouble(text) : 0;
      if (rate <= 0 || rate > HIGHEST_RATE) {
        throw ToolFailure.usage(
            "--rate: '%s' (expected: requests a second, above 0, at most %.0f)"
                .formatted(text, HIGHEST_RATE));
      }
      return rate;
    }

    private static Mix mix(String text) {
      SortedMap<Operation, Integer> shares = new TreeMap<>();
      for (String share : text.split(",", -1)) {
        String[] parts = share.split("=", 2);
        Optional<Operation> operation =
            Mix.OPERATIONS.stream().filter(known -> known.word().equals(parts[0])).findFirst();
        boolean isNumber =
            parts.length == 2 && parts[1].length() <= 6 && NUMBER.matcher(parts[1]).matches();
        if (operation.isEmpty() || !isNumber) {
          throw ToolFailure.usage(
              "--mix: '%s' (expected: shares such as get=45,head=30,put=15,delete=10,list=0)"
                  .formatted(text));
        }
        int weight = Integer.parseInt(parts[1]);
        if (weight > 0) {
          shares.merge(operation.get(), weight, Integer::sum);
        }
      }
      if (shares.isEmpty()) {
        throw ToolFailure.usage("--mix: '%s' (expected: a share above 0)".formatted(text));
      }
      return new Mix(shares);
    }

    private static Path path(String text) {
      try {
        return Path.of(text);
      } catch (InvalidPathException e) {
        throw ToolFailure.usage("--svg: '%s' (expected: a path)".formatted(text));
      }
    }
  }

  /** The load in one sentence. */
  String sentence() {
    StringBuilder sentence = new StringBuilder(workload.word());
    if (workload == Workload.MULTIPART) {
      sentence.append(" of ").append(parts).append(" x ").append(new ByteSize(partSize));
    } else if (workload != Workload.LIST) {
      sentence.append(" of ").append(new ByteSize(size));
    } else {
      sentence.append(" of ").append(page).append(" keys a page");
    }
    sentence.append(", ").append(clients).append(clients == 1 ? " client" : " clients");
    sentence.append(
        perSecond > 0 ? String.format(Locale.ROOT, ", %.6g/s", perSecond) : ", closed loop");
    if (operations < Long.MAX_VALUE) {
      sentence.append(", ").append(operations).append(" operations");
    }
    if (duration.compareTo(LONGEST) < 0) {
      sentence.append(", ").append(seconds(duration));
    }
    if (!warmUp.isZero()) {
      sentence.append(" after ").append(seconds(warmUp)).append(" of warm-up");
    }
    if (objects > 0) {
      sentence.append(", ").append(objects).append(" objects");
    }
    return sentence.toString();
  }

  private static String seconds(Duration duration) {
    return duration.toMillis() % 1000 == 0
        ? duration.toSeconds() + " s"
        : duration.toMillis() + " ms";
  }
}
