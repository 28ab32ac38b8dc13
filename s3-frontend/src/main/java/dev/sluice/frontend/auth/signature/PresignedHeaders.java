package dev.sluice.frontend.auth.signature;

import dev.sluice.frontend.s3.HeaderText;
import dev.sluice.frontend.s3.Query;
import dev.sluice.frontend.s3.RequestHead;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/**
 * Headers that a presigned URL carries as parameters, as some presigners write them. The signature
 * covers them, so that they are as good as signed headers: one of version 4 because it covers the
 * query, one of version 2 because they stand among the headers of what it signs (boto 2).
 */
public final class PresignedHeaders {
  /** Those that are about the signature; and the checksums, which S3 does not read from a query. */
  private static final Set<String> NOT_HEADERS =
      Set.of(
          "x-amz-algorithm",
          "x-amz-credential",
          "x-amz-date",
          "x-amz-expires",
          "x-amz-signature",
          "x-amz-signedheaders",
          "x-amz-security-token",
          "x-amz-content-sha256",
          "x-amz-sdk-checksum-algorithm");

  private PresignedHeaders() {}

  /**
   * The head to go on with once a request is authenticated: of a presigned one with its {@code
   * x-amz-…} parameters as headers, where no such header was sent; any other as it is. Fails with
   * InvalidArgument for a name or a value that no header can have.
   */
  public static RequestHead lift(RequestHead head) {
    Query query = head.query();
    if (!query.has(SigV4.SIGNATURE_PARAMETER) && !query.has(SigV2.SIGNATURE_PARAMETER)) {
      return head;
    }
    Map<String, List<String>> headers = new LinkedHashMap<>(head.headers());
    for (Query.Parameter parameter : query.parameters()) {
      if (isHeader(parameter.name().toLowerCase(Locale.ROOT))) {
        String name = HeaderText.checkedName(parameter.name());
        headers.putIfAbsent(name, List.of(HeaderText.checkedValue(name, parameter.value())));
      }
    }
    return new RequestHead(head.method(), head.rawPath(), query, head.host(), headers);
  }

  private static boolean isHeader(String name) {
    return name.startsWith("x-amz-")
        && !name.startsWith("x-amz-checksum-")
        && !NOT_HEADERS.contains(name);
  }
}
