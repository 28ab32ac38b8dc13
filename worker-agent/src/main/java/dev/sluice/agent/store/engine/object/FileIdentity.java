package dev.sluice.agent.store.engine.object;

import java.time.Instant;

/**
 * The identity of a file, which distinguishes it from others of the same size and time.
 *
 * @param number its number on its file system
 * @param born when it was created
 */
public record FileIdentity(long number, Instant born) {}
