package dev.sluice.integration.trial.history;

import dev.sluice.integration.OutsideCommand;
import dev.sluice.integration.trial.core.Deployment;

/**
 * What happens to agents in the middle of a round. One after the other is killed with -9 and
 * started again. Where there are several, one is also stopped until another one has taken over what
 * it served, and goes on then in the middle of what it did; and one is cut off from a single
 * frontend until that uses another one, while the other frontends use it as before.
 */
public final class AgentStrikes implements Runnable {
  private enum Kind {
    KILL,
    PAUSE,
    CUT
  }

  private final Deployment deployment;
  private int strikes;

  /** Strikes on the agents of a deployment. */
  public AgentStrikes(Deployment deployment) {
    this.deployment = deployment;
  }

  @Override
  public void run() {
    int strike = strikes++;
    int agents = deployment.agents();
    if (agents == 1) {
      kill(0);
      return;
    }
    Kind[] kinds = Kind.values();
    // Whatever numbers there are, each agent meets each kind, and each frontend each cut.
    int turn = strike / kinds.length;
    int agent = (turn + strike % kinds.length) % agents;
    switch (kinds[strike % kinds.length]) {
      case KILL -> kill(agent);
      case PAUSE -> pause(agent);
      case CUT -> cut(turn / agents % deployment.size(), agent);
    }
  }

  private void kill(int agent) {
    deployment.killAgent(agent);
    deployment.startAgent(agent);
  }

  private void pause(int agent) {
    long pid = deployment.agentProcess(agent).pid();
    try (ServedKeys keys = new ServedKeys(deployment, 0)) {
      OutsideCommand.signal("STOP", pid);
      try {
        keys.awaitPuts();
      } finally {
        OutsideCommand.signal("CONT", pid);
      }
    }
  }

  private void cut(int frontend, int agent) {
    try (ServedKeys keys = new ServedKeys(deployment, frontend)) {
      deployment.cut(frontend, agent);
      try {
        keys.awaitPuts();
      } finally {
        deployment.mend(frontend, agent);
      }
    }
  }
}
