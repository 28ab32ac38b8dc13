/**
 * S3's policy language: policies of buckets and statements of identities, read, checked and
 * evaluated. The frontend evaluates statements of identities, the agent policies of buckets.
 */
@NullMarked
package dev.sluice.common.policy;

import org.jspecify.annotations.NullMarked;
