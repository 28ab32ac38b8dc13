package dev.sluice.frontend.rpc;

import dev.sluice.common.model.StorageException;
import org.jspecify.annotations.Nullable;

/** The agents that come after one that fails a call. */
@FunctionalInterface
interface Succession {
  /** There are none. */
  Succession NONE = (_, _) -> null;

  /**
   * The agent to ask in place of one that has failed; null: none.
   *
   * @param reads whether the call changes nothing, so that it may be sent again
   */
  @Nullable AgentClient after(StorageException failure, boolean reads);

  /** Whether {@link #isLost} can become true. */
  default boolean isWatched() {
    return false;
  }

  /** Whether the agent is known by now not to answer, so that no reader waits for it longer. */
  default boolean isLost() {
    return false;
  }
}
