package dev.sluice.agent.store.request;

import dev.sluice.common.model.BucketName;
import dev.sluice.common.model.ChecksumAlgorithm;
import dev.sluice.common.model.ContentHeaders;
import dev.sluice.common.model.ObjectKey;
import dev.sluice.common.model.WriteConditions;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The declaration of a put, before its bytes.
 *
 * @param bucket where to
 * @param key which key
 * @param length bytes that will come; -1: not known
 * @param headers to keep
 * @param userMetadata to keep, at most 2 KiB of UTF-8, names and values counted
 * @param checksumAlgorithm to compute and keep besides MD5; null: none
 * @param conditions on what is there
 */
public record PutRequest(
    BucketName bucket,
    ObjectKey key,
    long length,
    ContentHeaders headers,
    Map<String, String> userMetadata,
    @Nullable ChecksumAlgorithm checksumAlgorithm,
    WriteConditions conditions) {}
