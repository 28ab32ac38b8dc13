package dev.sluice.engine.hdfs;

import dev.sluice.agent.store.engine.object.ObjectName;
import dev.sluice.agent.store.engine.object.ObjectRecord;
import dev.sluice.agent.store.engine.object.SealedStage;
import dev.sluice.agent.store.engine.object.StoredObject;
import org.apache.hadoop.hdfs.protocol.HdfsFileStatus;
import org.jspecify.annotations.Nullable;

/** Bytes with their record, for a key that they are not yet the object of. */
final class HdfsSealed implements SealedStage {
  private final HdfsClient client;
  private final HdfsRecords records;
  private final HdfsStaging staging;
  private final ObjectName name;
  private final HdfsSource source;
  private final ObjectRecord record;
  private HdfsRecords.@Nullable Draft draft;
  private boolean shown;

  HdfsSealed(
      HdfsClient client,
      HdfsRecords records,
      HdfsStaging staging,
      ObjectName name,
      HdfsSource source,
      ObjectRecord record) {
    this.client = client;
    this.records = records;
    this.staging = staging;
    this.name = name;
    this.source = source;
    this.record = record;
    source.end();
    if (source.isWhole()) {
      attach();
    }
  }

  ObjectName name() {
    return name;
  }

  HdfsSource source() {
    return source;
  }

  /** Whether nothing but the renaming is left. */
  boolean isReady() {
    return draft != null;
  }

  /** Brings all bytes into the file and puts the record with it. */
  StoredObject ready() {
    if (draft == null) {
      source.join();
    }
    return attach();
  }

  private StoredObject attach() {
    HdfsRecords.Draft made = draft;
    if (made == null) {
      HdfsFileStatus status = client.status(source.path());
      made = status == null ? null : records.draft(name.bucket(), name.key(), status, record);
      if (made == null) {
        throw switch (source) {
          case HdfsStage stage -> staging.lost(stage.path());
          case HdfsAssembly assembly -> assembly.lost();
        };
      }
      draft = made;
    }
    return made.object();
  }

  void shown() {
    shown = true;
    source.published();
    if (draft != null) {
      records.settle(draft, true);
    }
  }

  @Override
  public void close() {
    if (!shown && draft != null) {
      records.settle(draft, false);
      draft = null;
    }
  }
}
