package dev.sluice.frontend.http;

import java.time.Duration;

/**
 * How much a client may take.
 *
 * @param headerBytes request line and headers together
 * @param connections at the same time
 * @param bodyTimeout nothing sent or taken in the middle of a request
 * @param idleTimeout between requests
 */
public record HttpLimits(
    int headerBytes, int connections, Duration bodyTimeout, Duration idleTimeout) {}
