package dev.sluice.common.policy;

/**
 * Answer of a policy to a question: its outcome, or what remains of the policy where the outcome
 * depends on condition keys that are not known yet.
 */
public sealed interface PolicyAnswer permits PolicyOutcome, PolicyRemainder {}
