package dev.sluice.frontend.op;

import dev.sluice.frontend.s3.RequestContext;
import dev.sluice.frontend.s3.S3Request;
import dev.sluice.frontend.s3.S3Response;

/**
 * One S3 operation: what it asks the agent for, and how it answers. The caller is known and may do
 * it.
 *
 * @param <R> its request
 */
interface Operation<R extends S3Request> {
  /**
   * Does it. Fails with {@link dev.sluice.frontend.s3.S3Exception}, or with the agent's {@link
   * dev.sluice.common.model.StorageException} where that says it all.
   */
  S3Response answer(R request, RequestContext call) throws InterruptedException;
}
