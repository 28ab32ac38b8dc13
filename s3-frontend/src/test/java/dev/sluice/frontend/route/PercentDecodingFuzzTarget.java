package dev.sluice.frontend.route;

import static dev.sluice.fuzzing.FuzzTarget.require;

import dev.sluice.frontend.s3.PercentDecoding;
import dev.sluice.frontend.s3.S3ErrorCode;
import dev.sluice.frontend.s3.S3Exception;
import dev.sluice.frontend.xml.UrlEncoding;
import dev.sluice.fuzzing.FuzzTarget;
import java.net.URLDecoder;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * {@link PercentDecoding} agrees with the JDK's decoder on everything that it takes, refuses what
 * that one cannot read, and undoes {@link UrlEncoding}.
 */
final class PercentDecodingFuzzTarget implements FuzzTarget {
  /** The JDK takes a sign for a digit. */
  private static final Pattern NO_HEX = Pattern.compile("%(?![0-9A-Fa-f]{2})");

  @Override
  public void attack(byte[] input) {
    String sent = FuzzTarget.text(input);
    String query = decoded(sent, true);
    String path = decoded(sent, false);
    String expected = ofTheJdk(sent);

    require(java.util.Objects.equals(query, expected), "as the JDK", sent, query, expected);
    require(
        java.util.Objects.equals(path, decoded(sent.replace("+", "%2B"), true)),
        "a path is a query whose + is itself",
        sent,
        path);
    require(PercentDecoding.ofPath(UrlEncoding.encode(sent)).equals(sent), "there and back", sent);
    String form = URLEncoder.encode(sent, StandardCharsets.UTF_8);
    require(PercentDecoding.ofQuery(form).equals(sent), "reads the JDK's encoding", sent);
  }

  private static @Nullable String decoded(String sent, boolean query) {
    try {
      return query ? PercentDecoding.ofQuery(sent) : PercentDecoding.ofPath(sent);
    } catch (S3Exception e) {
      require(e.code() == S3ErrorCode.INVALID_URI, "the code is InvalidURI", sent, e.code());
      return null;
    }
  }

  /** Null where it is no encoding, or not of UTF-8; the JDK makes U+FFFD of the latter. */
  private static @Nullable String ofTheJdk(String sent) {
    if (NO_HEX.matcher(sent).find()) {
      return null;
    }
    String decoded = URLDecoder.decode(sent, StandardCharsets.UTF_8);
    String replaced = sent.replace("\ufffd", "x").replaceAll("(?i)%ef%bf%bd", "x");
    boolean notUtf8 = URLDecoder.decode(replaced, StandardCharsets.UTF_8).indexOf('\ufffd') >= 0;
    return notUtf8 ? null : decoded;
  }
}
