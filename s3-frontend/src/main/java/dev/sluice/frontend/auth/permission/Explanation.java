package dev.sluice.frontend.auth.permission;

import dev.sluice.common.model.Caller;

/**
 * Explanation of what an identity's own grants and statements say to one action on one resource.
 *
 * @param caller with the evaluation, and nothing else evaluated
 * @param decider the grant or statement that decided it, such as {@code grants[0]} or {@code
 *     statement 2}; empty: none did
 */
public record Explanation(Caller caller, String decider) {}
