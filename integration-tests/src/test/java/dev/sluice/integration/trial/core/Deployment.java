package dev.sluice.integration.trial.core;

import dev.sluice.integration.FreePort;
import dev.sluice.integration.SluiceProcess;
import dev.sluice.integration.TestAuthority;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.function.IntFunction;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * Agents of one namespace and their frontends, processes all of them, that a trial may kill and
 * start again. Safe for use by several threads.
 */
public final class Deployment implements AutoCloseable {
  /**
   * Parts of one byte, so that trials with small bodies know uploads of many parts, and leftovers
   * looked for all the time, in the midst of everything else.
   */
  private static final List<String> AGENT_FLAGS =
      List.of("--minimum-part-size", "1B", "--sweep-interval", "1s");

  /** For an agent that has no folder to keep one in. */
  private static final String TOKEN = "the token of the trials";

  private final IntFunction<SluiceProcess.Starter> newAgent;
  private final Frontends newFrontend;
  private final List<SluiceProcess> agents = new ArrayList<>();
  private final List<SluiceProcess> frontends = new ArrayList<>();

  /** Where each frontend has a way of its own to each agent. */
  private final @Nullable Links links;

  /** Frontends, each of which is to be started. */
  private interface Frontends {
    /** The one with this index, for agents as they are now. */
    SluiceProcess.Starter starter(int index, List<SluiceProcess> agents);
  }

  private Deployment(
      int agents,
      IntFunction<SluiceProcess.Starter> newAgent,
      int frontends,
      Frontends newFrontend,
      @Nullable Links links) {
    this.newAgent = newAgent;
    this.newFrontend = newFrontend;
    this.links = links;
    try {
      for (int i = 0; i < agents; i++) {
        this.agents.add(agent(i));
      }
      for (int i = 0; i < frontends; i++) {
        this.frontends.add(frontend(i));
      }
    } catch (RuntimeException | Error e) {
      close();
      throw e;
    }
  }

  /** Plain files below a folder. */
  public static Deployment local(Path data, int frontends, String... agentFlags) {
    return new Deployment(
        1,
        _ -> SluiceProcess.agent(data).with((Object[]) agentFlags),
        frontends,
        (_, _) -> SluiceProcess.frontend(data),
        null);
  }

  /** The same, whose frontends send bodies of any length from the files that the agent passes. */
  public static Deployment passingFiles(Path data, int frontends) {
    return local(data, frontends, "--short-circuit-from", "1B");
  }

  /** An agent that keeps objects in memory. */
  public static Deployment memory(int frontends) {
    return new Deployment(
        1,
        _ ->
            SluiceProcess.agentWithoutData()
                .environment("SLUICE_TOKEN", TOKEN)
                .with("--storage", "memory:"),
        frontends,
        (_, agents) ->
            SluiceProcess.frontend(agents.getFirst().agentAddress())
                .environment("SLUICE_TOKEN", TOKEN),
        null);
  }

  /** An agent of a storage that keeps nothing of the agent's own, for which it gets a folder. */
  public static Deployment on(TrialStorage storage, Path state, int frontends) {
    return new Deployment(
        1,
        _ -> storage.agent(state),
        frontends,
        (_, agents) -> SluiceProcess.frontend("unix:" + agents.getFirst().socket()),
        null);
  }

  /**
   * Several agents of one storage, each with a folder of its own for its state. Each frontend has
   * ways of its own to them, over TCP with TLS, without which the agents would notice the relays,
   * and keeps its port when it is started again, as one behind a load balancer.
   *
   * @param frontendFlags of each frontend
   */
  public static Deployment shared(
      TrialStorage storage, Path states, int agents, int frontends, Object... frontendFlags) {
    Links links = new Links(frontends);
    TestAuthority authority = new TestAuthority(states.resolve("agents-tls"), "Trials");
    TestAuthority.Pair pair = authority.good("agent");
    int[] ports = IntStream.range(0, frontends).map(_ -> freePort()).toArray();
    return new Deployment(
        agents,
        i ->
            storage
                .agent(states.resolve("agent-" + i))
                .with("--placement", "shared")
                .with("--agent-tls-certificate", pair.certificate(), "--agent-tls-key", pair.key())
                .environment("SLUICE_TOKEN", TOKEN),
        frontends,
        (i, _) ->
            SluiceProcess.frontend(links.addresses(i), ports[i])
                .with("--placement", "shared", "--agent-tls-ca", authority.certificate())
                .with(frontendFlags)
                .environment("SLUICE_TOKEN", TOKEN),
        links);
  }

  private static int freePort() {
    try {
      return FreePort.next();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private SluiceProcess agent(int index) {
    SluiceProcess started = newAgent.apply(index).with(AGENT_FLAGS.toArray()).start();
    if (links != null) {
      links.lead(index, started.agentAddress());
    }
    return started;
  }

  private SluiceProcess frontend(int index) {
    return newFrontend.starter(index, agents).start();
  }

  /** Where a frontend serves S3; waits while it is being started again. */
  public synchronized URI s3(int index) {
    return frontends.get(index % frontends.size()).s3();
  }

  /** How many frontends there are. */
  public int size() {
    return frontends.size();
  }

  /** How many agents there are. */
  public int agents() {
    return agents.size();
  }

  /** An agent as it is now. */
  public synchronized SluiceProcess agentProcess(int index) {
    return agents.get(index);
  }

  /** A frontend as it is now. */
  public synchronized SluiceProcess frontendProcess(int index) {
    return frontends.get(index);
  }

  /** Bytes that a frontend has sent from files that the agent passed. */
  public double bytesOfPassedFiles(int index) {
    HttpRequest request = HttpRequest.newBuilder(frontendProcess(index).admin("/metrics")).build();
    try (HttpClient http = HttpClient.newHttpClient()) {
      return http.send(request, HttpResponse.BodyHandlers.ofLines())
          .body()
          .filter(line -> line.startsWith("sluice_s3_short_circuit_bytes_total "))
          .mapToDouble(line -> Double.parseDouble(line.substring(line.lastIndexOf(' ') + 1)))
          .sum();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  /** Ends an agent as {@code kill -9} does. */
  public void killAgent(int index) {
    agentProcess(index).kill();
  }

  /** Starts an agent again, and waits until it and all frontends are ready. */
  public synchronized void startAgent(int index) {
    agents.set(index, agent(index));
    frontends.forEach(SluiceProcess::awaitReady);
  }

  /** Ends a frontend as {@code kill -9} does. */
  public void killFrontend(int index) {
    frontendProcess(index).kill();
  }

  /** Starts a frontend again. */
  public synchronized void startFrontend(int index) {
    frontends.set(index, frontend(index));
  }

  /** Cuts a frontend off from an agent, of which neither hears; they have a way of their own. */
  public void cut(int frontend, int agent) {
    Objects.requireNonNull(links).cut(frontend, agent);
  }

  /** Mends what was cut. */
  public void mend(int frontend, int agent) {
    Objects.requireNonNull(links).mend(frontend, agent);
  }

  @Override
  public synchronized void close() {
    frontends.forEach(SluiceProcess::close);
    agents.forEach(SluiceProcess::close);
    if (links != null) {
      links.close();
    }
  }
}
