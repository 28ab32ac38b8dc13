package dev.sluice.frontend.auth;

import dev.sluice.common.model.ContentHeaders;
import dev.sluice.frontend.auth.permission.Identity;
import dev.sluice.frontend.auth.signature.BodyFraming;
import dev.sluice.frontend.s3.ObjectRequest;
import dev.sluice.frontend.s3.S3ErrorCode;
import dev.sluice.frontend.s3.S3Exception;
import dev.sluice.frontend.s3.S3Request;
import java.util.List;
import java.util.Map;

/**
 * A request whose head was found good. The body is proven by the decoder of its framing.
 *
 * @param identity who sent it
 * @param signed whether a signature proved that; never where access is open, whatever was sent
 * @param body how the body is to be read
 * @param signatureKeys condition keys about the signature; empty where none proved anything
 */
public record Authenticated(
    Identity identity, boolean signed, BodyFraming body, Map<String, List<String>> signatureKeys) {

  /**
   * Fails where a request asks for what only a signature gives. A link without one must not turn a
   * stored object into a page: its headers stay as they were stored.
   */
  public void requireSignature(S3Request request) {
    if (!signed && !overrides(request).equals(ContentHeaders.NONE)) {
      throw new S3Exception(
          S3ErrorCode.INVALID_REQUEST,
          "Request specific response headers cannot be used for anonymous GET requests.");
    }
  }

  private static ContentHeaders overrides(S3Request request) {
    if (request instanceof ObjectRequest.GetObject get) {
      return get.overrides();
    }
    return request instanceof ObjectRequest.HeadObject head
        ? head.overrides()
        : ContentHeaders.NONE;
  }
}
