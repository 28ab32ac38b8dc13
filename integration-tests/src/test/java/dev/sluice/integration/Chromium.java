package dev.sluice.integration;

import java.nio.file.Path;

/**
 * A real browser without a window, with a profile of its own.
 *
 * @param folder in which the profile lies
 */
record Chromium(Path executable, Path folder) {
  /** The one on PATH; skips the test where there is none. */
  static Chromium in(Path folder) {
    return new Chromium(OutsideClients.chromium(), folder);
  }

  /** The page of a URL once its scripts have done what they do. */
  String shown(String url) {
    return OutsideCommand.of(executable, "--headless", "--no-sandbox", "--disable-gpu")
        .with("--disable-quic", "--disable-dev-shm-usage", "--no-first-run", "--disable-sync")
        .with("--disable-background-networking", "--disable-component-update")
        .with("--user-data-dir=" + folder.resolve("browser"))
        .with("--host-resolver-rules=MAP rebound.example 127.0.0.1")
        .with("--virtual-time-budget=30000", "--dump-dom", url)
        .environment("HOME", folder.toString())
        .run()
        .good()
        .out();
  }
}
