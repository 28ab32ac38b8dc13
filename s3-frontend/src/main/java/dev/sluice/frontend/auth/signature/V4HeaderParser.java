package dev.sluice.frontend.auth.signature;

import dev.sluice.common.model.Region;
import dev.sluice.frontend.s3.S3ErrorCode;
import dev.sluice.frontend.s3.S3Exception;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Reads the Authorization header of Signature V4. */
final class V4HeaderParser {
  private static final String PREFIX = "The authorization header is malformed; ";

  private V4HeaderParser() {}

  static Authorization.V4Header parse(String components, @Nullable Region region) {
    Map<String, String> values = new HashMap<>();
    for (String component : components.split(",", -1)) {
      int equals = component.indexOf('=');
      if (equals < 0
          || values.put(
                  component.substring(0, equals).strip(), component.substring(equals + 1).strip())
              != null) {
        throw incomplete();
      }
    }
    String credential = values.get("Credential");
    String signedHeaders = values.get("SignedHeaders");
    String signature = values.get("Signature");
    if (credential == null || signedHeaders == null || signature == null || values.size() != 3) {
      throw incomplete();
    }
    return new Authorization.V4Header(
        CredentialParser.parse(credential, region, V4HeaderParser::malformed),
        signedHeaders(signedHeaders),
        signature);
  }

  private static List<String> signedHeaders(String text) {
    List<String> names = CredentialParser.signedHeaders(text);
    if (names.isEmpty()) {
      throw malformed(
          "SignedHeaders: " + text + " (expected: names of headers, each once, separated by ';')");
    }
    return names;
  }

  static S3Exception malformed(String what) {
    return new S3Exception(S3ErrorCode.AUTHORIZATION_HEADER_MALFORMED, PREFIX + what);
  }

  private static S3Exception incomplete() {
    return malformed(
        "the authorization header requires three components: Credential, SignedHeaders, and"
            + " Signature.");
  }
}
