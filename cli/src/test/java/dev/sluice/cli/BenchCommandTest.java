package dev.sluice.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.sluice.cli.tool.terminal.Streams;
import dev.sluice.common.config.ConfigSources;
import dev.sluice.testing.Pace;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The benchmark against a server in the test's process, and against what is none. */
@Timeout(300)
class BenchCommandTest {
  private static final Map<String, String> KEYS =
      Map.of("AWS_ACCESS_KEY_ID", "bench", "AWS_SECRET_ACCESS_KEY", "a-secret-of-the-test");

  private static final String NOTHING = "HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n";
  private static final String STORED =
      "HTTP/1.1 200 OK\r\nContent-Length: 0\r\nETag: \"same\"\r\n\r\n";

  @TempDir private Path folder;

  @Test
  void everyWorkload_runsSignedAndLeavesNothing() throws Exception {
    withServer(
        Map.of("SLUICE_ACCESS_KEY", "bench", "SLUICE_SECRET_KEY", "a-secret-of-the-test"),
        endpoint -> {
          for (String workload :
              List.of("put", "get", "head", "delete", "list", "mixed", "multipart", "race")) {
            assertRuns(KEYS, endpoint, workload);
          }
          CommandRun refused = bench(Map.of(), endpoint, "put", "--operations", "5");
          assertThat(refused.exitCode()).isEqualTo(1);
          assertThat(refused.out()).contains("5 x AccessDenied, the first: status 403");
        });
  }

  @Test
  void everyWorkload_runsAnonymouslyWhereAccessIsOpen() throws Exception {
    withServer(
        Map.of(),
        endpoint -> {
          for (String workload : List.of("put", "get", "list", "mixed", "multipart", "race")) {
            assertRuns(Map.of(), endpoint, workload);
          }
        });
  }

  private void assertRuns(Map<String, String> environment, String endpoint, String workload)
      throws IOException {
    CommandRun run =
        bench(
            environment,
            endpoint,
            workload,
            "--operations",
            workload.equals("multipart") ? "2" : "30",
            "--json",
            "--svg",
            folder.resolve("picture.svg").toString());

    assertThat(run.exitCode()).as(workload + run.err() + run.out()).isZero();
    JsonNode measured = new ObjectMapper().readTree(run.out()).get("measurements").get(0);
    assertThat(measured.get("failed").longValue()).isZero();
    assertThat(measured.get("requests").longValue()).isPositive();
    assertThat(measured.get("driverCpuMicrosPerRequest").doubleValue()).isPositive();
    assertThat(folder.resolve("picture.svg")).isNotEmptyFile();
    assertThat(folder.resolve("data/sluice-bench")).doesNotExist();
  }

  @Test
  void fixedRateAgainstAnother_hasRatiosAndKeepsWhatItIsToldTo() throws Exception {
    withServer(
        Map.of(),
        endpoint -> {
          CommandRun run =
              bench(
                  Map.of(),
                  endpoint,
                  "put",
                  "--against",
                  endpoint,
                  "--rounds",
                  "2",
                  "--operations",
                  "10",
                  "--rate",
                  "1000",
                  "--keep");

          assertThat(run.exitCode()).as(run.err() + run.out()).isZero();
          assertThat(run.out()).containsPattern("rate +\\d").contains("in 2 rounds");
          try (Stream<Path> files = Files.walk(folder.resolve("data/sluice-bench"))) {
            assertThat(files.filter(Files::isRegularFile)).hasSize(20);
          }
        });
  }

  /** A server that stores whatever it is sent, conditions or not. */
  @Test
  void serverThatIgnoresConditions_violatesTheRace() throws Exception {
    try (FakeServer server = new FakeServer(STORED)) {
      CommandRun run = bench(Map.of(), server.endpoint(), "race", "--operations", "1", "--keep");

      assertThat(run.exitCode()).isEqualTo(1);
      assertThat(run.out())
          .contains("race violated", "put-if-none-match: 3 of 3 clients won (expected: 1)");
    }
  }

