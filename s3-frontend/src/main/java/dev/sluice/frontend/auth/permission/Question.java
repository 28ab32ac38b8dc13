package dev.sluice.frontend.auth.permission;

import dev.sluice.common.model.Evaluation;

/**
 * Question that a request raises: may its sender do this to that?
 *
 * @param action as AWS names it: {@code s3:GetObject}
 * @param which one of the request's resources
 * @param resource itself
 */
record Question(String action, Evaluation.Resource which, Resource resource) {}
