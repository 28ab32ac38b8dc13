package dev.sluice.agent.store.engine;

import dev.sluice.common.model.Placement;
import java.time.Duration;
import java.time.InstantSource;

/**
 * The settings of an agent for its engine, whichever it is. An engine ignores settings that it has
 * no use for; those of a single engine stand in its URI.
 *
 * @param fsync whether a change is on the device when its call returns; else the operating system
 *     decides when
 * @param fileMode permissions of new files
 * @param directoryMode permissions of new directories
 * @param snapshotBytes memory for ordered snapshots of directories
 * @param uploadBytes memory for unfinished uploads that were used last
 * @param listingStaleness how old a listing may be where changes from outside are not reported
 * @param maximumUploads unfinished ones in a bucket
 * @param minimumFreeBytes free space that is enough; 0: any
 * @param minimumFreePercent free share that is enough; 0: any
 * @param requireExistingStore whether there must be a store already; else one is begun where there
 *     is none
 * @param followBucketLinks whether symbolic links at the top are served as buckets
 * @param placement whether other agents serve the same storage at the same time
 * @param agentId of this agent, the same in each of its runs where it has a folder to keep it in
 * @param clock gives the time that new objects are stamped with
 */
public record EngineSettings(
    boolean fsync,
    int fileMode,
    int directoryMode,
    long snapshotBytes,
    long uploadBytes,
    Duration listingStaleness,
    long maximumUploads,
    long minimumFreeBytes,
    int minimumFreePercent,
    boolean requireExistingStore,
    boolean followBucketLinks,
    Placement placement,
    String agentId,
    InstantSource clock) {}
