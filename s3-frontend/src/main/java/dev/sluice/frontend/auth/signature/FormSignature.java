package dev.sluice.frontend.auth.signature;

import dev.sluice.frontend.s3.FormFields;
import dev.sluice.frontend.s3.S3ErrorCode;
import dev.sluice.frontend.s3.S3Exception;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * The signature of a form's policy: "Authenticating Requests in Browser-Based Uploads Using POST
 * (AWS Signature Version 4)", Amazon S3 API Reference; of version 2 in the appendix of the User
 * Guide. What is signed is the policy as the form carries it.
 */
public final class FormSignature {
  private static final String CREDENTIAL = "x-amz-credential";
  private static final String DATE = "x-amz-date";
  private static final String ALGORITHM = "x-amz-algorithm";
  private static final String SIGNATURE = "x-amz-signature";

  /** With the names that S3 has in its answers. */
  private static final List<String> VERSION_4 =
      List.of("X-Amz-Signature", "X-Amz-Credential", "X-Amz-Date", "X-Amz-Algorithm");

  private static final List<String> VERSION_2 = List.of("Signature", "AWSAccessKeyId");

  /** The lifetime of a day's signing key. */
  private static final Duration KEY_VALIDITY = Duration.ofDays(7);

  private final FormFields form;
  private final AcceptedSignatures accepted;
  private final Instant now;

  /** The signature that a form carries, to be verified at a time. */
  public FormSignature(FormFields form, AcceptedSignatures accepted, Instant now) {
    this.form = form;
    this.accepted = accepted;
    this.now = now;
  }

  /** The policy; null where the form has none, and no signature. */
  public @Nullable String policy() {
    String policy = form.value("policy");
    if (policy == null && (hasAny(VERSION_4) || hasAny(VERSION_2))) {
      throw missing("policy");
    }
    return policy;
  }

  /**
   * The access key that a policy was signed with. Fails as S3 does where it was with none, or with
   * another secret.
   *
   * @param secrets finds the secret of an access key, or fails
   */
  public String signer(String policy, Function<String, SecretAccessKey> secrets) {
    if (hasAny(VERSION_4) && hasAny(VERSION_2)) {
      throw S3Exception.invalidArgument("Only one auth mechanism allowed", SIGNATURE, null);
    }
    if (form.value("x-amz-security-token") != null) {
      throw new S3Exception(S3ErrorCode.INVALID_TOKEN);
    }
    return hasAny(VERSION_4) ? version4(policy, secrets) : version2(policy, secrets);
  }

  private String version4(String policy, Function<String, SecretAccessKey> secrets) {
    VERSION_4.forEach(this::require);
    if (!require(ALGORITHM).equals(SigV4.ALGORITHM)) {
      throw S3Exception.invalidArgument(
          "X-Amz-Algorithm only supports \"AWS4-HMAC-SHA256\"",
          "X-Amz-Algorithm",
          require(ALGORITHM));
    }
    Credential credential =
        CredentialParser.parse(
            require(CREDENTIAL),
            accepted.region(),
            what -> S3Exception.invalidArgument(what, "X-Amz-Credential", require(CREDENTIAL)));
    RequestTime time = RequestTime.parseBasic(require(DATE));
    if (time == null || !time.day().equals(credential.date())) {
      throw S3Exception.invalidArgument(
          "X-Amz-Date must be formatted via ISO8601 Long format, on the day of the credential",
          "X-Amz-Date",
          require(DATE));
    }
    SecretAccessKey secret = secrets.apply(credential.accessKey());
    if (time.instant().isAfter(now.plus(RequestTime.MAXIMUM_SKEW))) {
      throw new S3Exception(S3ErrorCode.ACCESS_DENIED, "Request is not yet valid");
    }
    RequestTime.checkNotExpired(time.instant().plus(KEY_VALIDITY), now);
    byte[] key = SigV4.signingKey(secret, credential);
    if (!SigV4.signature(key, Hashes.wireText(policy)).is(require(SIGNATURE))) {
      throw SignatureMismatch.of(credential.accessKey(), require(SIGNATURE), policy, null);
    }
    return credential.accessKey();
  }

  private String version2(String policy, Function<String, SecretAccessKey> secrets) {
    accepted.requireVersion2();
    VERSION_2.forEach(this::require);
    String accessKey = require("awsaccesskeyid");
    SecretAccessKey secret = secrets.apply(accessKey);
    if (!SigV2.signature(secret, Hashes.wireText(policy)).is(require("signature"))) {
      throw SignatureMismatch.of(accessKey, require("signature"), policy, null);
    }
    return accessKey;
  }

  private boolean hasAny(List<String> names) {
    return names.stream().anyMatch(name -> form.value(lower(name)) != null);
  }

  private String require(String name) {
    String value = form.value(lower(name));
    if (value == null) {
      throw missing(name);
    }
    return value;
  }

  private static String lower(String name) {
    return name.toLowerCase(java.util.Locale.ROOT);
  }

  private static S3Exception missing(String name) {
    return S3Exception.invalidArgument(
        "Bucket POST must contain a field named '"
            + name
            + "'.  If it is specified, please check the order of the fields.",
        name,
        "");
  }
}
