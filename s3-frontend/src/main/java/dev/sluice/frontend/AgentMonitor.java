package dev.sluice.frontend;

import dev.sluice.common.config.StartupException;
import dev.sluice.common.metrics.Readiness;
import dev.sluice.common.model.StorageException;
import dev.sluice.frontend.rpc.AgentClient;
import dev.sluice.frontend.rpc.AgentProblem;
import dev.sluice.frontend.rpc.OwnCalls;
import dev.sluice.v1.AdminServiceGrpc;
import dev.sluice.v1.FailureReason;
import dev.sluice.v1.GetAgentInfoRequest;
import dev.sluice.v1.GetAgentInfoResponse;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Asks every agent once a second whether it answers, each on a thread of its own. A request for the
 * state is answered at once, so that probes by a load balancer cost the agents nothing, and one
 * that hangs delays no answer about the others. Changes are logged.
 */
final class AgentMonitor implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(AgentMonitor.class);
  private static final Duration INTERVAL = Duration.ofSeconds(1);

  /** The longest wait for an agent's answer, generous for a busy machine. */
  private static final Duration TIMEOUT = Duration.ofSeconds(5);

  private static final State ANSWERS = new State(Optional.empty(), "");
  private static final State NOT_ASKED = new State(Optional.empty(), "it has not answered yet");
  private static final State RECONNECTING =
      new State(Optional.of(AgentProblem.UNREACHABLE), "it is being connected to again");

  private final List<Watch> watches;
  private final Placement placement;
  private final InstantSource clock;

  /** The namespace of the agents under placement shared; empty: not known yet. */
  private final AtomicReference<String> namespace = new AtomicReference<>("");

  private final CountDownLatch firstAnswers;
  private final CountDownLatch closed = new CountDownLatch(1);

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
    volatile State state = NOT_ASKED;

    Watch(Agent agent) {
      this.agent = agent;
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
    this.watches = agents.stream().map(Watch::new).toList();
    this.clock = clock;
    this.firstAnswers = new CountDownLatch(agents.size());
    for (Watch watch : watches) {
      Thread.ofVirtual().name("agent-monitor").start(() -> keepAsking(watch));
    }
  }

  private void keepAsking(Watch watch) {
    try {
      do {
        State found = ask(watch.agent.client());
        if (found.equals(ANSWERS) && !watch.agent.lanes().connect(INTERVAL)) {
          found = RECONNECTING; // it is back, but calls on the other connection would still fail
        }
        if (closed.getCount() == 0) {
          return;
        }
        log(watch, found);
        watch.state = found;
        firstAnswers.countDown();
      } while (!closed.await(INTERVAL.toNanos(), TimeUnit.NANOSECONDS));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private State ask(AgentClient client) {
    try {
      return fitting(
          client.call(
              OwnCalls.context("readiness", clock.instant().plus(TIMEOUT)),
              AdminServiceGrpc.getGetAgentInfoMethod(),
              GetAgentInfoRequest.getDefaultInstance()));
    } catch (StorageException e) {
      Optional<AgentProblem> problem =
          e.reason() == FailureReason.NOT_IMPLEMENTED
              ? Optional.of(AgentProblem.NO_AGENT)
              : Optional.ofNullable(AgentProblem.of(e));
      return new State(problem, sentence(problem, e));
    }
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
      case HOST_UNKNOWN, NOT_LISTENING, NO_AGENT, SILENT, NOT_SHARED -> problem.get().words();
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
    try {
      boolean all = firstAnswers.await(TIMEOUT.toNanos(), TimeUnit.NANOSECONDS);
      LOG.debug("agents have answered: {}", all);
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

  /** Whether an agent answers, and fits the placement. */
  boolean answers(AgentClient client) {
    return watches.stream().anyMatch(watch -> watch.agent.client() == client && watch.answers());
  }

  /** The agents by their addresses, with what is wrong with those that do not answer. */
  List<String> described() {
    return watches.stream().map(Watch::described).toList();
  }

  /** Ready while one agent answers, whatever the others do. */
  Readiness readiness() {
    String silent =
        watches.stream()
            .filter(watch -> !watch.answers())
            .map(Watch::described)
            .collect(Collectors.joining(", "));
    if (silent.isEmpty()) {
      return Readiness.READY;
    }
    return watches.stream().anyMatch(Watch::answers)
        ? Readiness.readyBut("no answer from " + silent)
        : Readiness.notReady("no agent answers: " + silent);
  }

  @Override
  public void close() {
    closed.countDown();
  }
}
