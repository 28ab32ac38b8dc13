package dev.sluice.cli;

import java.nio.file.Path;
import java.util.Map;

/**
 * An environment that lets every tier start beside others: free ports, data in a folder of the
 * test.
 */
final class FreePlaces {

  private FreePlaces() {}

  static Map<String, String> in(Path folder) {
    return Map.of(
        "SLUICE_DATA", folder.resolve("data").toString(),
        "SLUICE_LISTEN", "127.0.0.1:0",
        "SLUICE_AGENT_LISTEN", "127.0.0.1:0",
        "SLUICE_ADMIN_LISTEN", "127.0.0.1:0");
  }
}
