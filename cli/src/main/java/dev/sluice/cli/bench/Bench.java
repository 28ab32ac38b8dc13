package dev.sluice.cli.bench;

import dev.sluice.cli.tool.terminal.ExitCode;
import dev.sluice.cli.tool.terminal.ToolFailure;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ThreadLocalRandom;
import java.util.stream.IntStream;
import javax.net.ssl.SSLSocketFactory;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParseResult;

/** The command {@code bench}: puts load on one S3 endpoint, or on two in turns. */
public final class Bench {
  public static final String NAME = "bench";
  public static final String ABOUT = "Put load on an S3 endpoint, and compare two.";
  public static final List<String> EXAMPLES =
      List.of(
          "sluice bench get --size 4KiB --clients 16 --duration 30s",
          "sluice bench mixed --endpoint http://node-1:39999 --rate 2000 --svg mixed.svg",
          "sluice bench put --endpoint http://node-1:39999 --against http://node-2:9000 --rounds"
              + " 5");

  private final Map<String, String> environment;
  private final OutputStream out;
  private final PrintWriter err;
  private final boolean errWatched;
  private final InstantSource clock;

  /**
   * The command.
   *
   * @param errWatched whether a person sees what is written to {@code err}
   */
  public Bench(
      Map<String, String> environment,
      OutputStream out,
      PrintWriter err,
      boolean errWatched,
      InstantSource clock) {
    this.environment = environment;
    this.out = out;
    this.err = err;
    this.errWatched = errWatched;
    this.clock = clock;
  }

  /** Declares its options. */
  public void declare(CommandSpec command) {
    BenchFlags.declare(command);
  }

  /** Runs it; the exit code. */
  public int run(ParseResult parsed) {
    try {
      return run(BenchOptions.of(parsed, environment, ownPrefix())).number();
    } catch (ToolFailure e) {
      err.println("sluice: " + e.getMessage());
      return e.exitCode().number();
    } catch (IOException e) {
      err.println("sluice: output: " + e.getMessage());
      return ExitCode.LOCAL.number();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      err.println("sluice: interrupted");
      return ExitCode.FAILED.number();
    }
  }

  private static String ownPrefix() {
    return "bench-" + HexFormat.of().toHexDigits(ThreadLocalRandom.current().nextInt());
  }

  private ExitCode run(BenchOptions options) throws IOException, InterruptedException {
    ProgressLine progress = new ProgressLine(err, errWatched && !options.quiet());
    try (Interrupt interrupt = new Interrupt()) {
      Result result = measured(options, interrupt, progress);
      if (options.svg().isPresent()) {
        draw(options.svg().get(), result);
      }
      List<String> report =
          options.json() ? List.of(JsonReport.of(result)) : TableReport.of(result);
      out.write((String.join("\n", report) + "\n").getBytes(StandardCharsets.UTF_8));
      out.flush();
      return result.exitCode();
    }
  }

  private static void draw(Path file, Result result) {
    try {
      Files.writeString(file, SvgPicture.of(result));
    } catch (IOException e) {
      throw new ToolFailure(ExitCode.LOCAL, "--svg: %s: %s".formatted(file, e.getMessage()));
    }
  }

  private Result measured(BenchOptions options, Interrupt interrupt, ProgressLine progress)
      throws InterruptedException {
    SSLSocketFactory tls = TlsSetup.factory(options.insecure());
    List<Site> sites =
        IntStream.range(0, options.targets().size())
            .mapToObj(number -> new Site(options, number, clock, tls, interrupt, progress))
            .toList();
    List<Measurement> measurements = new ArrayList<>();
    List<String> leftovers = new ArrayList<>();
    try {
      for (Site site : sites) {
        site.prepare();
      }
      for (int round = 1; round <= options.rounds(); round++) {
        List<Site> order = new ArrayList<>(sites);
        if (round % 2 == 0) {
          // Each is as often the first, so that what changes with time favours neither.
          Collections.reverse(order);
        }
        for (Site site : order) {
          if (!interrupt.hasArrived()) {
            measurements.add(site.measure(round));
          }
        }
      }
    } finally {
      for (Site site : sites) {
        String leftover = site.clean();
        if (!leftover.isEmpty()) {
          leftovers.add(leftover);
        }
        site.close();
      }
      progress.end();
    }
    List<Result.Times> times = sites.stream().flatMap(site -> site.times().stream()).toList();
    return new Result(options, measurements, times, interrupt.hasArrived(), leftovers);
  }
}
