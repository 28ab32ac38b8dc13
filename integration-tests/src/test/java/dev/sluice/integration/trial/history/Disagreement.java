package dev.sluice.integration.trial.history;

import dev.sluice.integration.trial.core.Deployment;

/**
 * Two frontends that see one agent of two each, and not the same one: both agents are asked to
 * decide about every key all the time, as long as it is open.
 */
public final class Disagreement implements AutoCloseable {
  private final Deployment deployment;

  /** Cuts what has to be cut, and waits until both frontends have noticed. */
  public Disagreement(Deployment deployment) {
    this.deployment = deployment;
    try (ServedKeys first = new ServedKeys(deployment, 0);
        ServedKeys second = new ServedKeys(deployment, 1)) {
      deployment.cut(0, 1);
      deployment.cut(1, 0);
      first.awaitPuts();
      second.awaitPuts();
    }
  }

  @Override
  public void close() {
    deployment.mend(0, 1);
    deployment.mend(1, 0);
  }
}
