package dev.sluice.integration.trial.history;

import dev.sluice.integration.OutsideCommand;
import dev.sluice.integration.trial.core.Client;
import dev.sluice.integration.trial.core.Deployment;
import dev.sluice.integration.trial.core.Request;
import dev.sluice.testing.Await;
import java.io.IOException;

/**
 * What happens to agents in the middle of a round: one after the other is killed with -9 and
 * started again. Where there are several, every second one is stopped instead until another one has
 * taken over what it served, and goes on then in the middle of what it did.
 */
public final class AgentStrikes implements Runnable {
  private static final String BUCKET = "strikes";

  /** Each has a first segment of its own, so that every agent serves some of them. */
  private static final int KEYS = 16;

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
    if (agents > 1 && strike % 2 == 1) {
      pause(strike / 2 % agents);
    } else {
      int agent = strike / 2 % agents;
      deployment.killAgent(agent);
      deployment.startAgent(agent);
    }
  }

  private void pause(int agent) {
    long pid = deployment.agentProcess(agent).pid();
    try (Client client = new Client(() -> deployment.s3(0))) {
      Await.until(
          "bucket",
          () -> {
            int status = status(client, Request.of("PUT", BUCKET));
            return status == 200 || status == 409;
          });
      OutsideCommand.signal("STOP", pid);
      try {
        for (int i = 0; i < KEYS; i++) {
          String key = "key-" + i;
          Await.until(
              "put beside an agent that was stopped",
              () -> status(client, Request.of("PUT", BUCKET, key)) == 200);
        }
      } finally {
        OutsideCommand.signal("CONT", pid);
      }
    }
  }

  /** The status of the answer; 0 where there is none. */
  private static int status(Client client, Request request) {
    try {
      return client.send(request).status();
    } catch (IOException e) {
      return 0;
    }
  }
}
