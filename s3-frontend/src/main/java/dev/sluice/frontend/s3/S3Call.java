package dev.sluice.frontend.s3;

import dev.sluice.common.model.CallContext;

/**
 * Everything about a request besides what it asks for.
 *
 * @param context travels on to the agent
 * @param permissions of the caller
 * @param body the payload
 * @param baseUrl scheme, host and path prefix as the client addressed the service, without a slash
 *     at the end; for Location
 */
public record S3Call(
    CallContext context, Permissions permissions, RequestBody body, String baseUrl) {}
