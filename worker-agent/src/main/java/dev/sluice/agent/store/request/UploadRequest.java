package dev.sluice.agent.store.request;

import dev.sluice.common.model.BucketName;
import dev.sluice.common.model.ChecksumAlgorithm;
import dev.sluice.common.model.ChecksumType;
import dev.sluice.common.model.ContentHeaders;
import dev.sluice.common.model.ObjectKey;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A new upload.
 *
 * @param bucket of the object to be
 * @param key of the object to be
 * @param headers to keep
 * @param userMetadata to keep
 * @param checksumAlgorithm of parts and object; null: none
 * @param checksumType what the object's checksum shall cover; null: composite, full object for
 *     CRC-64/NVME
 */
public record UploadRequest(
    BucketName bucket,
    ObjectKey key,
    ContentHeaders headers,
    Map<String, String> userMetadata,
    @Nullable ChecksumAlgorithm checksumAlgorithm,
    @Nullable ChecksumType checksumType) {}
