package dev.sluice.agent.store;

import dev.sluice.agent.store.engine.ObjectPart;
import dev.sluice.common.model.ChecksumValue;
import dev.sluice.common.model.ContentHeaders;
import dev.sluice.common.model.ETag;
import dev.sluice.common.model.ObjectKey;
import dev.sluice.common.model.Principal;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What clients are told of an object.
 *
 * @param key its key
 * @param size bytes
 * @param etag its tag; see {@link ObjectStore}
 * @param lastModified when it was stored, or changed from outside
 * @param headers kept headers; the content type is never empty
 * @param userMetadata names in lower case
 * @param checksum kept checksum; null: none
 * @param owner who stored it; null for a file from outside
 * @param parts what it was completed from; empty for what was stored in one piece
 */
public record ObjectInfo(
    ObjectKey key,
    long size,
    ETag etag,
    Instant lastModified,
    ContentHeaders headers,
    Map<String, String> userMetadata,
    @Nullable ChecksumValue checksum,
    @Nullable Principal owner,
    List<ObjectPart> parts) {}
