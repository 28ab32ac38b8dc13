package dev.sluice.frontend.auth;

import dev.sluice.frontend.s3.RequestHead;
import dev.sluice.frontend.s3.S3Exception;
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
   * InvalidArgument for a value that no header can hold.
   */
  public static RequestHead lift(RequestHead head) {
    SentQuery query = SentQuery.of(head.rawQuery());
    return query.has(SigV4.SIGNATURE_PARAMETER) || query.has(SigV2.SIGNATURE_PARAMETER)
        ? lift(head, query)
        : head;
  }

  private static RequestHead lift(RequestHead head, SentQuery query) {
    Map<String, List<String>> headers = new LinkedHashMap<>(head.headers());
    for (SentQuery.Parameter parameter : query.parameters()) {
      String name = PercentEncoding.decode(parameter.name()).toLowerCase(Locale.ROOT);
      String value = parameter.value() == null ? "" : PercentEncoding.decode(parameter.value());
      if (isHeader(name)) {
        if (value.chars().anyMatch(c -> c < ' ' || c == 0x7f)) {
          throw S3Exception.invalidArgument("A header cannot hold control characters", name, null);
        }
        headers.putIfAbsent(name, List.of(Hashes.wireText(value)));
      }
    }
    return new RequestHead(head.method(), head.rawPath(), head.rawQuery(), head.host(), headers);
  }

  private static boolean isHeader(String name) {
    return name.startsWith("x-amz-")
        && !name.startsWith("x-amz-checksum-")
        && !NOT_HEADERS.contains(name);
  }
}
