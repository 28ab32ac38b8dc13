package dev.sluice.frontend.auth.signature;

import dev.sluice.frontend.s3.RequestHead;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;

/** Signs texts as a client does that speaks Signature Version 2. */
public final class V2Signer {
  private V2Signer() {}

  /** What may be signed of a path-style request. */
  public static List<String> stringsToSign(RequestHead head, String date) {
    return SigV2.stringsToSign(head, date, null);
  }

  /** The signature of a text, with the secret of {@link Requests}. */
  public static String signature(String text) {
    byte[] key = Requests.SECRET_TEXT.getBytes(StandardCharsets.UTF_8);
    return Base64.getEncoder().encodeToString(Hashes.hmacSha1(key, text));
  }
}
