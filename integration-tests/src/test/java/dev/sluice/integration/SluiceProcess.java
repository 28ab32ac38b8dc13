package dev.sluice.integration;

import dev.sluice.testing.Await;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import org.opentest4j.AssertionFailedError;

/**
 * A process of Sluice, started by the {@code sluice} command on ports that were free. Whoever
 * starts one closes it; what is left when the tests end is killed.
 */
public final class SluiceProcess implements AutoCloseable {

  private static final Duration END_LIMIT = Duration.ofSeconds(60);

  /** Small heaps and no late compiler: many of these live for a few seconds only. */
  private static final String SHORT_LIVED = "-Xmx256m -XX:+UseSerialGC -XX:TieredStopAtLevel=1";

  private static final Set<Process> RUNNING = ConcurrentHashMap.newKeySet();

  static {
    Runtime.getRuntime()
        .addShutdownHook(new Thread(() -> RUNNING.forEach(Process::destroyForcibly)));
  }

  private final Process process;
  private final Lines out;
  private final Lines err;

  private SluiceProcess(Process process) {
    this.process = process;
    RUNNING.add(process);
    out = new Lines(process.getInputStream(), "stdout of " + process.pid());
    err = new Lines(process.getErrorStream(), "stderr of " + process.pid());
  }

  /** What is to be started. */
  public static final class Starter {

    private final List<String> command = new ArrayList<>();
    private final Map<String, String> environment = new ConcurrentHashMap<>();

    private Starter(Object... words) {
      // What started the tests may ignore it (nohup), and passes that on.
      with("env", "--default-signal=HUP").with(words);
      environment.put("SLUICE_JAVA_OPTS", SHORT_LIVED);
    }

    /** Adds flags and their values. */
    public Starter with(Object... arguments) {
      for (Object argument : arguments) {
        command.add(argument.toString());
      }
      return this;
    }

    /** Sets a variable. */
    public Starter environment(String name, String value) {
      environment.put(name, value);
      return this;
    }

    /** Options of the JVM in the place of those for short lives. */
    public Starter javaOptions(String options) {
      return environment("SLUICE_JAVA_OPTS", options);
    }

    /** Starts it, and waits for nothing. */
    public SluiceProcess launch() {
      ProcessBuilder builder = new ProcessBuilder(command);
      builder.directory(TestProject.directory().toFile());
      ownEnvironment(builder.environment());
      builder.environment().putAll(environment);
      try {
        return new SluiceProcess(builder.start());
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }

    /** Starts it, and waits until it says where it listens. */
    public SluiceProcess announced() {
      SluiceProcess started = launch();
      try {
        started.address("admin");
        return started;
      } catch (RuntimeException | Error e) {
        started.close();
        throw e;
      }
    }

    /** Starts it, and waits until it is ready. */
    public SluiceProcess start() {
      SluiceProcess started = announced();
      try {
        started.awaitReady();
        return started;
      } catch (RuntimeException | Error e) {
        started.close();
        throw e;
      }
    }
  }

  /** A command that becomes one. */
  static Starter by(Object... words) {
    return new Starter(words);
  }

  private static Starter tier(String name) {
    return by(TestProject.launcher(), name);
  }

  /** Both tiers in one process. */
  public static Starter standalone(Path data) {
    return tier("standalone")
        .with("--data", data, "--listen", "127.0.0.1:0", "--admin-listen", "127.0.0.1:0");
  }

  /** Both tiers in one process, on a storage that has no place for what is the agent's own. */
  public static Starter standalone(String storage, Path state) {
    return tier("standalone")
        .with("--storage", storage, "--state", state)
        .with("--listen", "127.0.0.1:0", "--admin-listen", "127.0.0.1:0");
  }

  /** An agent that keeps plain files. */
  public static Starter agent(Path data) {
    return agentWithoutData().with("--data", data);
  }

  /** An agent whose other flags say where it keeps objects, and where that is none, its token. */
  public static Starter agentWithoutData() {
    return tier("agent").with("--agent-listen", "127.0.0.1:0", "--admin-listen", "127.0.0.1:0");
  }

  /** A frontend of the agent whose data folder this is; the agent may come and go. */
  public static Starter frontend(Path data) {
    return frontend("unix:" + data.resolve(".sluice/agent.sock"));
  }

  /** A frontend of the agents at these addresses, separated by commas. */
  public static Starter frontend(String agents) {
    return frontend(agents, 0);
  }

  /** The same at a port of its own. */
  public static Starter frontend(String agents, int port) {
    return tier("frontend")
        .with("--agents", agents)
        .with("--listen", "127.0.0.1:" + port, "--admin-listen", "127.0.0.1:0");
  }

  /** Runs a tool of the {@code sluice} command to its end, which has to be a good one. */
  public static void tool(Object... words) {
    try (SluiceProcess tool = by(TestProject.launcher()).with(words).launch()) {
      if (tool.exitCode() != 0) {
        throw new AssertionFailedError("a tool failed" + tool.story());
      }
    }
  }

  /** Leaves what would steer a process of Sluice out of an environment. */
  static void ownEnvironment(Map<String, String> environment) {
    environment
        .keySet()
        .removeIf(name -> name.startsWith("SLUICE_") && !name.equals("SLUICE_JAVA_HOME"));
  }

