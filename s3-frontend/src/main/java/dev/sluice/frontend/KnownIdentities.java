package dev.sluice.frontend;

import dev.sluice.common.config.WatchedFiles;
import dev.sluice.frontend.auth.Credentials;
import dev.sluice.frontend.auth.permission.Identity;
import java.nio.file.Path;
import java.time.InstantSource;
import org.jspecify.annotations.Nullable;

/** Identities of a credentials file, for a tool that asks how their requests are decided. */
public final class KnownIdentities {
  private final Credentials credentials;

  private KnownIdentities(Credentials credentials) {
    this.credentials = credentials;
  }

  /** No identity but the anonymous one. */
  public static KnownIdentities none() {
    return new KnownIdentities(Credentials.none());
  }

  /**
   * Those of a file.
   *
   * @throws dev.sluice.common.config.StartupException where it cannot be used, with all mistakes
   */
  public static KnownIdentities in(Path file, InstantSource clock) {
    try (CredentialsFile read = new CredentialsFile(file, null, clock, WatchedFiles.Pause.REAL)) {
      return new KnownIdentities(read.get());
    }
  }

  /**
   * The identity of this name: its access key, canonical user id or ARN, or {@code anonymous}.
   *
   * @return null: there is none
   */
  public @Nullable Identity find(String name) {
    return credentials.named(name);
  }

  /** The name of an action as AWS writes it; null where S3 has no such action. */
  public static @Nullable String action(String name) {
    return Credentials.action(name);
  }
}
