package dev.sluice.frontend.auth.signature;

import dev.sluice.frontend.s3.RequestHead;
import java.time.Instant;

/**
 * The request to be verified, and the time of verification.
 *
 * @param now the time of the server
 */
public record SentRequest(RequestHead head, Instant now) {}
