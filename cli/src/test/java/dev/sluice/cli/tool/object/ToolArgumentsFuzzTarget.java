package dev.sluice.cli.tool.object;

import static dev.sluice.fuzzing.FuzzTarget.require;

import dev.sluice.cli.tool.session.Address;
import dev.sluice.cli.tool.terminal.ExitCode;
import dev.sluice.cli.tool.terminal.ToolFailure;
import dev.sluice.common.model.ByteRange;
import dev.sluice.fuzzing.FuzzTarget;
import java.math.BigInteger;
import java.nio.file.InvalidPathException;
import org.jspecify.annotations.Nullable;

/**
 * {@link Cat}'s range is the numbers that it was given. Two {@link Place}s without the mark are
 * paths or addresses by how they begin. Anything else is a mistake in the use of the tool.
 */
final class ToolArgumentsFuzzTarget implements FuzzTarget {
  @Override
  public void attack(byte[] input) {
    String text = FuzzTarget.text(input);
    places(text, address(text));
    range(text);
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

  private static @Nullable Address address(String text) {
    try {
      return Address.parse(text, false);
    } catch (ToolFailure e) {
      require(e.exitCode() == ExitCode.USAGE, "a mistake in its use", text, e);
      return null;
    }
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
