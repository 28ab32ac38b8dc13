package dev.sluice.agent.store.engine;

import java.net.URI;
import java.net.URISyntaxException;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * A URI that says where the objects lie. Its scheme chooses the engine, which reads the rest.
 * Unlike {@link URI} it may end after the scheme: {@code memory:}.
 *
 * @param scheme in lower case
 * @param rest after the colon, as it was given
 */
public record StorageUri(String scheme, String rest) {
  static final String EXPECTED = "a URI, such as file:///srv/objects";

  private static final String FILE = "file";
  private static final Pattern SCHEME = Pattern.compile("[a-z][a-z0-9+.-]*+");

  /**
   * Reads a URI.
   *
   * @throws IllegalArgumentException says what was expected
   */
  public static StorageUri parse(String text) {
    int colon = text.indexOf(':');
    String scheme = text.substring(0, Math.max(colon, 0)).toLowerCase(Locale.ROOT);
    if (!SCHEME.matcher(scheme).matches()) {
      throw new IllegalArgumentException(EXPECTED);
    }
    return new StorageUri(scheme, text.substring(colon + 1));
  }

  /** The URI of a folder of this machine. */
  public static StorageUri ofFolder(Path folder) {
    return parse(folder.toAbsolutePath().normalize().toUri().toString());
  }

  /** The folder of this machine that it names; empty where it names none. */
  public Optional<Path> folder() {
    try {
      return scheme.equals(FILE) ? Optional.of(Path.of(toUri())) : Optional.empty();
    } catch (IllegalArgumentException e) { // relative, or on another host
      return Optional.empty();
    }
  }

  /**
   * The same as the JDK has it.
   *
   * @throws IllegalArgumentException says what was expected
   */
  public URI toUri() {
    try {
      return new URI(toString());
    } catch (URISyntaxException e) {
      throw new IllegalArgumentException(EXPECTED, e);
    }
  }

  @Override
  public String toString() {
    return scheme + ":" + rest;
  }
}
