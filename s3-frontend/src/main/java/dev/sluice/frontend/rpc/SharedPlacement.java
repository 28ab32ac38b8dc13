package dev.sluice.frontend.rpc;

import dev.sluice.common.model.BucketName;
import dev.sluice.common.model.CallContext;
import dev.sluice.common.model.ObjectKey;
import dev.sluice.common.model.StorageException;
import dev.sluice.v1.FailureReason;
import java.util.Comparator;
import java.util.List;
import java.util.function.Predicate;
import java.util.stream.IntStream;

/**
 * The placement {@code shared}: all agents serve one namespace. Each key has an agent of first
 * choice, the same for every frontend, so that what an agent keeps in memory is of use; while that
 * one cannot be used the next in its order is asked.
 */
public final class SharedPlacement implements AgentDirectory {
  private final List<AgentClient> agents;
  private final Predicate<AgentClient> usable;

  /**
   * A directory of these agents, in an order that all frontends share. At least one.
   *
   * @param usable whether an agent answers, and serves the same namespace as the others
   */
  public SharedPlacement(List<AgentClient> agents, Predicate<AgentClient> usable) {
    if (agents.isEmpty()) {
      throw new IllegalArgumentException("agents: none (expected: at least one)");
    }
    this.agents = List.copyOf(agents);
    this.usable = usable;
  }

  @Override
  public List<AgentClient> namespaces() {
    return List.of(choose(""));
  }

  @Override
  public AgentClient of(CallContext context, BucketName bucket) {
    return choose(bucket.value());
  }

  @Override
  public AgentClient of(CallContext context, BucketName bucket, ObjectKey key) {
    return choose(bucket.value() + "/" + key.value());
  }

  @Override
  public AgentClient ofCopy(
      CallContext context, BucketName source, BucketName bucket, ObjectKey key) {
    return of(context, bucket, key);
  }

  @Override
  public AgentClient forCreation(CallContext context, BucketName bucket) {
    return of(context, bucket);
  }

  private AgentClient choose(String name) {
    return IntStream.range(0, agents.size())
        .boxed()
        .filter(agent -> usable.test(agents.get(agent)))
        .max(Comparator.comparingInt(agent -> Rendezvous.rank(name, agent)))
        .map(agents::get)
        .orElseThrow(
            () ->
                new StorageException(
                    FailureReason.UNAVAILABLE, "agents: none answers (expected: at least one)"));
  }
}
