package dev.sluice.frontend;

import dev.sluice.common.metrics.Readiness;
import dev.sluice.common.model.CallContext;
import dev.sluice.common.model.Principal;
import dev.sluice.common.model.StorageException;
import dev.sluice.frontend.rpc.WorkerClient;
import dev.sluice.v1.AdminServiceGrpc;
import dev.sluice.v1.FailureReason;
import dev.sluice.v1.GetAgentInfoRequest;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;

/** Whether an agent answers, which is what makes a frontend ready. */
final class AgentProbe {
  private static final Duration PATIENCE = Duration.ofSeconds(1);
  private static final Principal FRONTEND = new Principal("sluice-frontend", "frontend");

  private final List<WorkerClient> workers;
  private final InstantSource clock;

  AgentProbe(List<WorkerClient> workers, InstantSource clock) {
    this.workers = workers;
    this.clock = clock;
  }

  /** Asks the agents in turn; ready with the first that answers. */
  Readiness readiness() {
    String reason = "no agent";
    for (WorkerClient worker : workers) {
      try {
        CallContext context =
            new CallContext(FRONTEND, "readiness", clock.instant().plus(PATIENCE));
        worker.call(
            context,
            AdminServiceGrpc.getGetAgentInfoMethod(),
            GetAgentInfoRequest.getDefaultInstance());
        return Readiness.READY;
      } catch (StorageException e) {
        reason =
            e.reason() == FailureReason.DEADLINE_PASSED
                ? "no agent answers within " + PATIENCE.toSeconds() + " s"
                : "no agent answers: " + e.getMessage();
      }
    }
    return Readiness.notReady(reason);
  }
}
