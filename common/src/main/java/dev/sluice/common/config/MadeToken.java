package dev.sluice.common.config;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.util.HexFormat;
import java.util.Optional;
import java.util.Set;

/**
 * The file with the token that an agent makes for itself where none was configured. Only the
 * agent's user and root can read it, which is how they show that they are.
 */
public final class MadeToken {
  private static final int RANDOM_BYTES = 32;
  private static final Set<PosixFilePermission> OWNER_ALONE =
      PosixFilePermissions.fromString("rw-------");

  private MadeToken() {}

  /** Name of the file until it is whole. */
  static String unfinished(String name) {
    return name + ".new";
  }

  /**
   * The token of the file, which is made if it is missing.
   *
   * @throws StartupException if it cannot be made or read, or others may read it
   */
  public static Secret keep(Path file) {
    Optional<Secret> kept = find(file);
    if (kept.isPresent()) {
      return kept.get();
    }
    byte[] random = new byte[RANDOM_BYTES];
    new SecureRandom().nextBytes(random);
    String token = HexFormat.of().formatHex(random);
    // A reader sees all of it or nothing.
    Path unfinished = file.resolveSibling(unfinished(file.getFileName().toString()));
    try {
      Files.deleteIfExists(unfinished);
      try (FileChannel channel =
          FileChannel.open(
              unfinished,
              Set.of(StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE),
              PosixFilePermissions.asFileAttribute(OWNER_ALONE))) {
        ByteBuffer bytes = StandardCharsets.US_ASCII.encode(token + "\n");
        while (bytes.hasRemaining()) {
          channel.write(bytes);
        }
        channel.force(true);
      }
      Files.move(unfinished, file, StandardCopyOption.ATOMIC_MOVE);
    } catch (IOException e) {
      throw new StartupException(
          "the token in " + file + " cannot be made: " + StartupException.reason(e), e);
    }
    return Secret.parse(token);
  }

  /**
   * The token of the file; none where there is no such file.
   *
   * @throws StartupException if it cannot be read, or others than its owner may read or change it
   */
  public static Optional<Secret> find(Path file) {
    try {
      Set<PosixFilePermission> allowed = Files.getPosixFilePermissions(file);
      if (!OWNER_ALONE.containsAll(allowed)) {
        throw new StartupException(
            "the token in %s is not secret: its mode is %s (expected: 0600)"
                .formatted(file, PosixFilePermissions.toString(allowed)));
      }
    } catch (NoSuchFileException e) {
      return Optional.empty();
    } catch (IOException e) {
      throw new StartupException(
          "the token in " + file + " cannot be read: " + StartupException.reason(e), e);
    }
    return Secret.givenOrInFile(Optional.empty(), Optional.of(file));
  }
}
