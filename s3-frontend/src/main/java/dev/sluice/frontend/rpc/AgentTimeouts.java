package dev.sluice.frontend.rpc;

import java.time.Duration;

/**
 * The longest waits for an agent. What is waited for is a sign of progress, never the whole of a
 * body, which may take as long as its client likes.
 *
 * @param answer for the answer to a question, for the next bytes of a body, or for room for more of
 *     them
 * @param work for the end of work that grows with the object: what was sent being made durable,
 *     parts being put together, a copy
 */
public record AgentTimeouts(Duration answer, Duration work) {
  /** For callers with deadlines of their own. */
  static final AgentTimeouts ENDLESS =
      new AgentTimeouts(Duration.ofDays(365), Duration.ofDays(365));
}
