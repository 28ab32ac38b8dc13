package dev.sluice.frontend.auth.signature;

import dev.sluice.frontend.s3.RequestHead;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Checks signatures of version 2. */
public final class V2Verifier {
  public void verify(
      Authorization.V2Header signed,
      SecretAccessKey secret,
      SentRequest request,
      @Nullable String hostBucket) {
    RequestHead head = request.head();
    RequestTime.of(head).checkSkew(request.now());
    String date = head.header("x-amz-date") == null ? head.header("date") : null;
    String line = date == null ? "" : date.strip();
    verify(signed.accessKey(), signed.signature(), line, secret, head, hostBucket);
  }

  public void verify(
      Authorization.V2Query signed,
      SecretAccessKey secret,
      SentRequest request,
      @Nullable String hostBucket) {
    RequestTime.checkNotExpired(signed.expires(), request.now());
    RequestHead asSigned = PresignedHeaders.lift(request.head());
    String date = Long.toString(signed.expires().getEpochSecond());
    verify(signed.accessKey(), signed.signature(), date, secret, asSigned, hostBucket);
  }

  private static void verify(
      String accessKey,
      String signature,
      String date,
      SecretAccessKey secret,
      RequestHead head,
      @Nullable String hostBucket) {
    List<String> strings = SigV2.stringsToSign(head, date, hostBucket);
    if (strings.stream().noneMatch(signed -> SigV2.signature(secret, signed).is(signature))) {
      throw SignatureMismatch.of(accessKey, signature, strings.getFirst(), null);
    }
    SigV2.requireCovered(head.query());
  }
}
