package dev.sluice.agent.store.format;

import dev.sluice.common.model.Acl;
import dev.sluice.common.model.ContentHeaders;
import dev.sluice.common.model.MetadataLimit;
import dev.sluice.common.model.ObjectMetadata;
import dev.sluice.common.model.TagSet;
import java.util.LinkedHashMap;
import java.util.Map;

/** Metadata of an object and its stored form, both ways. */
final class MetadataCodec {
  private MetadataCodec() {}

  /** Writes over what a builder knows of metadata, and leaves what it does not know. */
  static void store(ObjectMetadata metadata, StoredMetadata.Builder stored) {
    ContentHeaders headers = metadata.headers();
    stored
        .setContentType(headers.contentType())
        .setCacheControl(headers.cacheControl())
        .setContentDisposition(headers.contentDisposition())
        .setContentEncoding(headers.contentEncoding())
        .setContentLanguage(headers.contentLanguage())
        .setExpires(headers.expires())
        .clearUserMetadata()
        .clearTags()
        .clearAcl();
    metadata
        .userMetadata()
        .forEach(
            (name, value) ->
                stored.addUserMetadata(UserMetadatum.newBuilder().setName(name).setValue(value)));
    if (!metadata.tags().isEmpty()) {
      stored.addAllTags(FieldCodec.tags(metadata.tags()));
    }
    Acl acl = metadata.acl();
    if (acl != null) {
      stored.setAcl(AclCodec.store(acl).toByteString());
    }
  }

  /** The trusted part of the stored form: only what a header could carry. */
  static ObjectMetadata load(StoredMetadata stored) {
    ObjectMetadata all =
        new ObjectMetadata(
            headers(stored),
            userMetadata(stored),
            FieldCodec.tags(stored.getTagsList(), TagSet.MAX_OF_OBJECT),
            stored.hasAcl() ? AclCodec.load(stored.getAcl()) : null);
    return MetadataLimit.CONTENT_HEADERS.count(all) > MetadataLimit.CONTENT_HEADERS.bytes()
        ? all.withHeaders(ContentHeaders.NONE)
        : all;
  }

  private static ContentHeaders headers(StoredMetadata stored) {
    return new ContentHeaders(
        StoredText.headerValue(stored.getContentType()),
        StoredText.headerValue(stored.getCacheControl()),
        StoredText.headerValue(stored.getContentDisposition()),
        StoredText.headerValue(stored.getContentEncoding()),
        StoredText.headerValue(stored.getContentLanguage()),
        StoredText.headerValue(stored.getExpires()));
  }

  /** The first lines, as far as they are within the limit. */
  private static Map<String, String> userMetadata(StoredMetadata stored) {
    if (stored.getUserMetadataCount() == 0) {
      return Map.of();
    }
    Map<String, String> metadata = new LinkedHashMap<>();
    int bytes = 0;
    for (UserMetadatum line : stored.getUserMetadataList()) {
      bytes += MetadataLimit.bytes(line.getName()) + MetadataLimit.bytes(line.getValue());
      if (bytes <= MetadataLimit.USER_METADATA.bytes()
          && ObjectMetadata.isName(line.getName())
          && ObjectMetadata.isValue(line.getValue())) {
        metadata.put(line.getName(), line.getValue());
      }
    }
    return metadata;
  }
}
