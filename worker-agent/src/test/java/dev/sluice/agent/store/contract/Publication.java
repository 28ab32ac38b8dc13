package dev.sluice.agent.store.contract;

import dev.sluice.agent.store.engine.StorageEngine;
import dev.sluice.agent.store.engine.object.Expectation;
import dev.sluice.agent.store.engine.object.ObjectName;
import dev.sluice.agent.store.engine.object.ObjectRecord;
import dev.sluice.agent.store.engine.object.Replaced;
import dev.sluice.agent.store.engine.object.SealedStage;
import dev.sluice.agent.store.engine.object.Stage;
import dev.sluice.agent.store.engine.object.StoredObject;

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
