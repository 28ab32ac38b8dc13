package dev.sluice.agent.store.contract;

import dev.sluice.agent.store.engine.ReadOnlyEngine;
import org.junit.jupiter.api.Nested;

/**
 * All that a storage has to do that is only read, beside the engine that writes: what the readable
 * half of an engine does, and no more. A subclass says how both are made.
 */
public abstract class ReadOnlyContract {
  /** A fresh engine, and what only reads of it. */
  public interface ReadOnlyUnderTest extends EngineUnderTest {
    @Override
    ReadOnlyEngine readable();
  }

  /** Makes fresh ones. */
  protected abstract ReadOnlyUnderTest open() throws Exception;

  @Nested
  final class ObjectTests extends EngineObjectContract {
    ObjectTests() {
      super(ReadOnlyContract.this::open);
    }
  }

  @Nested
  final class ListTests extends EngineListContract {
    ListTests() {
      super(ReadOnlyContract.this::open);
    }
  }

  @Nested
  final class RefusalTests extends RefusalContract {
    RefusalTests() {
      super(ReadOnlyContract.this::open);
    }
  }
}
