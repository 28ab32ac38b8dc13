package dev.sluice.integration;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;

/**
 * A server that other people's clients are tried against, with the keys of {@link ClientServer}.
 */
public interface ClientEndpoint {
  /** For path style. */
  URI endpoint();

  /**
   * What lies below a bucket, or below a prefix in it, as files.
   *
   * @param path the bucket and what may come behind a slash
   * @return a path where nothing is if the server has nothing there
   */
  Path bucket(String path) throws IOException;

  /** A command in whose environment the credentials are, as AWS's clients expect them. */
  default OutsideCommand command(Object... words) {
    return OutsideCommand.of(words)
        .environment("AWS_ACCESS_KEY_ID", ClientServer.ACCESS_KEY)
        .environment("AWS_SECRET_ACCESS_KEY", ClientServer.SECRET_KEY)
        .environment("AWS_DEFAULT_REGION", "us-east-1")
        .environment("AWS_CONFIG_FILE", "/nonexistent")
        .environment("AWS_SHARED_CREDENTIALS_FILE", "/nonexistent")
        .environment("AWS_EC2_METADATA_DISABLED", "true");
  }
}
