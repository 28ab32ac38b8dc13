package dev.sluice.engine.alluxio;

import dev.sluice.agent.store.engine.object.ExpectationNotMet;
import dev.sluice.common.model.StorageException;
import dev.sluice.v1.FailureReason;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Supplier;

/**
 * The right of this agent to decide, as the folder in which it prepares all its changes: a change
 * is a renaming out of it, or into it. The next agent on the root moves the folder away before
 * anything else, and its path never comes back, so that nothing that was begun with it can be
 * finished any more, however late it is tried.
 */
final class AlluxioEpoch {
  private final AlluxioClient client;
  private final String path;
  private final String id;
  private final AtomicLong names = new AtomicLong();

  /**
   * An epoch, whose folder is made.
   *
   * @param id of no other epoch
   */
  AlluxioEpoch(AlluxioClient client, AlluxioPaths paths, String id) {
    this.client = client;
    this.path = paths.stagings() + "/" + id;
    this.id = id;
    if (!client.makeDirectories(path)) {
      throw new IllegalStateException(path + ": a file is in the way (expected: a folder)");
    }
  }

  String id() {
    return id;
  }

  /** The path of a name in the folder. */
  String pathOf(String name) {
    return path + "/" + name;
  }

  /** A path in the folder that was never used. */
  String nextPath(String kind) {
    return pathOf(kind + "-" + names.getAndIncrement());
  }

  /** Whether another agent has the right now. */
  boolean isOver() {
    return client.status(path) == null;
  }

  /** Fails where another agent has the right now: what this one saw may be old. */
  void requireLasting() {
    if (isOver()) {
      throw over();
    }
  }

  /** Makes a decision; that an expectation is not met counts only while the right lasts. */
  <T> T decide(Supplier<T> decision) {
    try {
      return decision.get();
    } catch (ExpectationNotMet e) {
      requireLasting();
      throw e;
    }
  }

  /** Moves something into the folder and removes it there; false where it is not there. */
  boolean drop(String target) {
    String dropped = nextPath("dropped");
    boolean moved = client.rename(target, dropped);
    if (moved) {
      client.remove(dropped);
    }
    return moved;
  }

  /** The failure of a change that finds nothing where it was prepared. */
  StorageException lost(String prepared) {
    return isOver()
        ? over()
        : new StorageException(
            FailureReason.STORAGE_FAULT,
            "alluxio: " + prepared + ": gone (expected: a file of the agent)");
  }

  /** The failure of a change by an agent that was taken over from. */
  StorageException over() {
    return new StorageException(
        FailureReason.UNAVAILABLE,
        "alluxio: " + path + ": taken over by another agent (expected: a retry)");
  }
}
