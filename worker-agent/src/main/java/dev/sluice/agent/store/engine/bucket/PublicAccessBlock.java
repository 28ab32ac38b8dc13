package dev.sluice.agent.store.engine.bucket;

/**
 * Public access that a bucket refuses, whatever its policy and access control lists say.
 *
 * @param blockPublicAcls refuses requests that state a public access control list
 * @param ignorePublicAcls decides as if public access control lists were not there
 * @param blockPublicPolicy refuses a public policy
 * @param restrictPublicBuckets under a public policy, lets in nobody but identities of the bucket
 *     owner's account
 */
public record PublicAccessBlock(
    boolean blockPublicAcls,
    boolean ignorePublicAcls,
    boolean blockPublicPolicy,
    boolean restrictPublicBuckets) {}
