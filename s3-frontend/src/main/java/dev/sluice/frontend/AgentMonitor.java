package dev.sluice.frontend;

import dev.sluice.common.config.StartupException;
import dev.sluice.common.metrics.Readiness;
import dev.sluice.common.model.CallContext;
import dev.sluice.common.model.Placement;
import dev.sluice.common.model.StorageException;
import dev.sluice.frontend.rpc.AgentClient;
import dev.sluice.frontend.rpc.AgentProblem;
import dev.sluice.frontend.rpc.Candidate;
import dev.sluice.frontend.rpc.OwnCalls;
import dev.sluice.v1.FailureReason;
import dev.sluice.v1.GetAgentInfoResponse;
import io.grpc.health.v1.HealthCheckRequest;
import io.grpc.health.v1.HealthCheckResponse;
import io.grpc.health.v1.HealthGrpc;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The watch over agents: asks every one once a second whether it answers, each on a thread of its
 * own. A request for the state is answered at once, so that probes by a load balancer cost the
 * agents nothing, and one that hangs delays no answer about the others. Changes are logged.
 */
final class AgentMonitor implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(AgentMonitor.class);
  private static final Duration INTERVAL = Duration.ofSeconds(1);

  /** The longest wait for an agent's answer, generous for a busy machine. */
  private static final Duration TIMEOUT = Duration.ofSeconds(5);

  private static final State NOT_SERVING =
      new State(Optional.of(AgentProblem.NOT_SERVING), AgentProblem.NOT_SERVING.words());
  private static final State ANSWERS = new State(Optional.empty(), "");
  private static final State NOT_ASKED = new State(Optional.empty(), "it has not answered yet");
  private static final State RECONNECTING =
      new State(Optional.of(AgentProblem.UNREACHABLE), "it is being connected to again");

  private volatile List<Watch> watches = List.of();
  private volatile List<Candidate> candidates = List.of();
  private final Placement placement;
  private final InstantSource clock;

  /** The namespace of the agents under placement shared; empty: not known yet. */
  private final AtomicReference<String> namespace = new AtomicReference<>("");

  /** Of each change of the agents that are watched, or of what is known of them. */
  private final Object changing = new Object();

  /** The known state of an agent: {@link #ANSWERS}, or a sentence about why it does not. */
  private record State(Optional<AgentProblem> problem, String sentence) {}

  /**
   * An agent to watch.
   *
   * @param client over these lanes
   */
  record Agent(AgentChannels.Lanes lanes, AgentClient client) {
    String address() {
      return lanes.address();
    }
  }

  private static final class Watch {
    final Agent agent;
    final CountDownLatch firstAnswer = new CountDownLatch(1);
    final CountDownLatch ended = new CountDownLatch(1);
    volatile State state = NOT_ASKED;

    /** By its id, once that is known. */
    volatile @Nullable Candidate candidate;

    private String id = "";

    Watch(Agent agent) {
      this.agent = agent;
    }

    /** Takes the id that the agent says it has; says whether it is news. */
    boolean identify(GetAgentInfoResponse info) {
      String said = info.getAgentId().isEmpty() ? agent.address() : info.getAgentId();
      if (said.equals(id)) {
        return false;
      }
      id = said;
      candidate = new Candidate(said, agent.client(), this::answers);
      return true;
    }

    /** The last answer, unless a connection has failed since, or the other one is still down. */
    State current() {
      return state.equals(ANSWERS) && agent.lanes().isBackingOff() ? RECONNECTING : state;
    }

    boolean answers() {
      return current().equals(ANSWERS);
    }

    String described() {
      State now = current();
      return now.equals(ANSWERS) ? agent.address() : agent.address() + " (" + now.sentence() + ")";
    }
  }

  /**
   * Begins to ask.
   *
   * @param placement that the agents have to fit
   */
  AgentMonitor(List<Agent> agents, Placement placement, InstantSource clock) {
    this.placement = placement;
    this.clock = clock;
    agents.forEach(this::add);
  }

  /** Watches one more agent. */
  void add(Agent agent) {
    Watch watch = new Watch(agent);
    synchronized (changing) {
      watches = Stream.concat(watches.stream(), Stream.of(watch)).toList();
    }
    Thread.ofVirtual().name("agent-monitor").start(() -> keepAsking(watch));
  }

  /** Watches an agent no longer, to which no further call is to go. */
  void remove(Agent agent) {
    synchronized (changing) {
      for (Watch watch : watches) {
        if (watch.agent.equals(agent)) {
          watch.ended.countDown();
        }
      }
      watches = watches.stream().filter(watch -> watch.ended.getCount() > 0).toList();
      renewCandidates();
    }
  }

  private void renewCandidates() {
    candidates = watches.stream().map(watch -> watch.candidate).filter(Objects::nonNull).toList();
  }

  /**
   * The agents that said who they are, for calls to choose among; the same list until it changes.
   */
  List<Candidate> candidates() {
    return candidates;
  }

  private void keepAsking(Watch watch) {
    try {
      do {
        State found = ask(watch);
        if (found.equals(ANSWERS) && !watch.agent.lanes().connect(INTERVAL)) {
          found = RECONNECTING; // it is back, but calls on the other connection would still fail
        }
        if (watch.ended.getCount() == 0) {
          return;
        }
        log(watch, found);
        watch.state = found;
        watch.firstAnswer.countDown();
      } while (!watch.ended.await(INTERVAL.toNanos(), TimeUnit.NANOSECONDS));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private State ask(Watch watch) {
    AgentClient client = watch.agent.client();
    CallContext context = OwnCalls.context("readiness", clock.instant().plus(TIMEOUT));
    try {
      GetAgentInfoResponse info = client.info(context);
      State fit = fitting(info);
      if (!fit.equals(ANSWERS)) {
        return fit;
      }
      if (watch.identify(info)) {
        synchronized (changing) {
          renewCandidates();
        }
      }
      return placement == Placement.BUCKET || serves(client, context) ? ANSWERS : NOT_SERVING;
    } catch (StorageException e) {
      Optional<AgentProblem> problem =
          e.reason() == FailureReason.NOT_IMPLEMENTED
              ? Optional.of(AgentProblem.NO_AGENT)
              : Optional.ofNullable(AgentProblem.of(e));
      return new State(problem, sentence(problem, e));
    }
  }

  /** Whether an agent wants calls, while another one could take them: not while it stops. */
  private static boolean serves(AgentClient client, CallContext context) {
    return client
        .call(context, HealthGrpc.getCheckMethod(), HealthCheckRequest.getDefaultInstance())
        .getStatus()
        .equals(HealthCheckResponse.ServingStatus.SERVING);
  }

  /** Several agents for one namespace, where one of them has another, would lose objects. */
  private State fitting(GetAgentInfoResponse info) {
    if (placement == Placement.BUCKET) {
      return ANSWERS;
    }
    String misfit = null;
    if (!info.getSharesNamespace()) {
      misfit = "its storage (" + info.getEngine() + ") is one agent's alone";
    } else if (!namespace.compareAndSet("", info.getNamespaceId())
        && !info.getNamespaceId().equals(namespace.get())) {
      misfit = "its namespace is " + info.getNamespaceId() + ", of others " + namespace.get();
    }
    return misfit == null
        ? ANSWERS
        : new State(
            Optional.of(AgentProblem.NOT_SHARED),
            "placement: shared (expected: bucket; " + misfit + ")");
  }

  private static String sentence(Optional<AgentProblem> problem, StorageException failure) {
    if (problem.isEmpty()) {
      return failure.getMessage();
    }
    return switch (problem.get()) {
      case HOST_UNKNOWN, NOT_LISTENING, NO_AGENT, SILENT, NOT_SHARED, NOT_SERVING ->
          problem.get().words();
      case NO_GRPC, NO_TLS, TOKEN_REFUSED, UNREACHABLE ->
          problem.get().words() + ": " + failure.getMessage();
    };
  }

  private static void log(Watch watch, State found) {
    State before = watch.state;
    if (found.equals(ANSWERS) && !before.equals(ANSWERS) && !before.equals(NOT_ASKED)) {
      LOG.info("agent {} answers", watch.agent.address());
    } else if (!found.equals(ANSWERS)
        && (before.sentence().isEmpty() || !found.problem().equals(before.problem()))) {
      LOG.warn("agent {}: {}", watch.agent.address(), found.sentence());
    }
  }

  /** Waits until every agent has answered, or has failed to: seconds at most. */
  void awaitFirstAnswers() {
    long end = System.nanoTime() + TIMEOUT.toNanos();
    try {
      for (Watch watch : watches) {
        boolean answered = watch.firstAnswer.await(end - System.nanoTime(), TimeUnit.NANOSECONDS);
        LOG.debug("agent {} has answered: {}", watch.agent.address(), answered);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /**
   * Fails where an agent has answered that does not fit the placement.
   *
   * @throws StartupException names the setting
   */
  void requireFitting() {
    for (Watch watch : watches) {
      State now = watch.state;
      if (now.problem().equals(Optional.of(AgentProblem.NOT_SHARED))) {
        throw new StartupException("agent " + watch.agent.address() + ": " + now.sentence());
      }
    }
  }

  /** The agents by their addresses, with what is wrong with those that do not answer. */
  List<String> described() {
    return watches.stream().map(Watch::described).toList();
  }

  /** Ready while one agent answers, whatever the others do. */
  Readiness readiness() {
    List<Watch> all = watches;
    if (all.isEmpty()) {
      return Readiness.notReady("no agent is known: the names in agents lead to none");
    }
    String silent =
        all.stream()
            .filter(watch -> !watch.answers())
            .map(Watch::described)
            .collect(Collectors.joining(", "));
    if (silent.isEmpty()) {
      return Readiness.READY;
    }
    return all.stream().anyMatch(Watch::answers)
        ? Readiness.readyBut("no answer from " + silent)
        : Readiness.notReady("no agent answers: " + silent);
  }

  @Override
  public void close() {
    watches.forEach(watch -> watch.ended.countDown());
  }
}
