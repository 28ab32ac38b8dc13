package dev.sluice.agent.store.local.object;

import dev.sluice.agent.store.engine.object.ExpectationNotMet;
import dev.sluice.agent.store.engine.object.ObjectRecord;
import dev.sluice.agent.store.engine.object.SealedStage;
import dev.sluice.agent.store.engine.object.StoredObject;
import dev.sluice.agent.store.local.posix.ErrnoCall;
import dev.sluice.agent.store.local.posix.FileStat;
import dev.sluice.agent.store.local.record.Records;
import dev.sluice.agent.store.local.record.Seals;
import dev.sluice.agent.store.local.tree.Bucket;
import dev.sluice.common.model.ObjectKey;

/** A staged file that has its time and its record, all of it on the disk. */
public final class SealedFile implements SealedStage {
  private final Bucket bucket;
  private final ObjectKey key;
  private final Publishable stage;
  private final StoredObject object;
  private final Records.Draft draft;
  private boolean settled;

  /**
   * A sealed file.
   *
   * @param stat of the file, which the record is sealed with
   * @param draft of the record; settled by this
   */
  SealedFile(
      Bucket bucket,
      ObjectKey key,
      Publishable stage,
      FileStat stat,
      ObjectRecord record,
      Records.Draft draft) {
    this.bucket = bucket;
    this.key = key;
    this.stage = stage;
    this.object =
        Seals.object(stat, record, draft.stored().getRevision(), bucket.identifiesFiles());
    this.draft = draft;
  }

  /**
   * Seals a stage, which is closed where that fails.
   *
   * @param sealing the engine's way to do so
   */
  public static SealedFile of(Publishable stage, ErrnoCall<SealedFile> sealing) {
    boolean done = false;
    try {
      SealedFile sealed = ErrnoCall.translated(sealing);
      done = true;
      return sealed;
    } finally {
      if (!done) {
        stage.close();
      }
    }
  }

  /**
   * Publishes the file and closes it with its stage; where the expectation was not met both stay
   * open, for another attempt.
   *
   * @param publishing the engine's way to do so
   */
  public StoredObject publish(ErrnoCall<StoredObject> publishing) {
    boolean used = true;
    try {
      return ErrnoCall.translated(publishing);
    } catch (ExpectationNotMet e) {
      used = false;
      throw e;
    } finally {
      if (used) {
        close();
        stage.close();
      }
    }
  }

  /** The bucket as it was when the file was sealed. */
  public Bucket bucket() {
    return bucket;
  }

  /** The key that it is for. */
  public ObjectKey key() {
    return key;
  }

  public Publishable stage() {
    return stage;
  }

  Records.Draft draft() {
    return draft;
  }

  /** The object that it becomes. */
  public StoredObject object() {
    return object;
  }

  /** It is the object at its key now. */
  public void shown() {
    settle(true);
  }

  private void settle(boolean counts) {
    if (!settled) {
      settled = true;
      bucket.records().settle(draft, counts);
    }
  }

  @Override
  public void close() {
    settle(false);
    stage.unsealed();
  }
}
