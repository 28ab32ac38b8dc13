package dev.sluice.frontend.rpc;

import dev.sluice.common.model.BucketName;
import dev.sluice.common.model.CallContext;
import dev.sluice.common.model.KeySlot;
import dev.sluice.common.model.ObjectKey;
import dev.sluice.common.model.StorageException;
import dev.sluice.v1.FailureReason;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * The placement {@code shared}: all agents serve one namespace. Each key has an agent of first
 * choice for what reads it, the same for every frontend, so that what an agent keeps in memory is
 * of use; each slot has one for what changes its keys, so that it rarely changes hands; each bucket
 * has one. While that one cannot be used the next in its order is asked. No choice is ever wrong:
 * the storage decides which agent owns a slot.
 *
 * <p>A call that reads goes on to the next agent where the one asked cannot be used and no byte was
 * delivered. One that changes something does so only where it never left this process.
 */
public final class SharedPlacement implements AgentDirectory {
  private final Supplier<List<Candidate>> agents;

  /** A directory of the agents that there are at the moment of a call, in any order. */
  public SharedPlacement(Supplier<List<Candidate>> agents) {
    this.agents = agents;
  }

  @Override
  public List<AgentClient> namespaces() {
    return List.of(choose(0));
  }

  @Override
  public AgentClient of(CallContext context, BucketName bucket) {
    return choose(Rendezvous.name(bucket));
  }

  @Override
  public AgentClient ofRead(CallContext context, BucketName bucket, ObjectKey key) {
    return choose(Rendezvous.name(bucket, key));
  }

  @Override
  public AgentClient ofChange(CallContext context, BucketName bucket, ObjectKey key) {
    return choose(Rendezvous.name(KeySlot.of(bucket, key)));
  }

  @Override
  public AgentClient ofCopy(
      CallContext context, BucketName source, BucketName bucket, ObjectKey key) {
    return ofChange(context, bucket, key);
  }

  @Override
  public AgentClient forCreation(CallContext context, BucketName bucket) {
    return of(context, bucket);
  }

  private AgentClient choose(long name) {
    AgentClient chosen = next(name, List.of());
    if (chosen == null) {
      throw new StorageException(
          FailureReason.UNAVAILABLE, "agents: none answers (expected: at least one)");
    }
    return chosen;
  }

  /** The usable agent of highest rank besides those that were tried; null where there is none. */
  private @Nullable AgentClient next(long name, List<Candidate> tried) {
    Candidate best = null;
    long highest = Long.MIN_VALUE;
    for (Candidate agent : agents.get()) {
      long rank = Rendezvous.rank(name, agent.identity());
      if ((best == null || rank > highest) && agent.isUsable() && !agent.isAmong(tried)) {
        best = agent;
        highest = rank;
      }
    }
    return best == null ? null : best.client().succeededBy(new Next(name, best, tried));
  }

  /** The agents that come after one for a name. */
  private final class Next implements Succession {
    private final long name;
    private final Candidate asked;
    private final List<Candidate> before;

    Next(long name, Candidate asked, List<Candidate> before) {
      this.name = name;
      this.asked = asked;
      this.before = before;
    }

    @Override
    public boolean isWatched() {
      return true;
    }

    @Override
    public boolean isLost() {
      return !asked.isUsable();
    }

    @Override
    public @Nullable AgentClient after(StorageException failure, boolean reads) {
      if (!(reads ? cannotBeUsed(failure) : neverLeft(failure))) {
        return null;
      }
      List<Candidate> tried = new ArrayList<>(before);
      tried.add(asked);
      return next(name, tried);
    }
  }

  private static boolean cannotBeUsed(StorageException failure) {
    return failure.reason() == FailureReason.UNAVAILABLE || AgentProblem.of(failure) != null;
  }

  /** Whether there was no connection that the request could have gone out on. */
  private static boolean neverLeft(StorageException failure) {
    AgentProblem problem = AgentProblem.of(failure);
    return problem == AgentProblem.NOT_LISTENING || problem == AgentProblem.HOST_UNKNOWN;
  }
}