  /** Where S3 is served, without a slash at its end. */
  public URI s3() {
    return URI.create(address("S3"));
  }

  /** Where an agent serves gRPC: host and port. */
  public String agentAddress() {
    return address("agent");
  }

  /** The agent's Unix socket. */
  public Path socket() {
    return Path.of(address("socket"));
  }

  /** An address below the admin port. */
  public URI admin(String path) {
    return URI.create(address("admin").replaceFirst("/readyz$", "") + path);
  }

  /** Whether it runs. */
  public boolean isAlive() {
    return process.isAlive();
  }

  /** Its number. */
  public long pid() {
    return process.pid();
  }

  /** Waits until it says that it is ready. */
  public void awaitReady() {
    awaitReadiness(200);
  }

  /** Waits until its readiness answers with this status. */
  public void awaitReadiness(int status) {
    try {
      var _ =
          Await.until(
              "readiness",
              () -> {
                boolean ended = hasEnded();
                int now = readiness();
                if (now != status && ended) {
                  throw new AssertionFailedError("the process has ended");
                }
                return now;
              },
              now -> now == status);
    } catch (AssertionFailedError e) {
      throw new AssertionFailedError("readiness did not become " + status + story(), e);
    }
  }

  /** The status of its readiness; 0 where nobody answers. */
  private int readiness() {
    try (HttpClient http = HttpClient.newHttpClient()) {
      HttpRequest request =
          HttpRequest.newBuilder(admin("/readyz")).timeout(Duration.ofSeconds(10)).build();
      return http.send(request, HttpResponse.BodyHandlers.discarding()).statusCode();
    } catch (IOException e) {
      return 0;
    } catch (InterruptedException e) {
      throw interrupted(e);
    }
  }

  /** Ends it as a power cut would. */
  public void kill() {
    process.destroyForcibly();
    exitCode();
  }

  /** Asks it to stop (SIGTERM), and does not wait. */
  void terminate() {
    process.destroy();
  }

  /** Waits for its end; its exit code. */
  int exitCode() {
    try {
      if (!process.waitFor(END_LIMIT.toSeconds(), TimeUnit.SECONDS)) {
        throw new AssertionFailedError("did not end within " + END_LIMIT + story());
      }
      RUNNING.remove(process);
      return process.exitValue();
    } catch (InterruptedException e) {
      throw interrupted(e);
    }
  }

  /** What it wrote to standard output so far. */
  String stdout() {
    return out.text();
  }

  /** What it wrote to standard error so far. */
  public String stderr() {
    return err.text();
  }

  @Override
  public void close() {
    process.destroyForcibly();
    exitCode();
  }

  /** Waits for a line of the announcement; the first word after the colon. */
  private String address(String name) {
    String start = name + ":";
    try {
      return Await.until("line '" + start + "'", () -> lineOfTheLiving(start), Optional::isPresent)
          .map(line -> line.substring(start.length()).strip().split("[ ,]", 2)[0])
          .orElseThrow();
    } catch (AssertionFailedError e) {
      throw new AssertionFailedError("no line '" + start + "'" + story(), e);
    }
  }

  private Optional<String> lineOfTheLiving(String start) {
    boolean ended = hasEnded();
    Optional<String> found =
        out.lines().stream().filter(line -> line.startsWith(start)).findFirst();
    if (found.isEmpty() && ended) {
      throw new AssertionFailedError("the process has ended");
    }
    return found;
  }

  /** Whether the process has ended, and all that it wrote was read. */
  private boolean hasEnded() {
    return !process.isAlive() && out.ended();
  }

  private String story() {
    return (process.isAlive() ? "" : "; exit code " + process.exitValue())
        + "\n"
        + stdout()
        + stderr();
  }

  private static AssertionFailedError interrupted(InterruptedException e) {
    Thread.currentThread().interrupt();
    return new AssertionFailedError("interrupted", e);
  }

  /** Reads a stream, so that the process never waits for its reader. */
  private static final class Lines {

    private final List<String> lines = new ArrayList<>();
    private final Thread reader;

    Lines(InputStream stream, String name) {
      // A virtual thread would hold its carrier while it reads, and there are as few as cores.
      reader = Thread.ofPlatform().daemon().name(name).start(() -> read(stream));
    }

    private void read(InputStream stream) {
      try (BufferedReader text =
          new BufferedReader(new InputStreamReader(stream, StandardCharsets.UTF_8))) {
        for (String line = text.readLine(); line != null; line = text.readLine()) {
          synchronized (lines) {
            lines.add(line);
          }
        }
      } catch (IOException e) {
        // The process was killed: what came before is what there is.
        synchronized (lines) {
          lines.add("(" + e.getMessage() + ")");
        }
      }
    }

    boolean ended() {
      return !reader.isAlive();
    }

    List<String> lines() {
      synchronized (lines) {
        return List.copyOf(lines);
      }
    }

    String text() {
      StringBuilder text = new StringBuilder();
      lines().forEach(line -> text.append(line).append('\n'));
      return text.toString();
    }
  }
}