  /**
   * A hundred requests are due within the first second, and the server answers none before the
   * second one is over: each of them waited that long, although only those under way were slow.
   */
  @Test
  void serverThatStalls_showsInEveryRequestThatWasDueMeanwhile() throws Exception {
    try (FakeServer server = new FakeServer(NOTHING, STORED)) {
      server.stallOnce(Duration.ofSeconds(2));
      CommandRun run =
          bench(
              Map.of(),
              server.endpoint(),
              "put",
              "--rate",
              "100",
              "--operations",
              "100",
              "--keep",
              "--json");

      assertThat(run.exitCode()).as(run.err() + run.out()).isZero();
      JsonNode put = new ObjectMapper().readTree(run.out()).at("/measurements/0/operations/put");
      assertThat(put.get("count").longValue()).isEqualTo(100);
      // Due within one second, answered after two.
      assertThat(put.at("/latencyMicros/p50").longValue()).isGreaterThan(990_000);
      assertThat(put.at("/latencyMicros/max").longValue()).isGreaterThan(1_990_000);
      // From the sending it is one slow request for each of the three clients.
      assertThat(put.at("/serviceMicros/p50").longValue())
          .isLessThan(put.at("/latencyMicros/p50").longValue());
    }
  }

  @Test
  void person_seesALiveLine_unlessQuiet() throws Exception {
    try (FakeServer server = new FakeServer(NOTHING, STORED)) {
      server.stallOnce(Duration.ofSeconds(2));
      assertThat(watched(server.endpoint()))
          .contains("put at " + server.endpoint() + ", round 1 of 1  ")
          .contains("0 failed")
          .endsWith("\r\u001b[K");
      server.stallOnce(Duration.ofSeconds(2));
      assertThat(watched(server.endpoint(), "--quiet")).isEmpty();
    }
  }

  /** What a person at a terminal sees on standard error. */
  private static String watched(String endpoint, String... more) {
    StringWriter screen = new StringWriter();
    Streams terminal =
        new Streams(
            InputStream.nullInputStream(),
            OutputStream.nullOutputStream(),
            new PrintWriter(screen, true),
            false,
            false,
            true);
    String[] arguments =
        arguments(
            endpoint,
            "put",
            Stream.concat(Stream.of("--operations", "9", "--keep"), Stream.of(more))
                .toArray(String[]::new));
    int exitCode = new SluiceCommand(Map.of(), terminal).run(arguments);
    assertThat(exitCode).as(screen.toString()).isZero();
    return screen.toString();
  }

  @Test
  void serverThatRefuses_isCountedByItsCodes() throws Exception {
    String error = "<Error><Code>SlowDown</Code><Message>Reduce your rate.</Message></Error>";
    try (FakeServer server =
        new FakeServer(
            NOTHING,
            "HTTP/1.1 503 Slow Down\r\nContent-Length: %d\r\n\r\n%s"
                .formatted(error.length(), error))) {
      CommandRun run = bench(Map.of(), server.endpoint(), "put", "--operations", "9", "--keep");

      assertThat(run.exitCode()).isEqualTo(1);
      assertThat(run.out())
          .contains("9 of 9 requests failed (100 %)")
          .contains("9 x SlowDown, the first: status 503, SlowDown: Reduce your rate.");
    }
  }

  @Test
  void serverThatSpeaksNoHttp_isOneSentence() throws Exception {
    try (FakeServer server = new FakeServer("SSH-2.0-OpenSSH\r\n\r\n")) {
      CommandRun run = bench(Map.of(), server.endpoint(), "put");

      assertThat(run.exitCode()).isEqualTo(3);
      assertThat(run.err()).contains("the answer is no HTTP/1.1: 'SSH-2.0-OpenSSH");
    }
  }

  @Test
  void serverThatCloses_isOneSentence() throws Exception {
    try (FakeServer server = new FakeServer("")) {
      CommandRun run = bench(Map.of(), server.endpoint(), "put");

      assertThat(run.exitCode()).isEqualTo(3);
      assertThat(run.err()).containsPattern("the server closed the connection|connection to http");
    }
  }

