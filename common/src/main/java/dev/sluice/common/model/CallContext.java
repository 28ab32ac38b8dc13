package dev.sluice.common.model;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * What travels with every call from the edge to the storage.
 *
 * @param principal on whose behalf
 * @param requestId names the request in answers and in the logs of both tiers
 * @param deadline when nobody waits any longer; null: no deadline
 */
public record CallContext(Principal principal, String requestId, @Nullable Instant deadline) {}
