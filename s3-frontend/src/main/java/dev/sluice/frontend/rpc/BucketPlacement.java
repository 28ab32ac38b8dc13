package dev.sluice.frontend.rpc;

import dev.sluice.common.model.BucketName;
import dev.sluice.common.model.CallContext;
import dev.sluice.common.model.ObjectKey;
import dev.sluice.common.model.StorageException;
import dev.sluice.v1.FailureReason;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * The placement {@code bucket}: each bucket lies on exactly one agent. What was learnt by asking is
 * remembered until that agent answers a call by saying that it has no such bucket; then all are
 * asked again. With one agent no question is ever sent.
 */
public final class BucketPlacement implements AgentDirectory {
  /** Buckets whose agent is remembered; beyond it all is forgotten and learnt again. */
  private static final int MOST_REMEMBERED = 100_000;

  private final List<AgentClient> agents;
  private final Map<BucketName, AgentClient> known = new ConcurrentHashMap<>();

  /** A directory of these agents, in any order. At least one. */
  public BucketPlacement(List<AgentClient> agents) {
    if (agents.isEmpty()) {
      throw new IllegalArgumentException("agents: none (expected: at least one)");
    }
    this.agents = List.copyOf(agents);
  }

  @Override
  public List<AgentClient> namespaces() {
    return agents;
  }

  /**
   * The agent that has a bucket; fails with {@code BUCKET_NOT_FOUND} where none has it. Where it
   * was remembered and turns out to have moved, the call goes to the agent that has it now; a body
   * that was sent already fails with {@code UNAVAILABLE}, and the next attempt finds the agent.
   */
  @Override
  public AgentClient of(CallContext context, BucketName bucket) {
    if (agents.size() == 1) {
      return agents.getFirst();
    }
    AgentClient remembered = known.get(bucket);
    AgentClient agent = remembered == null ? require(context, bucket) : remembered;
    return agent.succeededBy(
        (failure, _) ->
            failure.reason() == FailureReason.BUCKET_NOT_FOUND
                ? movedFrom(agent, context, bucket)
                : null);
  }

  @Override
  public AgentClient ofRead(CallContext context, BucketName bucket, ObjectKey key) {
    return of(context, bucket);
  }

  @Override
  public AgentClient ofChange(CallContext context, BucketName bucket, ObjectKey key) {
    return of(context, bucket);
  }

  /** Asks whether both buckets still are where they were: the agent knows only its own. */
  @Override
  public @Nullable AgentClient ofCopy(
      CallContext context, BucketName source, BucketName bucket, ObjectKey key) {
    AgentClient from = confirmed(context, source);
    AgentClient to = confirmed(context, bucket);
    return from.isSameAgentAs(to) ? to : null;
  }

  /** The agent that has a bucket, asked whether it still does; fails as {@link #of}. */
  private AgentClient confirmed(CallContext context, BucketName bucket) {
    if (agents.size() == 1) {
      return agents.getFirst();
    }
    AgentClient agent = known.get(bucket);
    return agent != null && has(agent, context, bucket) ? agent : require(context, bucket);
  }

  /** That there is no such bucket is told by an agent, to whom it may be told. */
  private AgentClient require(CallContext context, BucketName bucket) {
    AgentClient agent = find(context, bucket);
    if (agent == null) {
      agents.getFirst().bucket(context, bucket);
      return agents.getFirst(); // it was created meanwhile
    }
    return agent;
  }

  /** The agent of a bucket that another agent no longer has; null where no agent has it. */
  private @Nullable AgentClient movedFrom(
      AgentClient before, CallContext context, BucketName bucket) {
    known.remove(bucket, before);
    AgentClient now = find(context, bucket);
    return now == before ? null : now;
  }

  /**
   * Asks every agent. One that cannot answer matters only where no other has the bucket: then it
   * may be the one.
   */
  private @Nullable AgentClient find(CallContext context, BucketName bucket) {
    StorageException unanswered = null;
    for (AgentClient candidate : agents) {
      try {
        if (has(candidate, context, bucket)) {
          return remember(bucket, candidate);
        }
      } catch (StorageException e) {
        unanswered = e;
      }
    }
    if (unanswered != null) {
      throw unanswered;
    }
    return null;
  }

  /**
   * The one that has it already, else the one of highest rank for its name, which is the same for
   * every frontend: ranked are the agents' own ids. All agents have to answer, so that no bucket
   * ever lies on two of them.
   */
  @Override
  public AgentClient forCreation(CallContext context, BucketName bucket) {
    AgentClient chosen = agents.getFirst();
    if (agents.size() > 1) {
      long highest = Long.MIN_VALUE;
      for (AgentClient candidate : agents) {
        if (has(candidate, context, bucket)) {
          return remember(bucket, candidate);
        }
        long id = Rendezvous.agent(candidate.info(OwnCalls.within(context)).getAgentId());
        long rank = Rendezvous.rank(Rendezvous.name(bucket), id);
        if (rank > highest) {
          highest = rank;
          chosen = candidate;
        }
      }
    }
    return chosen;
  }

  private AgentClient remember(BucketName bucket, AgentClient agent) {
    if (known.size() >= MOST_REMEMBERED) {
      known.clear();
    }
    known.put(bucket, agent);
    return agent;
  }

  /** Asked by the frontend itself: a policy may let the caller at a key, and at no bucket. */
  private static boolean has(AgentClient agent, CallContext context, BucketName bucket) {
    try {
      agent.bucket(OwnCalls.within(context), bucket);
      return true;
    } catch (StorageException e) {
      if (e.reason() == FailureReason.BUCKET_NOT_FOUND) {
        return false;
      }
      throw e;
    }
  }
}
