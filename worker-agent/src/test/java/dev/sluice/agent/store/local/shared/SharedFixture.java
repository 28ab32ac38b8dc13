package dev.sluice.agent.store.local.shared;

import dev.sluice.agent.store.engine.EngineSettings;
import dev.sluice.agent.store.local.posix.Posix;
import dev.sluice.common.model.Placement;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;

/** Agents on one folder. */
final class SharedFixture {
  private static final long SNAPSHOT_BYTES = 32L << 20;
  private static final long UPLOAD_BYTES = 16L << 20;
  private static final long MAXIMUM_UPLOADS = 1000;

  private SharedFixture() {}

  /** An agent, whose names and syncs the kernel may lose. */
  static SharedEngine open(Path root, String agentId) {
    return open(root, agentId, Posix.system());
  }

  static SharedEngine open(Path root, String agentId, Posix posix) {
    return SharedEngine.open(root, settings(agentId), posix);
  }

  static EngineSettings settings(String agentId) {
    return new EngineSettings(
        true,
        0644,
        0755,
        SNAPSHOT_BYTES,
        UPLOAD_BYTES,
        Duration.ofSeconds(1),
        MAXIMUM_UPLOADS,
        0,
        0,
        false,
        false,
        Placement.SHARED,
        agentId,
        InstantSource.system());
  }
}
