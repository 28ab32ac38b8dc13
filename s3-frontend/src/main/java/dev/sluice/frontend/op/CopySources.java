package dev.sluice.frontend.op;

import dev.sluice.common.model.BucketName;
import dev.sluice.common.rpc.WireConditions;
import dev.sluice.frontend.rpc.AgentClient;
import dev.sluice.frontend.rpc.AgentDirectory;
import dev.sluice.frontend.s3.CopySource;
import dev.sluice.frontend.s3.RequestContext;
import dev.sluice.frontend.s3.S3ErrorCode;
import dev.sluice.frontend.s3.S3Exception;

/** Sources of copies. */
final class CopySources {
  private CopySources() {}

  static dev.sluice.v1.CopySource toProto(CopySource source) {
    return dev.sluice.v1.CopySource.newBuilder()
        .setBucket(source.bucket().value())
        .setKey(source.key().value())
        .setConditions(WireConditions.toProto(source.conditions()))
        .build();
  }

  /**
   * The agent that has both buckets; NotImplemented where they lie on two, since no byte of a copy
   * crosses the wire.
   */
  static AgentClient common(
      AgentDirectory agents, RequestContext call, CopySource copied, BucketName destination) {
    BucketName source = copied.bucket();
    ExpectedOwner.check(agents, call, source, copied.expectedOwner());
    AgentClient from = agents.confirmed(call.context(), source);
    AgentClient to = agents.confirmed(call.context(), destination);
    if (!from.isSameAgentAs(to)) {
      throw new S3Exception(
          S3ErrorCode.NOT_IMPLEMENTED,
          "Copies between buckets of two agents are not implemented: "
              + source
              + ", "
              + destination);
    }
    return to;
  }
}
