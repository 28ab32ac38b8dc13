package dev.sluice.frontend.op;

import dev.sluice.common.model.BucketName;
import dev.sluice.common.model.CallContext;
import dev.sluice.common.model.StorageException;
import dev.sluice.common.rpc.WireCors;
import dev.sluice.frontend.cors.CorsRules;
import dev.sluice.frontend.cors.CorsSource;
import dev.sluice.frontend.rpc.AgentDirectory;
import dev.sluice.frontend.rpc.OwnCalls;
import dev.sluice.v1.FailureReason;

/**
 * The CORS rules of buckets, as the agents have them. The frontend asks on its own behalf: rules
 * are for pages, whoever sends the request.
 */
public final class AgentCors implements CorsSource {
  private final AgentDirectory agents;

  /** Asks the agents of this directory. */
  public AgentCors(AgentDirectory agents) {
    this.agents = agents;
  }

  @Override
  public CorsRules read(BucketName bucket) {
    CallContext context = OwnCalls.context("cors");
    try {
      return new CorsRules(
          WireCors.toModel(
              agents
                  .of(context, bucket)
                  .settings(context, bucket)
                  .getSettings()
                  .getCorsRulesList()));
    } catch (StorageException e) {
      if (e.reason() == FailureReason.BUCKET_NOT_FOUND) {
        return CorsRules.NONE;
      }
      throw e;
    }
  }
}
