package dev.sluice.common.config;

import static dev.sluice.fuzzing.FuzzTarget.require;

import dev.sluice.fuzzing.FuzzTarget;
import java.net.URI;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Values of settings are read, or refused with what was expected; what is written is read back.
 * {@link ByteSize}, {@link Durations}, {@link HostPort}, {@link FileMode}, {@link Secret}.
 */
final class ValuesFuzzTarget implements FuzzTarget {
  @Override
  public void attack(byte[] input) {
    String text = FuzzTarget.text(input);
    thereAndBack(ByteSize::parse, text);
    thereAndBack(FileMode::parse, text);
    read(Durations::parse, text);
    Secret secret = read(Secret::parse, text);
    require(secret == null || secret.reveal().equals(text), "as it was given", text);
    HostPort address = thereAndBack(HostPort::parse, text);
    if (address != null) {
      address.isLoopback();
      boolean numbers = address.host().matches("[0-9.]+") || address.host().indexOf(':') >= 0;
      boolean forTheJdk = URI.create("http://" + address).getPort() == address.port();
      require(!numbers || forTheJdk, "an address for the JDK too", text, address);
    }
  }

  private static <T> @Nullable T thereAndBack(Function<String, T> parser, String text) {
    T value = read(parser, text);
    if (value != null) {
      require(value.equals(parser.apply(value.toString())), "there and back", text, value);
    }
    return value;
  }

  private static <T> @Nullable T read(Function<String, T> parser, String text) {
    try {
      return parser.apply(text);
    } catch (IllegalArgumentException e) {
      require(e.getClass() == IllegalArgumentException.class, "says what was expected", text, e);
      return null;
    }
  }
}
