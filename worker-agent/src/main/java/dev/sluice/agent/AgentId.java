package dev.sluice.agent;

import dev.sluice.common.config.StartupException;
import dev.sluice.common.config.StateFolder;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.StandardCopyOption;
import java.util.UUID;

/**
 * The id of an agent, by which others tell it from agents of the same storage: a random UUID. It
 * lies in the state folder that was named for the agent, which no other one uses at the same time.
 */
final class AgentId {
  private AgentId() {}

  /** An id of an agent without a folder of its own; the next run has another one. */
  static String ofThisRun() {
    return UUID.randomUUID().toString();
  }

  /**
   * The id in a state folder, which is locked; made if it is missing.
   *
   * @throws StartupException if it can be neither read nor made
   */
  static String keep(StateFolder folder) {
    try {
      String kept = kept(folder);
      if (!kept.isEmpty()) {
        return kept;
      }
      String made = ofThisRun();
      Files.writeString(folder.unfinishedAgentId(), made + "\n");
      Files.move(folder.unfinishedAgentId(), folder.agentId(), StandardCopyOption.ATOMIC_MOVE);
      return made;
    } catch (IOException e) {
      throw new StartupException(
          "the id in " + folder.agentId() + " cannot be kept: " + StartupException.reason(e), e);
    }
  }

  /** The id that lies there; empty where there is none, or a crash left an empty file. */
  private static String kept(StateFolder folder) throws IOException {
    try {
      return Files.readString(folder.agentId()).strip();
    } catch (NoSuchFileException e) {
      return "";
    }
  }
}
