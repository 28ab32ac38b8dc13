package dev.sluice.frontend.cors;

import dev.sluice.common.model.BucketName;

/** Source of the CORS rules of buckets: the agents, which have them in the settings. */
@FunctionalInterface
public interface CorsSource {
  /**
   * Reads the rules of a bucket, as they are now; of one that does not exist it has none.
   *
   * @throws dev.sluice.common.model.StorageException where no agent can say
   */
  CorsRules read(BucketName bucket);
}
