package dev.sluice.agent.store.contract;

import org.junit.jupiter.api.Nested;

/**
 * All that a storage engine has to do. Subclasses say what it does with versions, and theirs how an
 * engine is made.
 */
public abstract class StorageEngineContract {
  /** Makes a fresh engine. */
  protected abstract EngineUnderTest open() throws Exception;

  @Nested
  final class ObjectTests extends EngineObjectContract {
    ObjectTests() {
      super(StorageEngineContract.this::open);
    }
  }

  @Nested
  final class SettingsTests extends EngineSettingsContract {
    SettingsTests() {
      super(StorageEngineContract.this::open);
    }
  }

  @Nested
  final class ListTests extends EngineListContract {
    ListTests() {
      super(StorageEngineContract.this::open);
    }
  }

  @Nested
  final class ScrubTests extends EngineScrubContract {
    ScrubTests() {
      super(StorageEngineContract.this::open);
    }
  }

  @Nested
  final class UploadTests extends EngineUploadContract {
    UploadTests() {
      super(StorageEngineContract.this::open);
    }
  }
}
