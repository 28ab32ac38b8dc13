package dev.sluice.frontend.access;

import dev.sluice.frontend.s3.Query;
import dev.sluice.frontend.s3.RequestHead;

/**
 * The kind of a request's signature, judged by its form, valid or not.
 *
 * @param version {@code SigV2} or {@code SigV4}; empty: not at all
 * @param place {@code AuthHeader} or {@code QueryString}; empty: nowhere
 */
record SignatureKind(String version, String place) {
  private static final SignatureKind NONE = new SignatureKind("", "");

  static SignatureKind of(RequestHead head) {
    String header = head.header("authorization");
    if (header != null) {
      return new SignatureKind(header.startsWith("AWS ") ? "SigV2" : "SigV4", "AuthHeader");
    }
    Query query = head.query();
    if (query.isReadable() && query.has("X-Amz-Signature")) {
      return new SignatureKind("SigV4", "QueryString");
    }
    return query.isReadable() && query.has("Signature")
        ? new SignatureKind("SigV2", "QueryString")
        : NONE;
  }
}
