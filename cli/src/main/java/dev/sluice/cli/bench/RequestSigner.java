package dev.sluice.cli.bench;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;

import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.time.Instant;
import java.time.InstantSource;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.HexFormat;
import java.util.Locale;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * Signature Version 4 of a client's requests, for one connection: the day's key and the objects of
 * the cryptographic provider are kept, so that a signature is two short hashes. It shares no code
 * with the server's verification, whose mistakes it would otherwise repeat.
 */
final class RequestSigner {
  static final String EMPTY_PAYLOAD =
      "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855";
  static final String UNSIGNED_PAYLOAD = "UNSIGNED-PAYLOAD";

  private static final String SIGNED_HEADERS = "host;x-amz-content-sha256;x-amz-date";
  private static final DateTimeFormatter TIME =
      DateTimeFormatter.ofPattern("yyyyMMdd'T'HHmmss'Z'", Locale.ROOT).withZone(ZoneOffset.UTC);
  private static final int DATE_DIGITS = 8;
  private static final HexFormat HEX = HexFormat.of();

  private final AccessKey key;
  private final InstantSource clock;
  private final MessageDigest sha256;
  private final Mac mac;
  private final StringBuilder text = new StringBuilder();
  private long second = Long.MIN_VALUE;
  private String time = "";
  private String scope = "";

  RequestSigner(AccessKey key, InstantSource clock) {
    this.key = key;
    this.clock = clock;
    try {
      sha256 = MessageDigest.getInstance("SHA-256");
      mac = Mac.getInstance("HmacSHA256");
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("every Java platform has SHA-256", e);
    }
  }

  /**
   * Appends the headers that sign a request.
   *
   * @param path as it is sent
   * @param query as it is sent: encoded, its parameters sorted, each with an equals sign
   * @param payload the SHA-256 of the body, or {@link #UNSIGNED_PAYLOAD}
   */
  void sign(
      StringBuilder head, String method, String host, String path, String query, String payload) {
    renew();
    text.setLength(0);
    text.append(method).append('\n').append(path).append('\n').append(query);
    text.append("\nhost:").append(host);
    text.append("\nx-amz-content-sha256:").append(payload);
    text.append("\nx-amz-date:").append(time);
    text.append("\n\n").append(SIGNED_HEADERS).append('\n').append(payload);
    String request = HEX.formatHex(sha256.digest(text.toString().getBytes(ISO_8859_1)));
    text.setLength(0);
    text.append("AWS4-HMAC-SHA256\n").append(time).append('\n').append(scope).append('\n');
    text.append(request);
    head.append("x-amz-content-sha256: ").append(payload);
    head.append("\r\nx-amz-date: ").append(time);
    head.append("\r\nAuthorization: AWS4-HMAC-SHA256 Credential=");
    head.append(key.id()).append('/').append(scope);
    head.append(", SignedHeaders=").append(SIGNED_HEADERS).append(", Signature=");
    HEX.formatHex(head, mac.doFinal(text.toString().getBytes(ISO_8859_1)));
    head.append("\r\n");
  }

  /** Once a second the time, and with it perhaps the day. */
  private void renew() {
    Instant now = clock.instant();
    if (now.getEpochSecond() == second) {
      return;
    }
    second = now.getEpochSecond();
    time = TIME.format(now);
    String today = time.substring(0, DATE_DIGITS) + "/" + key.region() + "/s3/aws4_request";
    if (!today.equals(scope)) {
      scope = today;
      byte[] derived = ("AWS4" + key.secret()).getBytes(UTF_8);
      for (String step : scope.split("/", -1)) {
        use(derived);
        derived = mac.doFinal(step.getBytes(UTF_8));
      }
      use(derived);
    }
  }

  private void use(byte[] secret) {
    try {
      mac.init(new SecretKeySpec(secret, mac.getAlgorithm()));
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("a MAC takes any key", e);
    }
  }
}
