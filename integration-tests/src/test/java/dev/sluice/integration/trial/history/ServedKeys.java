package dev.sluice.integration.trial.history;

import dev.sluice.integration.trial.core.Client;
import dev.sluice.integration.trial.core.Deployment;
import dev.sluice.integration.trial.core.Request;
import dev.sluice.testing.Await;
import java.io.IOException;
import org.opentest4j.AssertionFailedError;

/**
 * Keys of every agent's share, which a frontend serves once it has noticed which agents it cannot
 * reach.
 */
final class ServedKeys implements AutoCloseable {
  private static final String BUCKET = "served";

  /** Each has a first segment of its own, so that every agent serves some of them. */
  private static final int KEYS = 16;

  private final Deployment deployment;
  private final int frontend;
  private final Client client;

  /** Through a frontend that reaches all agents now. */
  ServedKeys(Deployment deployment, int frontend) {
    this.deployment = deployment;
    this.frontend = frontend;
    client = new Client(() -> deployment.s3(frontend));
    Await.until(
        "bucket",
        () -> {
          int status = status(Request.of("PUT", BUCKET));
          return status == 200 || status == 409;
        });
  }

  /** Waits until the frontend serves all of them, whatever agents it cannot reach. */
  void awaitPuts() {
    for (int i = 0; i < KEYS; i++) {
      String key = "key-" + i;
      try {
        var _ =
            Await.until(
                "put beside an agent that cannot be reached",
                () -> status(Request.of("PUT", BUCKET, key)),
                status -> status == 200);
      } catch (AssertionFailedError e) {
        String log = deployment.frontendProcess(frontend).stderr();
        throw new AssertionFailedError(e.getMessage() + "\n" + log, e);
      }
    }
  }

  /** The status of the answer; 0 where there is none. */
  private int status(Request request) {
    try {
      return client.send(request).status();
    } catch (IOException e) {
      return 0;
    }
  }

  @Override
  public void close() {
    client.close();
  }
}
