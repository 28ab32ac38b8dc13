package dev.sluice.agent.store;

import dev.sluice.agent.store.access.Access;
import dev.sluice.agent.store.engine.StorageEngine;
import dev.sluice.agent.store.engine.bucket.Usage;
import dev.sluice.agent.store.engine.object.Deleted;
import dev.sluice.agent.store.engine.object.Expectation;
import dev.sluice.agent.store.engine.object.ExpectationNotMet;
import dev.sluice.agent.store.engine.object.ObjectName;
import dev.sluice.agent.store.engine.object.ObjectRecord;
import dev.sluice.agent.store.engine.object.OpenObject;
import dev.sluice.agent.store.engine.object.Replaced;
import dev.sluice.agent.store.engine.object.SealedStage;
import dev.sluice.agent.store.engine.object.Stage;
import dev.sluice.agent.store.engine.object.StoredObject;
import dev.sluice.agent.store.engine.upload.UploadArea;
import dev.sluice.agent.store.quota.Quotas;
import dev.sluice.common.model.ObjectMetadata;
import dev.sluice.common.model.StorageException;
import dev.sluice.common.model.WriteConditions;
import dev.sluice.v1.FailureReason;
import java.util.function.BiFunction;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * The changes of objects, with the decision of their conditions: read what is there, decide, change
 * what was read and nothing else. The engine's expectation detects other changes meanwhile; after
 * one, it is decided again. No lock is held, so that no caller waits for another caller's bytes.
 */
final class Publishing {
  /**
   * Attempts at a change. Each that fails does so because another change of the key succeeded, so
   * that as many callers at once need as many attempts.
   */
  private static final int MAX_ATTEMPTS = 1024;

  private final StorageEngine engine;
  private final Quotas quotas;

  Publishing(StorageEngine engine, Quotas quotas) {
    this.engine = engine;
    this.quotas = quotas;
  }

  /**
   * Fails where the caller may not change what is there, or conditions do not hold now; both are
   * decided again when publishing.
   */
  void checkEarly(Access access, ObjectName name, WriteConditions conditions) {
    if (asksWhatIsThere(access, conditions)) {
      Conditions.checkWrite(access, conditions, engine.stat(name));
    }
  }

  private static boolean asksWhatIsThere(Access access, WriteConditions conditions) {
    return access.dependsOnTarget() || !Conditions.none(conditions);
  }

  StoredObject publish(
      Access access,
      ObjectName name,
      Stage stage,
      ObjectRecord record,
      WriteConditions conditions) {
    return publish(access, name, stage, record, conditions, null);
  }

  /** The same; where an upload becomes the object, its parts go. */
  StoredObject publish(
      Access access,
      ObjectName name,
      Stage stage,
      ObjectRecord record,
      WriteConditions conditions,
      @Nullable UploadArea upload) {
    Usage after = Usage.ofObject(stage.size());
    try (SealedStage sealed = engine.seal(name, stage, record)) {
      return change(
          access,
          name,
          conditions,
          after,
          upload,
          (decided, expectation) -> decided.publish(sealed, expectation, Replaced.DROPPED));
    }
  }

  Deleted delete(Access access, ObjectName name, WriteConditions conditions) {
    return change(
        access,
        name,
        conditions,
        Usage.NONE,
        null,
        (decided, expectation) -> decided.delete(name, expectation));
  }

  /**
   * Replaces the record of an object.
   *
   * @param record checks the object and gives its new record; called again where the object was
   *     changed meanwhile
   */
  StoredObject replaceRecord(
      Access access,
      ObjectName name,
      WriteConditions conditions,
      Function<OpenObject, ObjectRecord> record) {
    return retried(
        () -> {
          access.renew();
          try (OpenObject current = engine.open(name)) {
            if (current == null) {
              throw access.missingTarget();
            }
            Conditions.checkWrite(access, conditions, current.object());
            ObjectRecord replacement = record.apply(current);
            access.context().requireWaiting();
            return engine
                .decidedBy(access.settings())
                .replaceRecord(
                    name, replacement, new Expectation.Exactly(current.object().state()));
          }
        });
  }

  /** Replaces metadata of an object, and leaves all else of its record as it is. */
  StoredObject replaceMetadata(
      Access access, ObjectName name, UnaryOperator<ObjectMetadata> replacement) {
    return replaceRecord(
        access,
        name,
        WriteConditions.NONE,
        current -> {
          ObjectRecord record = current.object().record();
          return record.withMetadata(replacement.apply(record.metadata()));
        });
  }

  /**
   * Checks at the last moment that the caller may, and still waits: the steps before may have taken
   * long. What a quota counts has to be exactly what is replaced, with conditions or without.
   *
   * @param after what will be there
   * @param upload that becomes it; null: none does
   */
  private <T> T change(
      Access access,
      ObjectName name,
      WriteConditions conditions,
      Usage after,
      @Nullable UploadArea upload,
      BiFunction<StorageEngine, Expectation, T> change) {
    return quotas.changing(
        name.bucket(),
        meter ->
            retried(
                () -> {
                  access.renew();
                  StorageEngine decided = engine.decidedBy(access.settings());
                  if (meter == null && !asksWhatIsThere(access, conditions)) {
                    access.context().requireWaiting();
                    return change.apply(decided, Expectation.ANYTHING);
                  }
                  StoredObject current = engine.stat(name);
                  Conditions.checkWrite(access, conditions, current);
                  access.context().requireWaiting();
                  Expectation expectation =
                      current == null
                          ? Expectation.ABSENT
                          : new Expectation.Exactly(current.state());
                  return meter == null
                      ? change.apply(decided, expectation)
                      : meter.change(
                          name.key(),
                          current,
                          after,
                          upload,
                          () -> change.apply(decided, expectation));
                }));
  }

  /** Makes a change; tries it again where what it was decided by was changed meanwhile. */
  static <T> T retried(Supplier<T> attempt) {
    for (int attempts = 0; attempts < MAX_ATTEMPTS; attempts++) {
      try {
        return attempt.get();
      } catch (ExpectationNotMet changed) {
        // what is there now decides
      }
    }
    throw new StorageException(
        FailureReason.CONDITIONAL_CONFLICT,
        "changed by other callers at each of "
            + MAX_ATTEMPTS
            + " attempts (expected: a retry later)");
  }
}
