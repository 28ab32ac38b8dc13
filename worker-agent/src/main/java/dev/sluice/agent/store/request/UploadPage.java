package dev.sluice.agent.store.request;

import dev.sluice.agent.store.engine.upload.UploadRecord;
import java.util.List;

/**
 * A page of unfinished uploads.
 *
 * @param uploads by key, then by id, which sorts by the time of beginning
 * @param commonPrefixes rolled-up prefixes
 * @param truncated whether more follow
 * @param nextKeyMarker to go on: key of the last upload or last rolled-up prefix, whichever is
 *     later
 * @param nextUploadIdMarker to go on: id of the last upload; empty after a rolled-up prefix
 */
public record UploadPage(
    List<UploadRecord> uploads,
    List<String> commonPrefixes,
    boolean truncated,
    String nextKeyMarker,
    String nextUploadIdMarker) {}
