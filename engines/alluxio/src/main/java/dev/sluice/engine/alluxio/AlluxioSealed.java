package dev.sluice.engine.alluxio;

import alluxio.client.file.URIStatus;
import dev.sluice.agent.store.engine.object.ObjectName;
import dev.sluice.agent.store.engine.object.ObjectRecord;
import dev.sluice.agent.store.engine.object.SealedStage;
import dev.sluice.agent.store.engine.object.StoredObject;

/** Bytes with their record, for a key that they are not yet the object of. */
final class AlluxioSealed implements SealedStage {
  private final AlluxioRecords records;
  private final ObjectName name;
  private final AlluxioStage stage;
  private final URIStatus status;
  private final AlluxioRecords.Draft draft;
  private boolean settled;

  AlluxioSealed(
      AlluxioClient client,
      AlluxioRecords records,
      AlluxioEpoch epoch,
      ObjectName name,
      AlluxioStage stage,
      ObjectRecord record) {
    this.records = records;
    this.name = name;
    this.stage = stage;
    stage.end();
    URIStatus ended = client.status(stage.path());
    AlluxioRecords.Draft made =
        ended == null ? null : records.draft(name.bucket(), name.key(), ended, record);
    if (ended == null || made == null) {
      throw epoch.lost(stage.path());
    }
    this.status = ended;
    this.draft = made;
  }

  ObjectName name() {
    return name;
  }

  /** The file. */
  String path() {
    return stage.path();
  }

  /** The object that it will be. */
  StoredObject object() {
    return draft.object();
  }

  /** Whether a file is this one, wherever it lies now. */
  boolean is(URIStatus other) {
    return other.getFileId() == status.getFileId();
  }

  void shown() {
    settled = true;
    stage.published();
    records.settle(draft, true);
  }

  @Override
  public void close() {
    if (!settled) {
      settled = true;
      records.settle(draft, false);
    }
  }
}
