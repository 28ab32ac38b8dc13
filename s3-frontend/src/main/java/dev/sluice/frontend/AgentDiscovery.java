package dev.sluice.frontend;

import java.time.Duration;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import javax.naming.NamingException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The agents of a frontend: those whose addresses it was given, and those that names lead to, which
 * are looked up again and again. A lookup that fails changes nothing. An agent that a name leads to
 * no longer gets no further call; those under way finish.
 */
final class AgentDiscovery implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(AgentDiscovery.class);

  /** The time between two lookups, on average. */
  static final Duration LOOKUP_INTERVAL = Duration.ofSeconds(5);

  /** The part of it by which a wait is shorter or longer, so that frontends do not ask at once. */
  private static final double JITTER = 0.2;

  /** Agents of one frontend: each is asked every second, and has connections of its own. */
  static final int MOST_AGENTS = 256;

  private final Set<AgentAddress> given = new LinkedHashSet<>();
  private final Map<AgentName, Set<AgentAddress>> found = new HashMap<>();
  private final Set<AgentName> failing = new HashSet<>();
  private final Map<AgentAddress, AgentMonitor.Agent> agents = new HashMap<>();
  private final AgentLookup lookup;
  private final AgentChannels channels;
  private final Function<AgentChannels.Lanes, AgentMonitor.Agent> connected;
  private final CountDownLatch closed = new CountDownLatch(1);
  private boolean wereTooMany;

  /**
   * Looks all names up once.
   *
   * @param connected makes an agent of its connections
   */
  AgentDiscovery(
      List<AgentSource> sources,
      AgentLookup lookup,
      AgentChannels channels,
      Function<AgentChannels.Lanes, AgentMonitor.Agent> connected) {
    this.lookup = lookup;
    this.channels = channels;
    this.connected = connected;
    for (AgentSource source : sources) {
      switch (source) {
        case AgentAddress address -> given.add(address);
        case AgentName name -> found.put(name, Set.of());
      }
    }
    lookUp();
  }

  /** The agents that are known, with their connections. To be called once, first. */
  List<AgentMonitor.Agent> agents() {
    return known().stream().map(this::connect).toList();
  }

  /** Begins to look names up again, and has a monitor of the agents watch those that it finds. */
  void follow(AgentMonitor monitor) {
    if (!found.isEmpty()) {
      Thread.ofVirtual().name("agent-discovery").start(() -> keepLookingUp(monitor));
    }
  }

  private void keepLookingUp(AgentMonitor monitor) {
    try {
      while (!closed.await(pause(), TimeUnit.NANOSECONDS)) {
        lookUp();
        if (closed.getCount() == 0) {
          return;
        }
        apply(known(), monitor);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private static long pause() {
    double part = ThreadLocalRandom.current().nextDouble(1 - JITTER, 1 + JITTER);
    return (long) (LOOKUP_INTERVAL.toNanos() * part);
  }

  private void lookUp() {
    for (AgentName name : List.copyOf(found.keySet())) {
      try {
        found.put(name, lookup.find(name));
        failing.remove(name);
      } catch (NamingException e) {
        if (failing.add(name)) {
          LOG.warn(
              "agents: {} cannot be looked up, {} agents stay known: {}",
              name,
              found.getOrDefault(name, Set.of()).size(),
              e.toString());
        }
      }
    }
  }

  /** Those given first, then those found, in an order that all frontends share. */
  private Set<AgentAddress> known() {
    Set<AgentAddress> all = new LinkedHashSet<>(given);
    found.values().stream()
        .flatMap(Set::stream)
        .sorted(Comparator.comparing(AgentAddress::toString))
        .forEach(all::add);
    boolean tooMany = all.size() > MOST_AGENTS;
    if (tooMany && !wereTooMany) {
      LOG.warn("agents: {} are known (expected: at most {})", all.size(), MOST_AGENTS);
    }
    wereTooMany = tooMany;
    Set<AgentAddress> known = new LinkedHashSet<>();
    all.stream().limit(MOST_AGENTS).forEach(known::add);
    return known;
  }

  private AgentMonitor.Agent connect(AgentAddress address) {
    return agents.computeIfAbsent(address, to -> connected.apply(channels.open(to)));
  }

  private void apply(Set<AgentAddress> known, AgentMonitor monitor) {
    for (AgentAddress address : known) {
      if (!agents.containsKey(address)) {
        LOG.info("agent {} was found", address);
        monitor.add(connect(address));
      }
    }
    for (Map.Entry<AgentAddress, AgentMonitor.Agent> each : Map.copyOf(agents).entrySet()) {
      if (!known.contains(each.getKey())) {
        agents.remove(each.getKey());
        LOG.info("agent {} is gone from the names that led to it", each.getKey());
        monitor.remove(each.getValue());
        channels.retire(each.getValue().lanes());
      }
    }
  }

  @Override
  public void close() {
    closed.countDown();
  }
}
