package dev.sluice.frontend.op;

import dev.sluice.common.model.BucketName;
import dev.sluice.common.rpc.WireConditions;
import dev.sluice.frontend.rpc.WorkerClient;
import dev.sluice.frontend.rpc.WorkerDirectory;
import dev.sluice.frontend.s3.CopySource;
import dev.sluice.frontend.s3.S3Call;
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
  static WorkerClient common(
      WorkerDirectory workers, S3Call call, CopySource copied, BucketName destination) {
    BucketName source = copied.bucket();
    ExpectedOwner.check(workers, call, source, copied.expectedOwner());
    WorkerClient from = workers.confirmed(call.context(), source);
    WorkerClient to = workers.confirmed(call.context(), destination);
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
