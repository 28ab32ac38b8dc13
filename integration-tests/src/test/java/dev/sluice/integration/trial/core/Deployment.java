package dev.sluice.integration.trial.core;

import dev.sluice.integration.SluiceProcess;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import java.util.function.IntFunction;
import java.util.stream.Collectors;

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
  private final Function<List<SluiceProcess>, SluiceProcess.Starter> newFrontend;
  private final List<SluiceProcess> agents = new ArrayList<>();
  private final List<SluiceProcess> frontends = new ArrayList<>();

  private Deployment(
      int agents,
      IntFunction<SluiceProcess.Starter> newAgent,
      int frontends,
      Function<List<SluiceProcess>, SluiceProcess.Starter> newFrontend) {
    this.newAgent = newAgent;
    this.newFrontend = newFrontend;
    try {
      for (int i = 0; i < agents; i++) {
        this.agents.add(agent(i));
      }
      for (int i = 0; i < frontends; i++) {
        this.frontends.add(frontend());
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
        _ -> SluiceProcess.frontend(data));
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
        agents ->
            SluiceProcess.frontend(agents.getFirst().agentAddress())
                .environment("SLUICE_TOKEN", TOKEN));
  }

  /** An agent of a storage that keeps nothing of the agent's own, for which it gets a folder. */
  public static Deployment on(TrialStorage storage, Path state, int frontends) {
    return new Deployment(
        1, _ -> storage.agent(state), frontends, agents -> SluiceProcess.frontend(sockets(agents)));
  }

  /** Several agents of one storage, each with a folder of its own for its state. */
  public static Deployment shared(TrialStorage storage, Path states, int agents, int frontends) {
    return new Deployment(
        agents,
        i -> storage.agent(states.resolve("agent-" + i)).with("--placement", "shared"),
        frontends,
        all -> SluiceProcess.frontend(sockets(all)).with("--placement", "shared"));
  }

  private static String sockets(List<SluiceProcess> agents) {
    return agents.stream().map(agent -> "unix:" + agent.socket()).collect(Collectors.joining(","));
  }

  private SluiceProcess agent(int index) {
    return newAgent.apply(index).with(AGENT_FLAGS.toArray()).start();
  }

  private SluiceProcess frontend() {
    return newFrontend.apply(agents).start();
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

  /** Starts a frontend again, at another port. */
  public synchronized void startFrontend(int index) {
    frontends.set(index, frontend());
  }

  @Override
  public synchronized void close() {
    frontends.forEach(SluiceProcess::close);
    agents.forEach(SluiceProcess::close);
  }
}
