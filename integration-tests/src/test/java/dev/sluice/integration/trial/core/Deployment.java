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
import org.jspecify.annotations.Nullable;

/**
 * An agent and its frontends, processes all of them, that a trial may kill and start again. Safe
 * for use by several threads.
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

  private final @Nullable Path data;
  private final List<String> agentFlags;
  private final List<SluiceProcess> frontends = new ArrayList<>();
  private SluiceProcess agent;

  private Deployment(@Nullable Path data, int count, List<String> agentFlags) {
    this.data = data;
    this.agentFlags = agentFlags;
    agent = agent();
    try {
      for (int i = 0; i < count; i++) {
        frontends.add(frontend());
      }
    } catch (RuntimeException | Error e) {
      close();
      throw e;
    }
  }

  /** Plain files below a folder. */
  public static Deployment local(Path data, int frontends, String... agentFlags) {
    return new Deployment(data, frontends, List.of(agentFlags));
  }

  /** The same, whose frontends send bodies of any length from the files that the agent passes. */
  public static Deployment passingFiles(Path data, int frontends) {
    return local(data, frontends, "--short-circuit-from", "1B");
  }

  /** An agent that keeps objects in memory. */
  public static Deployment memory(int frontends) {
    return new Deployment(null, frontends, List.of("--storage", "memory:"));
  }

  private SluiceProcess agent() {
    SluiceProcess.Starter starter =
        data == null
            ? SluiceProcess.agentWithoutData().environment("SLUICE_TOKEN", TOKEN)
            : SluiceProcess.agent(data);
    return starter.with(AGENT_FLAGS.toArray()).with(agentFlags.toArray()).start();
  }

  private SluiceProcess frontend() {
    return (data == null
            ? SluiceProcess.frontend(agent.agentAddress()).environment("SLUICE_TOKEN", TOKEN)
            : SluiceProcess.frontend(data))
        .start();
  }

  /** Where a frontend serves S3; waits while it is being started again. */
  public synchronized URI s3(int index) {
    return frontends.get(index % frontends.size()).s3();
  }

  /** How many frontends there are. */
  public int size() {
    return frontends.size();
  }

  /** The agent as it is now. */
  public synchronized SluiceProcess agentProcess() {
    return agent;
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

  /** Ends the agent as {@code kill -9} does. */
  public void killAgent() {
    agentProcess().kill();
  }

  /** Starts the agent again, and waits until it and all frontends are ready. */
  public synchronized void startAgent() {
    agent = agent();
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
    agent.close();
  }
}
