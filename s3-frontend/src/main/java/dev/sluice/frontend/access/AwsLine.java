package dev.sluice.frontend.access;

import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.HexFormat;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** A record as a line of Amazon S3's server access log, with all its fields, in its order. */
final class AwsLine {
  private static final DateTimeFormatter TIME =
      DateTimeFormatter.ofPattern("dd/MMM/yyyy:HH:mm:ss Z", Locale.ROOT).withZone(ZoneOffset.UTC);
  private static final HexFormat UPPER = HexFormat.of().withUpperCase();
  private static final String NOTHING = "-";

  private AwsLine() {}

  static String of(AccessRecord record) {
    SignatureKind signature = SignatureKind.of(record.head());
    AccessRecord.Security security = record.connection().security();
    return String.join(
        " ",
        NOTHING, // the bucket's owner: only the agent knows it
        word(record.bucket()),
        '[' + TIME.format(record.received()) + ']',
        word(record.connection().remoteAddress()),
        word(record.requester()),
        word(record.requestId()),
        record.request() == null ? NOTHING : RestName.of(record.request().operation()),
        key(record.key()),
        quoted(record.requestLine()),
        Integer.toString(record.answer().status()),
        word(record.answer().errorCode()),
        record.answer().bytesSent() == 0 ? NOTHING : Long.toString(record.answer().bytesSent()),
        record.answer().objectSize() < 0 ? NOTHING : Long.toString(record.answer().objectSize()),
        milliseconds(record.times().total()),
        milliseconds(record.times().turnAround()),
        quoted(record.sent("referer")),
        quoted(record.sent("user-agent")),
        NOTHING, // version id
        word(record.hostId()),
        word(signature.version()),
        security == null ? NOTHING : word(security.cipherSuite()),
        word(signature.place()),
        word(record.head().host()),
        security == null ? NOTHING : word(security.protocol()),
        NOTHING, // access point ARN
        NOTHING, // whether an ACL was needed
        NOTHING); // source region
  }

  private static String milliseconds(Duration duration) {
    return Long.toString(duration.toMillis());
  }

  /** URL-encoded twice, as AWS does: a blank is %2520. */
  private static String key(String key) {
    if (key.isEmpty()) {
      return NOTHING;
    }
    String once = encoded(key);
    return once.indexOf('%') < 0 ? once : encoded(once);
  }

  private static String encoded(String text) {
    return URLEncoder.encode(text, StandardCharsets.UTF_8).replace("+", "%20").replace("%2F", "/");
  }

  /** A field that a blank would end. */
  private static String word(@Nullable String text) {
    return text == null || text.isEmpty() ? NOTHING : escaped(text, ' ');
  }

  private static String quoted(String text) {
    return '"' + (text.isEmpty() ? NOTHING : escaped(text, '"')) + '"';
  }

  /** No client can begin a line or a field of its own. */
  private static String escaped(String text, char end) {
    StringBuilder line = new StringBuilder(text.length());
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (c < ' ' || c > '~' || c == end || c == '"' || c == '\\') {
        UPPER.toHexDigits(line.append('%'), (byte) c); // a head's characters are bytes
      } else {
        line.append(c);
      }
    }
    return line.toString();
  }
}
