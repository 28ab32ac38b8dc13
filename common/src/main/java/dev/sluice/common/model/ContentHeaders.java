package dev.sluice.common.model;

import java.util.List;

/**
 * Headers that are kept with an object and given back as they came. Empty means absent.
 *
 * @param contentType {@code Content-Type}
 * @param cacheControl {@code Cache-Control}
 * @param contentDisposition {@code Content-Disposition}
 * @param contentEncoding {@code Content-Encoding}, without the transfer word {@code aws-chunked}
 * @param contentLanguage {@code Content-Language}
 * @param expires {@code Expires}, as the client wrote it
 */
public record ContentHeaders(
    String contentType,
    String cacheControl,
    String contentDisposition,
    String contentEncoding,
    String contentLanguage,
    String expires) {
  /** No headers. */
  public static final ContentHeaders NONE = new ContentHeaders("", "", "", "", "", "");

  /** The values of all of them, absent ones included. */
  public List<String> values() {
    return List.of(
        contentType, cacheControl, contentDisposition, contentEncoding, contentLanguage, expires);
  }

  /** The same with another content type. */
  public ContentHeaders withContentType(String type) {
    return new ContentHeaders(
        type, cacheControl, contentDisposition, contentEncoding, contentLanguage, expires);
  }
}
