package dev.sluice.common.config;

import java.nio.file.Path;
import java.util.Set;

/**
 * The folder of what belongs to one agent: its Unix socket, its id, the token that it makes, its
 * lock. Only the agent's user and root may enter it.
 *
 * @param path of the folder
 */
public record StateFolder(Path path) {
  private static final Path IN_DATA_FOLDER = Path.of(".sluice");
  private static final String SOCKET = "agent.sock";
  private static final String DESCRIPTOR_SOCKET = "agent-fd.sock";
  private static final String TOKEN = "agent-token";
  private static final String LOCK = "lock";
  private static final String AGENT_ID = "agent-id";
  private static final String UNFINISHED_AGENT_ID = "agent-id.new";
  private static final String SCRUB = "scrub";
  private static final String UNFINISHED_SCRUB = "scrub.new";

  /** The state folder of an agent that has a data folder for itself: it lies in there. */
  public static StateFolder ofDataFolder(Path data) {
    return new StateFolder(data.resolve(IN_DATA_FOLDER));
  }

  /** Names of the files that may lie in one. */
  public static Set<String> names() {
    return Set.of(
        SOCKET,
        DESCRIPTOR_SOCKET,
        TOKEN,
        MadeToken.unfinished(TOKEN),
        LOCK,
        AGENT_ID,
        UNFINISHED_AGENT_ID,
        SCRUB,
        UNFINISHED_SCRUB);
  }

  /** The Unix socket. */
  public Path socket() {
    return path.resolve(SOCKET);
  }

  /** The Unix socket for open files, beside an agent's Unix socket. */
  public static Path descriptorSocket(Path socket) {
    return socket.resolveSibling(DESCRIPTOR_SOCKET);
  }

  /** The token that the agent made for itself. */
  public Path token() {
    return path.resolve(TOKEN);
  }

  /** The file with the agent's id. */
  public Path agentId() {
    return path.resolve(AGENT_ID);
  }

  /** The same until it is whole. */
  public Path unfinishedAgentId() {
    return path.resolve(UNFINISHED_AGENT_ID);
  }

  /** The file with the state of the agent's scrub. */
  public Path scrub() {
    return path.resolve(SCRUB);
  }

  /** The same until it is whole. */
  public Path unfinishedScrub() {
    return path.resolve(UNFINISHED_SCRUB);
  }

  /** The file that the agent has locked while it runs. */
  public Path lock() {
    return path.resolve(LOCK);
  }
}
