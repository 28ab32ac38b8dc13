package dev.sluice.agent.store;

import dev.sluice.common.model.ContentHeaders;
import dev.sluice.common.model.FailureDetail;
import dev.sluice.common.model.MetadataLimit;
import dev.sluice.common.model.ObjectMetadata;
import dev.sluice.common.model.StorageException;
import dev.sluice.common.model.TagSet;
import dev.sluice.v1.FailureReason;

/** The rules for an object's metadata: only what a header can give back unchanged. */
final class MetadataRules {
  /** The content type of an object that was stored without one. */
  private static final String DEFAULT_CONTENT_TYPE = "binary/octet-stream";

  private MetadataRules() {}

  /** Checks it and fills in what S3 fills in. */
  static ObjectMetadata accept(ObjectMetadata metadata) {
    ContentHeaders headers = metadata.headers();
    headers.values().forEach(value -> requireValue("header", value));
    metadata.userMetadata().forEach(MetadataRules::requireLine);
    TagSet _ = metadata.tags().requireAtMost(TagSet.MAX_OF_OBJECT);
    for (MetadataLimit limit : MetadataLimit.values()) {
      requireWithin(limit, limit.count(metadata));
    }
    return headers.contentType().isEmpty()
        ? metadata.withHeaders(headers.withContentType(DEFAULT_CONTENT_TYPE))
        : metadata;
  }

  private static void requireLine(String name, String value) {
    if (!ObjectMetadata.isName(name)) {
      throw new StorageException(
          FailureReason.ARGUMENT_INVALID,
          "user metadata name: " + name + " (expected: a header name in lower case)");
    }
    requireValue("user metadata " + name, value);
  }

  private static void requireValue(String what, String value) {
    if (!ObjectMetadata.isValue(value)) {
      throw new StorageException(
          FailureReason.ARGUMENT_INVALID,
          what + ": a control character or unpaired surrogate (expected: Unicode text)");
    }
  }

  private static void requireWithin(MetadataLimit limit, int bytes) {
    if (bytes > limit.bytes()) {
      throw new StorageException(
          FailureReason.METADATA_TOO_LARGE,
          limit + ": " + bytes + " bytes (expected: at most " + limit.bytes() + ")",
          new FailureDetail.Size(bytes, limit.bytes()));
    }
  }
}
