package dev.sluice.agent.store.request;

import dev.sluice.agent.store.engine.upload.PartRecord;
import dev.sluice.agent.store.engine.upload.UploadRecord;
import java.util.List;

/**
 * A page of parts.
 *
 * @param upload the upload
 * @param parts by number
 * @param truncated whether more follow
 */
public record PartPage(UploadRecord upload, List<PartRecord> parts, boolean truncated) {}
