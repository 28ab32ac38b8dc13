package dev.sluice.integration.trial.crash;

import dev.sluice.integration.SluiceProcess;
import dev.sluice.integration.trial.core.Client;
import dev.sluice.integration.trial.core.Deployment;
import dev.sluice.integration.trial.core.Dice;
import dev.sluice.integration.trial.core.Request;
import dev.sluice.testing.Await;
import java.io.IOException;
import java.net.URI;

/** {@code kill -9} of the agent, twice in three times, or of a frontend. */
public final class Kill implements CrashTrial.Crash {

  private final Deployment deployment;
  private int frontend = -1;

  /** Kills of a deployment. */
  public Kill(Deployment deployment) {
    this.deployment = deployment;
  }

  @Override
  public void strike(Dice dice) {
    frontend = dice.below(3) < 2 ? -1 : dice.below(deployment.size());
    if (frontend < 0) {
      deployment.killAgent(0);
    } else {
      deployment.killFrontend(frontend);
    }
  }

  @Override
  public void recover() {
    if (frontend < 0) {
      deployment.startAgent(0);
    } else {
      deployment.startFrontend(frontend);
      awaitRest();
    }
  }

  /** The agent still does, for a moment, what the frontend asked for last. */
  private void awaitRest() {
    SluiceProcess agent = deployment.agentProcess(0);
    URI metrics = agent.admin("/metrics");
    try (Client client = new Client(() -> metrics)) {
      var _ =
          Await.until(
              "metrics of an agent at rest",
              () -> client.send(Request.of("GET", "metrics")).text(),
              text ->
                  text.contains("\nsluice_agent_storage_running 0.0")
                      && text.contains("\nsluice_agent_storage_waiting 0.0"));
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }
}
