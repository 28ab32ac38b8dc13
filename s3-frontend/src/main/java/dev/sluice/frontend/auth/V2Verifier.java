package dev.sluice.frontend.auth;

import dev.sluice.frontend.s3.RequestHead;
import org.jspecify.annotations.Nullable;

/** Checks signatures of version 2. */
final class V2Verifier {
  void verify(
      Authorization.V2Header signed,
      SecretAccessKey secret,
      SentRequest request,
      @Nullable String hostBucket) {
    RequestHead head = request.head();
    RequestTime.of(head).checkSkew(request.now());
    String date = head.header("x-amz-date") == null ? head.header("date") : null;
    String line = date == null ? "" : date.strip();
    verify(signed.accessKey(), signed.signature(), line, secret, request, hostBucket);
  }

  void verify(
      Authorization.V2Query signed,
      SecretAccessKey secret,
      SentRequest request,
      @Nullable String hostBucket) {
    RequestTime.checkNotExpired(signed.expires(), request.now());
    SentRequest asSigned =
        new SentRequest(PresignedHeaders.lift(request.head()), request.query(), request.now());
    String date = Long.toString(signed.expires().getEpochSecond());
    verify(signed.accessKey(), signed.signature(), date, secret, asSigned, hostBucket);
  }

  private static void verify(
      String accessKey,
      String signature,
      String date,
      SecretAccessKey secret,
      SentRequest request,
      @Nullable String hostBucket) {
    RequestHead head = request.head();
    String stringToSign = SigV2.stringToSign(head, request.query(), date, hostBucket);
    if (SigV2.signature(secret, stringToSign).is(signature)) {
      return;
    }
    if (hostBucket == null) {
      RequestHead other = SigV2.withSlashAfterBucket(head);
      String otherString = SigV2.stringToSign(other, request.query(), date, null);
      if (SigV2.signature(secret, otherString).is(signature)) {
        return;
      }
    }
    throw SignatureMismatch.of(accessKey, signature, stringToSign, null);
  }
}
