package dev.sluice.common.rpc;

import dev.sluice.common.model.ContentHeaders;

/** Content headers, both ways. */
public final class WireHeaders {
  private WireHeaders() {}

  /** As a message. */
  public static dev.sluice.v1.ContentHeaders toProto(ContentHeaders headers) {
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
