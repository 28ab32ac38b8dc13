package dev.sluice.agent.service;

import dev.sluice.agent.descriptor.Tickets;
import dev.sluice.agent.store.ObjectStore;
import dev.sluice.common.metrics.OperationMetrics;
import dev.sluice.common.rpc.BufferPool;
import java.time.Duration;
import java.time.InstantSource;
import java.util.function.Supplier;

/**
 * The context that all services share.
 *
 * @param store decides whether the caller may have the work done, and does it
 * @param pool its threads
 * @param longWork threads for calls that may take minutes, such as copies: however many there are,
 *     they do not stand in the way of the others
 * @param buffers memory for bytes under way
 * @param tickets for the files that callers of this machine read themselves
 * @param writers the bodies that are being written, of all rpcs together
 * @param metrics measures every rpc by its name
 * @param clock from which deadlines are counted
 * @param requestIds names requests that come without an id
 * @param slow how long a call may wait for the storage and hold it before it is logged as slow;
 *     zero: for ever
 */
public record ServiceContext(
    ObjectStore store,
    StorageThreads pool,
    StorageThreads longWork,
    BufferPool buffers,
    Tickets tickets,
    WriteAdmission writers,
    OperationMetrics metrics,
    InstantSource clock,
    Supplier<String> requestIds,
    Duration slow) {}
