package dev.sluice.frontend.s3;

import java.io.ByteArrayOutputStream;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.HexFormat;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * User metadata beyond ASCII, which S3 answers as encoded words of RFC 2047 and also reads as such
 * ("User-defined object metadata", Amazon S3 User Guide).
 *
 * <p>Unlike AWS, raw UTF-8 from a client is taken for UTF-8 and not for ISO 8859-1, so that what
 * was sent comes back instead of its double encoding.
 */
public final class EncodedWord {
  private static final Pattern WORD =
      Pattern.compile("=\\?([\\w-]++)(?:\\*[\\w-]++)?\\?([BbQq])\\?([^?\\s]*+)\\?=");
  private static final Pattern SPACE_BETWEEN_WORDS = Pattern.compile("(?<=\\?=)\\s++(?==\\?)");

  /**
   * The charsets of words. No others are looked for: the JDK asks every provider for a name that it
   * does not know, half a millisecond for each word of a header.
   */
  private static final Set<String> CHARSETS =
      Set.of(
          ("utf-8 utf8 us-ascii ascii iso-8859-1 latin1 iso-8859-2 iso-8859-3 iso-8859-4 iso-8859-5"
                  + " iso-8859-6 iso-8859-7 iso-8859-8 iso-8859-9 iso-8859-13 iso-8859-15"
                  + " windows-1250 windows-1251 windows-1252 windows-1253 windows-1254 windows-1255"
                  + " windows-1256 windows-1257 windows-1258 koi8-r koi8-u utf-16 utf-16be utf-16le"
                  + " big5 euc-jp euc-kr gb18030 gb2312 gbk iso-2022-jp shift_jis")
              .split(" "));

  private static final Map<String, Optional<Charset>> FOUND = new ConcurrentHashMap<>();

  private EncodedWord() {}

  /** The text of a header value as it came; what is no well-formed encoded word stays as it is. */
  public static String decode(String value) {
    String text = HeaderText.fromWire(value);
    if (!text.contains("=?")) {
      return text;
    }
    Matcher word = WORD.matcher(SPACE_BETWEEN_WORDS.matcher(text).replaceAll(""));
    return word.replaceAll(found -> Matcher.quoteReplacement(decodeWord(word)));
  }

  /**
   * A value that carries the text, in visible ASCII, so that {@link #decode} gives the text again.
   * Text is its own value where that is so already; what a word brought along that no header may
   * hold, such as a line end, stays in a word.
   */
  public static String encode(String text) {
    if (isVisible(text) && decode(text).equals(text)) {
      return text;
    }
    return "=?UTF-8?B?"
        + Base64.getEncoder().encodeToString(text.getBytes(StandardCharsets.UTF_8))
        + "?=";
  }

  /** HTTP drops blanks at a value's ends. */
  private static boolean isVisible(String text) {
    return text.chars().allMatch(c -> c >= ' ' && c < 0x7f) && text.strip().equals(text);
  }

  private static String decodeWord(Matcher word) {
    Charset charset = charset(word.group(1));
    if (charset == null) {
      return word.group();
    }
    try {
      boolean base64 = word.group(2).equalsIgnoreCase("B");
      byte[] bytes = base64 ? Base64.getDecoder().decode(word.group(3)) : decodeQ(word.group(3));
      return new String(bytes, charset);
    } catch (IllegalArgumentException e) {
      return word.group();
    }
  }

  private static @Nullable Charset charset(String name) {
    String lower = name.toLowerCase(Locale.ROOT);
    return CHARSETS.contains(lower)
        ? FOUND
            .computeIfAbsent(
                lower,
                known ->
                    Charset.isSupported(known)
                        ? Optional.of(Charset.forName(known))
                        : Optional.empty())
            .orElse(null)
        : null;
  }

  private static byte[] decodeQ(String text) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream(text.length());
    for (int i = 0; i < text.length(); i++) {
      char character = text.charAt(i);
      if (character == '=') {
        if (i + 2 >= text.length()) {
          throw new IllegalArgumentException("Q encoding: " + text);
        }
        bytes.write(HexFormat.fromHexDigits(text, i + 1, i + 3));
        i += 2;
      } else {
        bytes.write(character == '_' ? ' ' : character);
      }
    }
    return bytes.toByteArray();
  }
}
