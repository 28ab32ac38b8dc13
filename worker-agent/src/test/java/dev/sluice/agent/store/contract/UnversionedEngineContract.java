package dev.sluice.agent.store.contract;

import org.junit.jupiter.api.Nested;

/** All that a storage engine has to do that retains no versions. */
public abstract class UnversionedEngineContract extends StorageEngineContract {
  @Nested
  final class VersionTests extends EngineUnversionedContract {
    VersionTests() {
      super(UnversionedEngineContract.this::open);
    }
  }
}
