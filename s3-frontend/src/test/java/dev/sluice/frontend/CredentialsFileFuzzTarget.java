package dev.sluice.frontend;

import static dev.sluice.fuzzing.FuzzTarget.require;

import dev.sluice.common.config.StartupException;
import dev.sluice.fuzzing.FuzzTarget;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.InstantSource;

/** Any file is credentials, or a sentence that names it: {@link CredentialsFile}. */
final class CredentialsFileFuzzTarget implements FuzzTarget {
  private static final InstantSource CLOCK = InstantSource.fixed(Instant.MAX);

  private final Path file;

  CredentialsFileFuzzTarget() throws IOException {
    file = Files.createTempFile("credentials", ".yaml");
    file.toFile().deleteOnExit();
  }

  @Override
  public void attack(byte[] input) throws IOException {
    Files.write(file, input);
    try (CredentialsFile credentials = new CredentialsFile(file, null, CLOCK, () -> {})) {
      require(credentials.get() != null, "credentials", file);
    } catch (StartupException e) {
      String message = String.valueOf(e.getMessage());
      require(message.contains(file.toString()), "names the file", message);
    }
  }
}
