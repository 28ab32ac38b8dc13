package dev.sluice.agent.store.contract;

import org.junit.jupiter.api.Nested;

/** All that a storage engine has to do that retains versions. */
public abstract class VersionedEngineContract extends StorageEngineContract {
  @Nested
  final class VersionTests extends EngineVersionContract {
    VersionTests() {
      super(VersionedEngineContract.this::open);
    }
  }
}
