package dev.sluice.agent.store.contract;

import dev.sluice.agent.store.engine.Expectation;
import dev.sluice.agent.store.engine.ObjectName;
import dev.sluice.agent.store.engine.ObjectRecord;
import dev.sluice.agent.store.engine.Replaced;
import dev.sluice.agent.store.engine.SealedStage;
import dev.sluice.agent.store.engine.Stage;
import dev.sluice.agent.store.engine.StorageEngine;
import dev.sluice.agent.store.engine.StoredObject;

/** Publication in one call: seals a stage and publishes it. */
public final class Publication {
  private Publication() {}

  /** Publishes in place of what is there, which is dropped. */
  public static StoredObject publish(
      StorageEngine engine,
      ObjectName name,
      Stage stage,
      ObjectRecord record,
      Expectation expectation) {
    return publish(engine, name, stage, record, expectation, Replaced.DROPPED);
  }

  static StoredObject publish(
      StorageEngine engine,
      ObjectName name,
      Stage stage,
      ObjectRecord record,
      Expectation expectation,
      Replaced replaced) {
    try (SealedStage sealed = engine.seal(name, stage, record)) {
      return engine.publish(sealed, expectation, replaced);
    }
  }
}
