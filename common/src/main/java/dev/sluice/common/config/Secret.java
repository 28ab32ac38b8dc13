package dev.sluice.common.config;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.Optional;

/**
 * A text that must never be printed: its {@link #toString} is a mask, and it is compared in
 * constant time.
 */
public final class Secret {

  /** Stands for a secret wherever one would be printed, and is never one itself. */
  static final String MASK = "********";

  private static final int MAXIMUM_LENGTH = 4096;

  private final String text;

  private Secret(String text) {
    this.text = text;
  }

  /**
   * A secret of 1 to 4096 characters. The mask is refused: a printed configuration that is read
   * back would make it a password that is public.
   *
   * @throws IllegalArgumentException says what was expected, never what was given
   */
  public static Secret parse(String text) {
    if (text.isBlank() || text.length() > MAXIMUM_LENGTH) {
      throw new IllegalArgumentException(
          "1.." + MAXIMUM_LENGTH + " characters, not only white space");
    }
    if (text.equals(MASK)) {
      throw new IllegalArgumentException("a secret, not the mask that is printed for one");
    }
    return new Secret(text);
  }

  /**
   * The secret given directly, or else the first line of the file that holds it, without white
   * space around it.
   *
   * @throws StartupException if the file cannot be read or holds no secret
   */
  public static Optional<Secret> givenOrInFile(Optional<Secret> given, Optional<Path> file) {
    return given.or(() -> file.map(Secret::inFile));
  }

  private static Secret inFile(Path file) {
    try (var lines = Files.lines(file, StandardCharsets.UTF_8)) {
      return parse(lines.findFirst().orElse("").strip());
    } catch (IOException | UncheckedIOException e) {
      throw new StartupException(
          "the secret in " + file + " cannot be read: " + StartupException.reason(e), e);
    } catch (IllegalArgumentException e) {
      throw new StartupException(
          "the first line of " + file + " is no secret (expected: " + e.getMessage() + ")", e);
    }
  }

  /** The text itself, for the one place that needs it. */
  public String reveal() {
    return text;
  }

  /** Constant time for texts of the same length. */
  @Override
  public boolean equals(Object other) {
    return other instanceof Secret secret
        && MessageDigest.isEqual(
            text.getBytes(StandardCharsets.UTF_8), secret.text.getBytes(StandardCharsets.UTF_8));
  }

  @Override
  public int hashCode() {
    return text.hashCode();
  }

  @Override
  public String toString() {
    return MASK;
  }
}
