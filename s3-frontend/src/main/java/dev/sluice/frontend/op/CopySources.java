package dev.sluice.frontend.op;

import dev.sluice.common.model.BucketName;
import dev.sluice.common.rpc.WireConditions;
import dev.sluice.frontend.rpc.AgentClient;
import dev.sluice.frontend.rpc.AgentDirectory;
import dev.sluice.frontend.s3.CopySource;
import dev.sluice.frontend.s3.ObjectRequest;
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
   * The agent for a copy into an object; NotImplemented where the buckets lie on two agents, since
   * no byte of a copy crosses the wire.
   */
  static AgentClient agent(
      AgentDirectory agents, RequestContext call, CopySource copied, ObjectRequest destination) {
    BucketName source = copied.bucket();
    ExpectedOwner.check(agents, call, source, copied.expectedOwner());
    AgentClient agent =
        agents.ofCopy(call.context(), source, destination.bucket(), destination.key());
    if (agent == null) {
      throw new S3Exception(
          S3ErrorCode.NOT_IMPLEMENTED,
          "Copies between buckets of two agents are not implemented: "
              + source
              + ", "
              + destination.bucket());
    }
    return agent;
  }
}
