package dev.sluice.frontend.rpc;

import dev.sluice.common.model.BucketName;
import dev.sluice.common.model.CallContext;
import dev.sluice.common.model.ObjectKey;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The agents of a frontend, and which of them serves what: a placement. */
public interface AgentDirectory {
  /**
   * One agent for each namespace: together they have every bucket.
   *
   * @throws dev.sluice.common.model.StorageException {@code UNAVAILABLE}
   */
  List<AgentClient> namespaces();

  /**
   * The agent for a call about a bucket as such: its record, its listings, its deletion.
   *
   * @throws dev.sluice.common.model.StorageException {@code BUCKET_NOT_FOUND}
   */
  AgentClient of(CallContext context, BucketName bucket);

  /**
   * The agent for a call that reads the object of a key.
   *
   * @throws dev.sluice.common.model.StorageException {@code BUCKET_NOT_FOUND}
   */
  AgentClient ofRead(CallContext context, BucketName bucket, ObjectKey key);

  /**
   * The agent for a call that changes the object of a key, and for all calls about its uploads.
   *
   * @throws dev.sluice.common.model.StorageException {@code BUCKET_NOT_FOUND}
   */
  AgentClient ofChange(CallContext context, BucketName bucket, ObjectKey key);

  /**
   * The agent for a copy into a key, which reads the source where it lies; null where no agent has
   * both buckets.
   *
   * @throws dev.sluice.common.model.StorageException {@code BUCKET_NOT_FOUND} of either bucket
   */
  @Nullable AgentClient ofCopy(
      CallContext context, BucketName source, BucketName bucket, ObjectKey key);

  /** The agent on which a bucket is to be created: that which has it already, if one has. */
  AgentClient forCreation(CallContext context, BucketName bucket);
}
