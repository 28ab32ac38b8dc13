package dev.sluice.cli.tool.session;

import static dev.sluice.fuzzing.FuzzTarget.require;

import dev.sluice.cli.tool.terminal.ExitCode;
import dev.sluice.cli.tool.terminal.ToolFailure;
import dev.sluice.fuzzing.FuzzTarget;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import java.util.Objects;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * {@link Address} is what was given, without {@code sluice://} before it; percent-encoded it is the
 * bytes that were given, if they are UTF-8, as a second decoder has them. Anything else is a
 * mistake in the use of the tool.
 */
final class AddressFuzzTarget implements FuzzTarget {
  private static final Pattern OCTET = Pattern.compile("%(..)?", Pattern.DOTALL);

  @Override
  public void attack(byte[] input) {
    String text = FuzzTarget.text(input);
    Address plain = address(text, false);
    boolean isMarked = text.startsWith(Address.SCHEME);
    String bare = isMarked ? text.substring(Address.SCHEME.length()) : text;
    require((plain == null) == (bare.isEmpty() || bare.startsWith("/")), "takes all", text);
    if (plain != null) {
      String given = bare.contains("/") ? bare : bare + "/";
      require(given.equals(plain.toString()), "as it was given", text, plain);
    }
    String decoded = decoded(bare);
    Address encoded = address(text, true);
    Address expected =
        decoded == null || decoded.startsWith(Address.SCHEME) ? encoded : address(decoded, false);
    require(Objects.equals(encoded, expected), "as it was encoded", text, encoded, expected);
  }

  private static @Nullable Address address(String text, boolean encoded) {
    try {
      return Address.parse(text, encoded);
    } catch (ToolFailure e) {
      require(e.exitCode() == ExitCode.USAGE, "a mistake in its use", text, e);
      return null;
    }
  }

  /** Null where it is no percent-encoded UTF-8. */
  private static @Nullable String decoded(String text) {
    String wire = FuzzTarget.wireText(text.getBytes(StandardCharsets.UTF_8));
    StringBuilder octets = new StringBuilder();
    Matcher octet = OCTET.matcher(wire);
    while (octet.find()) {
      if (octet.group(1) == null || !octet.group(1).matches("[0-9A-Fa-f]{2}")) {
        return null;
      }
      char value = (char) HexFormat.fromHexDigits(octet.group(1));
      octet.appendReplacement(octets, Matcher.quoteReplacement(String.valueOf(value)));
    }
    byte[] bytes = octet.appendTail(octets).toString().getBytes(StandardCharsets.ISO_8859_1);
    String decoded = new String(bytes, StandardCharsets.UTF_8);
    boolean utf8 = java.util.Arrays.equals(bytes, decoded.getBytes(StandardCharsets.UTF_8));
    return utf8 ? decoded : null;
  }
}
