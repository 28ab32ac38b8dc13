package dev.sluice.agent.store.local.check;

import dev.sluice.agent.store.check.FindingKind;
import dev.sluice.agent.store.digest.ContentProof;
import dev.sluice.agent.store.engine.object.ObjectRecord;
import dev.sluice.agent.store.local.posix.Descriptor;
import dev.sluice.agent.store.local.posix.ErrnoException;
import dev.sluice.agent.store.local.posix.FileStat;
import dev.sluice.agent.store.local.record.VersitygwAttributes;
import dev.sluice.agent.store.local.tree.ObjectFiles;
import dev.sluice.common.model.BucketName;
import dev.sluice.common.model.ETag;
import dev.sluice.common.model.ObjectKey;

/** Checks the objects of one bucket: their records, and their bytes where that was asked for. */
final class ObjectCheck {
  /**
   * The number of looks beside a running agent: an object that is just being replaced looks wrong
   * once, but not as often.
   */
  private static final int LIVE_LOOKS = 3;

  private final CheckScope scope;
  private final BucketName bucket;
  private final RecordInspector records;
  private final ContentVerifier proof;

  ObjectCheck(CheckScope scope, BucketName bucket, RecordInspector records) {
    this.scope = scope;
    this.bucket = bucket;
    this.records = records;
    this.proof = new ContentVerifier(scope.posix(), scope.findings()::read);
  }

  /**
   * An object.
   *
   * @param path inside the data folder
   */
  void check(Descriptor directory, byte[] name, byte[] path, byte[] key) throws ErrnoException {
    FindingLocation where = FindingLocation.object(bucket, path, key);
    try {
      int looks = scope.live() ? LIVE_LOOKS : 1;
      for (int look = 1; look <= looks; look++) {
        if (isDone(directory, name, where, ObjectKey.ofUtf8(key), look == looks)) {
          return;
        }
      }
    } catch (ErrnoException e) {
      switch (e.errno()) {
        case EMFILE, ENFILE, ENOMEM -> throw e;
        default -> scope.findings().unreadable(where, e);
      }
    }
  }

  /** Whether there is nothing to be seen at a further look. */
  private boolean isDone(
      Descriptor directory, byte[] name, FindingLocation where, ObjectKey key, boolean last)
      throws ErrnoException {
    try (Descriptor file = ObjectFiles.open(scope.posix(), directory, name)) {
      if (file == null) {
        return true;
      }
      FileStat stat = scope.posix().stat(file);
      if (!stat.isRegular()) {
        return true;
      }
      InspectedRecord view = records.at(key, file, stat);
      if (view.kind() != null && !last) {
        return false;
      }
      scope.findings().looked(stat.size());
      if (view.kind() == null) {
        verify(file, stat, where, key, view);
      } else {
        tell(file, stat, where, key, view, view.kind());
      }
      return true;
    }
  }

  private void verify(
      Descriptor file, FileStat stat, FindingLocation where, ObjectKey key, InspectedRecord view)
      throws ErrnoException {
    if (!scope.verify()) {
      return;
    }
    if (!view.sealed()) {
      proveTagOfOthers(file, stat, where, key, view);
      return;
    }
    switch (proof.of(file, stat, view.served())) {
      case DIFFERS ->
          scope
              .findings()
              .add(
                  FindingKind.CONTENT_ROTTEN,
                  where,
                  stat.size(),
                  "its bytes are not those that were stored");
      case UNCLEAR ->
          scope
              .findings()
              .add(
                  FindingKind.CONTENT_UNPROVABLE,
                  where,
                  stat.size(),
                  "its tag of parts differs, and it has no checksum");
      case AGREES, SAYS_NOTHING, MOVING -> {}
    }
  }

  private void proveTagOfOthers(
      Descriptor file, FileStat stat, FindingLocation where, ObjectKey key, InspectedRecord view)
      throws ErrnoException {
    ETag stated = view.isOutside() ? VersitygwAttributes.statedTag(scope.posix(), file) : null;
    if (stated == null) {
      return;
    }
    ObjectRecord record = VersitygwAttributes.record(scope.posix(), file).withTag(stated);
    FindingKind kind = FindingKind.TAG_OF_VERSITYGW;
    switch (proof.of(file, stat, record)) {
      case AGREES ->
          scope
              .findings()
              .add(
                  kind,
                  where,
                  stat.size(),
                  "the bytes agree",
                  () -> replace(file, stat, key, view, record));
      case DIFFERS, UNCLEAR -> scope.findings().add(kind, where, stat.size(), "of other bytes");
      case SAYS_NOTHING, MOVING -> {}
    }
  }

  private void tell(
      Descriptor file,
      FileStat stat,
      FindingLocation where,
      ObjectKey key,
      InspectedRecord view,
      FindingKind kind)
      throws ErrnoException {
    Findings findings = scope.findings();
    switch (kind) {
      case RECORD_DAMAGED ->
          findings.add(
              kind, where, stat.size(), view.detail(), () -> scope.repair().dropRecord(file));
      case RECORD_CONTRADICTORY, RECORD_MOVED, SIDECAR_LOST ->
          findings.add(
              kind,
              where,
              stat.size(),
              view.detail(),
              () -> replace(file, stat, key, view, view.served()));
      case CHANGED_OUTSIDE -> tellChanged(file, stat, where, key, view);
      default -> findings.add(kind, where, stat.size(), view.detail());
    }
  }

  private void tellChanged(
      Descriptor file, FileStat stat, FindingLocation where, ObjectKey key, InspectedRecord view)
      throws ErrnoException {
    boolean proves = view.mayBeSame(stat) && (scope.verify() || scope.repairer() != null);
    boolean same = proves && proof.of(file, stat, view.claimed()) == ContentProof.Verdict.AGREES;
    String detail =
        !proves
            ? view.detail()
            : view.detail() + (same ? ", the bytes are those stored" : ", and other bytes");
    scope
        .findings()
        .add(
            FindingKind.CHANGED_OUTSIDE,
            where,
            stat.size(),
            detail,
            () -> {
              if (view.isOfAnotherFile()) {
                records.forget(key, scope.repair());
              } else {
                replace(file, stat, key, view, same ? view.claimed() : view.served());
              }
            });
  }

  private void replace(
      Descriptor file, FileStat stat, ObjectKey key, InspectedRecord view, ObjectRecord record)
      throws ErrnoException {
    scope.repair().replaceRecord(bucket, key, file, stat, record, view.stored(), view.pointer());
  }
}
