package dev.sluice.common.rpc;

import dev.sluice.common.model.Acl;
import dev.sluice.common.model.ContentHeaders;
import dev.sluice.common.model.ObjectMetadata;

/** Metadata of an object, both ways. */
public final class WireMetadata {
  private WireMetadata() {}

  /** Metadata as a message. */
  public static dev.sluice.v1.ObjectMetadata toProto(ObjectMetadata metadata) {
    dev.sluice.v1.ObjectMetadata.Builder message =
        dev.sluice.v1.ObjectMetadata.newBuilder()
            .setHeaders(toProto(metadata.headers()))
            .putAllUserMetadata(metadata.userMetadata())
            .addAllTags(WireTags.toProto(metadata.tags()));
    Acl acl = metadata.acl();
    return acl == null ? message.build() : message.setAcl(WireAcl.toProto(acl)).build();
  }

  /** From a message. */
  public static ObjectMetadata toModel(dev.sluice.v1.ObjectMetadata metadata) {
    return new ObjectMetadata(
        toModel(metadata.getHeaders()),
        metadata.getUserMetadataMap(),
        WireTags.toModel(metadata.getTagsList()),
        metadata.hasAcl() ? WireAcl.toModel(metadata.getAcl()) : null);
  }

  private static dev.sluice.v1.ContentHeaders toProto(ContentHeaders headers) {
    return dev.sluice.v1.ContentHeaders.newBuilder()
        .setContentType(headers.contentType())
        .setCacheControl(headers.cacheControl())
        .setContentDisposition(headers.contentDisposition())
        .setContentEncoding(headers.contentEncoding())
        .setContentLanguage(headers.contentLanguage())
        .setExpires(headers.expires())
        .build();
  }

  /** From a message. */
  public static ContentHeaders toModel(dev.sluice.v1.ContentHeaders headers) {
    return new ContentHeaders(
        headers.getContentType(),
        headers.getCacheControl(),
        headers.getContentDisposition(),
        headers.getContentEncoding(),
        headers.getContentLanguage(),
        headers.getExpires());
  }
}
