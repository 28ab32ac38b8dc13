package dev.sluice.frontend;

import dev.sluice.common.config.HostPort;
import dev.sluice.common.config.MadeToken;
import dev.sluice.common.config.Secret;
import dev.sluice.common.rpc.AgentToken;
import java.nio.file.Path;
import java.util.Optional;

/**
 * The tokens for agents over TCP: the one that was given, for all of them; without one, for agents
 * of this machine, the one that an agent has made for itself, if we may read it.
 */
public final class AgentTokens {
  private final Optional<AgentToken> given;
  private final Path made;

  /**
   * Reads no file at first.
   *
   * @param made where an agent of this machine keeps the token that it made
   * @throws dev.sluice.common.config.StartupException if the given one is too short
   */
  public AgentTokens(Optional<Secret> given, Path made) {
    this.given = given.map(AgentToken::new);
    this.made = made;
  }

  /**
   * The token for an agent, as it is now.
   *
   * @throws dev.sluice.common.config.StartupException if it cannot be read
   */
  Optional<AgentToken> of(HostPort agent) {
    if (given.isPresent() || !agent.isLoopback()) {
      return given;
    }
    return MadeToken.find(made).map(AgentToken::new);
  }
}
