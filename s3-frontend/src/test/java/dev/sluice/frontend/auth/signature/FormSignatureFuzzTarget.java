package dev.sluice.frontend.auth.signature;

import static dev.sluice.fuzzing.FuzzTarget.require;
import static java.nio.charset.StandardCharsets.UTF_8;

import dev.sluice.common.model.Region;
import dev.sluice.frontend.s3.FormFields;
import dev.sluice.frontend.s3.S3Exception;
import dev.sluice.fuzzing.FuzzTarget;
import java.security.GeneralSecurityException;
import java.time.Instant;
import java.util.Base64;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * {@link FormSignature} with {@link CredentialParser} finds a form's policy good only when it
 * carries what the JDK's own HMAC gives for it, of version 4 or of version 2, and blames the client
 * otherwise. An input is lines of fields as {@code name=value}.
 */
final class FormSignatureFuzzTarget implements FuzzTarget {
  private static final String SECRET = "secret-of-the-fuzzed";
  private static final String ACCESS_KEY = "AKIDFUZZ";
  private static final Instant NOW = Instant.parse("2026-01-02T12:00:00Z");

  @Override
  public void attack(byte[] input) throws GeneralSecurityException {
    Map<String, String> fields = new LinkedHashMap<>();
    for (String line : FuzzTarget.text(input).split("\n", -1)) {
      String[] field = line.split("=", 2);
      if (field.length == 2) {
        fields.put(field[0].toLowerCase(Locale.ROOT), field[1]);
      }
    }
    FormSignature form =
        new FormSignature(
            new FormFields(fields), new AcceptedSignatures(Region.US_EAST_1, true), NOW);
    try {
      String policy = form.policy();
      if (policy != null) {
        form.signer(policy, key -> known(key));
        require(isSigned(fields, policy), "signed by who knows the secret", fields);
      }
    } catch (S3Exception e) {
      int status = e.code().status();
      require(status >= 400 && status < 500, "blames the client", e.code());
    }
  }

  private static SecretAccessKey known(String accessKey) {
    if (!accessKey.equals(ACCESS_KEY)) {
      throw new S3Exception(dev.sluice.frontend.s3.S3ErrorCode.INVALID_ACCESS_KEY_ID);
    }
    return new SecretAccessKey(SECRET);
  }

  private static boolean isSigned(Map<String, String> fields, String policy)
      throws GeneralSecurityException {
    byte[] signed = policy.getBytes(UTF_8);
    String version2 = fields.get("signature");
    if (version2 != null) {
      byte[] expected = hmac("HmacSHA1", SECRET.getBytes(UTF_8), signed);
      return version2.equals(Base64.getEncoder().encodeToString(expected));
    }
    String day = Objects.requireNonNull(fields.get("x-amz-date")).substring(0, 8);
    byte[] key = ("AWS4" + SECRET).getBytes(UTF_8);
    for (String step : new String[] {day, "us-east-1", "s3", "aws4_request"}) {
      key = hmac("HmacSHA256", key, step.getBytes(UTF_8));
    }
    String expected = HexFormat.of().formatHex(hmac("HmacSHA256", key, signed));
    return expected.equalsIgnoreCase(fields.get("x-amz-signature"));
  }

  private static byte[] hmac(String algorithm, byte[] key, byte[] text)
      throws GeneralSecurityException {
    Mac mac = Mac.getInstance(algorithm);
    mac.init(new SecretKeySpec(key, algorithm));
    return mac.doFinal(text);
  }
}
