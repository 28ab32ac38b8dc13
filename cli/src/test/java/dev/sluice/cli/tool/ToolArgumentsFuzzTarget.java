package dev.sluice.cli.tool;

import static dev.sluice.fuzzing.FuzzTarget.require;

import dev.sluice.common.model.ByteRange;
import dev.sluice.fuzzing.FuzzTarget;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.nio.file.InvalidPathException;
import java.util.HexFormat;
import java.util.Objects;
import java.util.OptionalLong;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * {@link Address} is what was given, without {@code sluice://} before it; percent-encoded it is the
 * bytes that were given, if they are UTF-8, as a second decoder has them. {@link Cat}'s range is
 * the numbers that it was given, {@link BucketQuota}'s limit one that is not negative. Two {@link
 * Place}s without the mark are paths or addresses by how they begin. Anything else is a mistake in
 * the use of the tool.
 */
final class ToolArgumentsFuzzTarget implements FuzzTarget {
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
    places(text, plain);
    String decoded = decoded(bare);
    Address encoded = address(text, true);
    Address expected =
        decoded == null || decoded.startsWith(Address.SCHEME) ? encoded : address(decoded, false);
    require(Objects.equals(encoded, expected), "as it was encoded", text, encoded, expected);
    range(text);
    objects(text);
  }

  private static void objects(String text) {
    try {
      OptionalLong objects = BucketQuota.objects(text);
      require(objects.isEmpty() == text.equals("none") && objects.orElse(0) >= 0, "a limit", text);
    } catch (ToolFailure e) {
      require(!text.matches("[0-9]{1,18}"), "takes numbers", text, e);
    }
  }

  private static void places(String text, @Nullable Address plain) {
    try {
      Place place = Place.parse(text, "bucket", false).getFirst();
      boolean isAddress = place instanceof Place.Remote remote && remote.address().equals(plain);
      require(place instanceof Place.Local || isAddress, "the address", text, place);
    } catch (ToolFailure e) {
      require(plain == null, "an address", text, e);
    } catch (InvalidPathException e) {
      require(text.indexOf('\0') >= 0, "a path", text, e);
    }
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

  private static void range(String text) {
    try {
      ByteRange range = Cat.range(text);
      String[] numbers = text.split("-", -1);
      String read =
          switch (range) {
            case ByteRange.Suffix(long count) -> "-" + count;
            case ByteRange.From(long first) -> first + "-";
            case ByteRange.FromTo(long first, long last) -> first + "-" + last;
          };
      String given = number(numbers[0]) + "-" + number(numbers[1]);
      require(numbers.length == 2 && read.equals(given), "the numbers given", text, range);
    } catch (ToolFailure e) {
      require(e.exitCode() == ExitCode.USAGE, "a mistake in its use", text, e);
    }
  }

  private static String number(String digits) {
    return digits.isEmpty() ? "" : new BigInteger(digits).toString();
  }
}
