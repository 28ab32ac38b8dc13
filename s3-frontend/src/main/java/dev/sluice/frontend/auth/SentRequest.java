package dev.sluice.frontend.auth;

import dev.sluice.frontend.s3.RequestHead;
import java.time.Instant;

/**
 * What is verified, and when.
 *
 * @param now the time of the server
 */
record SentRequest(RequestHead head, Instant now) {}
