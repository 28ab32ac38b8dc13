package dev.sluice.agent.store.engine.bucket;

/** Payer of requests to a bucket. */
public enum Payer {
  /** The bucket's owner. */
  BUCKET_OWNER,
  /** The one who requests: other accounts have to say that they know it. */
  REQUESTER
}