  @Test
  void nobodyThere_isOneSentence() throws Exception {
    String endpoint;
    try (FakeServer server = new FakeServer("")) {
      endpoint = server.endpoint();
    }
    CommandRun run = bench(Map.of(), endpoint, "put");

    assertThat(run.exitCode()).isEqualTo(3);
    assertThat(run.err()).contains("no connection to " + endpoint);
  }

  private static CommandRun bench(
      Map<String, String> environment, String endpoint, String workload, String... more) {
    return CommandRun.of(environment, arguments(endpoint, workload, more));
  }

  private static String[] arguments(String endpoint, String workload, String... more) {
    return Stream.concat(
            Stream.of("bench", workload, "--endpoint", endpoint, "--clients", "3"),
            Stream.concat(
                Stream.of("--warm-up", "0s", "--objects", "40", "--page", "7"), Stream.of(more)))
        .toArray(String[]::new);
  }

  private interface Check {
    void with(String endpoint) throws Exception;
  }

  private void withServer(Map<String, String> settings, Check check) throws Exception {
    Map<String, String> environment = new HashMap<>(FreePlaces.in(folder));
    environment.putAll(settings);
    StringWriter said = new StringWriter();
    Service service =
        new Launch(new PrintWriter(said))
            .start(
                Tier.STANDALONE,
                Tier.STANDALONE
                    .schema()
                    .load(new ConfigSources(Optional.empty(), environment, Map.of())));
    try {
      check.with(
          said.toString()
              .lines()
              .filter(line -> line.startsWith("S3:"))
              .map(line -> line.replaceFirst("S3: +(\\S+).*", "$1"))
              .findFirst()
              .orElseThrow());
    } finally {
      service.stop();
    }
  }

  /** Answers each connection's first request with the first answer, all others with the last. */
  private static final class FakeServer implements AutoCloseable {
    private final ServerSocket socket = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
    private final List<String> answers;
    private boolean begun;
    private @Nullable Duration stall;

    FakeServer(String... answers) throws IOException {
      this.answers = List.of(answers);
      Thread.ofVirtual().start(this::accept);
    }

    String endpoint() {
      return "http://127.0.0.1:" + socket.getLocalPort();
    }

    private void accept() {
      try {
        while (true) {
          Socket client = socket.accept();
          Thread.ofVirtual().start(() -> serve(client));
        }
      } catch (IOException e) {
        // It was closed.
      }
    }

    private void serve(Socket client) {
      try (client) {
        for (int left = headLength(client); left > 0; left = headLength(client)) {
          String answer = next();
          client.getOutputStream().write(answer.getBytes(StandardCharsets.UTF_8));
          if (!answer.startsWith("HTTP")) {
            return;
          }
        }
      } catch (IOException e) {
        // The client has gone.
      }
    }

    /** Makes everybody wait so long for the answer after the next one, once. */
    synchronized void stallOnce(Duration time) {
      begun = false;
      stall = time;
    }

    private synchronized String next() {
      String answer = begun ? answers.getLast() : answers.getFirst();
      if (begun && stall != null) {
        Pace.pass(stall);
        stall = null;
      }
      begun = true;
      return answer;
    }

    /** Reads a request with its body; 0 at the end. */
    private static int headLength(Socket client) throws IOException {
      StringBuilder head = new StringBuilder();
      while (!head.toString().endsWith("\r\n\r\n")) {
        int next = client.getInputStream().read();
        if (next < 0) {
          return 0;
        }
        head.append((char) next);
      }
      int length =
          head.toString()
              .lines()
              .filter(line -> line.startsWith("Content-Length: "))
              .mapToInt(line -> Integer.parseInt(line.substring("Content-Length: ".length())))
              .findFirst()
              .orElse(0);
      int _ = client.getInputStream().readNBytes(length).length;
      return head.length();
    }

    @Override
    public void close() throws IOException {
      socket.close();
    }
  }
}
