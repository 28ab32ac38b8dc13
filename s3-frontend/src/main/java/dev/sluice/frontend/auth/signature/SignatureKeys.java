package dev.sluice.frontend.auth.signature;

import dev.sluice.frontend.s3.FormFields;
import dev.sluice.frontend.s3.RequestHead;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Condition keys about the signature of a request: "Amazon S3 Signature Version 4 Authentication
 * Specific Policy Keys", Amazon S3 API Reference. An anonymous request has none of them.
 */
public final class SignatureKeys {
  private static final String HEADER = "REST-HEADER";
  private static final String QUERY = "REST-QUERY-STRING";
  private static final String FORM = "POST";
  private static final String VERSION_2 = "AWS";

  private SignatureKeys() {}

  /** The keys of a request whose signature was verified. */
  public static Map<String, List<String>> of(
      Authorization presented, RequestHead head, Instant now) {
    return switch (presented) {
      case Authorization.None _ -> Map.of();
      case Authorization.V2Header _ -> keys(HEADER, VERSION_2, Duration.ZERO);
      case Authorization.V2Query _ -> keys(QUERY, VERSION_2, Duration.ZERO);
      case Authorization.V4Header _ ->
          keys(HEADER, SigV4.ALGORITHM, age(RequestTime.of(head), now));
      case Authorization.V4Query signed -> keys(QUERY, SigV4.ALGORITHM, age(signed.time(), now));
    };
  }

  /** The keys of a form whose signature was verified. */
  public static Map<String, List<String>> of(FormFields form, Instant now) {
    String date = form.value("x-amz-date");
    RequestTime time = date == null ? null : RequestTime.parseBasic(date);
    return keys(FORM, time == null ? VERSION_2 : SigV4.ALGORITHM, age(time, now));
  }

  /** Of version 2 it is always 0, as on AWS. */
  private static Duration age(@Nullable RequestTime signed, Instant now) {
    return signed == null ? Duration.ZERO : Duration.between(signed.instant(), now);
  }

  /** A clock of the client that is ahead makes no negative age. */
  private static Map<String, List<String>> keys(String type, String version, Duration age) {
    return Map.of(
        "s3:authtype", List.of(type),
        "s3:signatureversion", List.of(version),
        "s3:signatureage", List.of(Long.toString(Math.max(0, age.toMillis()))));
  }
}
