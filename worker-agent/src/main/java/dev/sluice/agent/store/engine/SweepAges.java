package dev.sluice.agent.store.engine;

import java.time.Duration;
import java.time.Instant;

/**
 * The ages at which leftovers are swept.
 *
 * @param now the time to count from
 * @param upload unfinished uploads that began longer ago are aborted
 * @param tombstone completed uploads are forgotten after this
 */
public record SweepAges(Instant now, Duration upload, Duration tombstone) {}
