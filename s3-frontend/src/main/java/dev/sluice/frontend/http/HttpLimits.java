package dev.sluice.frontend.http;

import java.time.Duration;

/**
 * How much a client may take.
 *
 * @param headerBytes request line and headers together
 * @param connections at the same time
 * @param headerTimeout from the first byte of a request to the end of its headers
 * @param bodyTimeout nothing sent or taken in the middle of a request
 * @param idleTimeout between requests
 * @param linger after an answer to a request whose body was not read
 */
public record HttpLimits(
    int headerBytes,
    int connections,
    Duration headerTimeout,
    Duration bodyTimeout,
    Duration idleTimeout,
    LingerLimits linger) {}
