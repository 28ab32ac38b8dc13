package dev.sluice.agent.store;

import dev.sluice.agent.store.access.Access;
import dev.sluice.agent.store.access.AccessControl;
import dev.sluice.agent.store.engine.bucket.BucketRecord;
import dev.sluice.agent.store.engine.object.ObjectName;
import dev.sluice.agent.store.memory.MemoryEngine;
import dev.sluice.common.model.BucketName;
import dev.sluice.common.model.CallContext;
import dev.sluice.common.model.Caller;
import dev.sluice.common.model.ObjectOwnership;
import dev.sluice.common.model.Principal;
import java.time.Instant;
import java.time.InstantSource;

/** Access of the operator, whom nothing binds. */
final class OperatorAccess {
  private static final CallContext CALL =
      new CallContext(Caller.operator(new Principal("id", "name")), "request", null);
  private static final MemoryEngine ENGINE = new MemoryEngine(InstantSource.system());
  private static final AccessControl CONTROL =
      new AccessControl(ENGINE, InstantSource.system(), ObjectOwnership.BUCKET_OWNER_ENFORCED);

  private OperatorAccess() {}

  /** Access to a bucket, which is there. */
  static Access to(BucketName bucket) {
    boolean _ = ENGINE.createBucket(bucket, new BucketRecord(Instant.EPOCH, null));
    return CONTROL.toBucket(CALL, bucket);
  }

  static Access to(ObjectName name) {
    return CONTROL.toPlace(CALL, name.bucket(), name.key());
  }
}
