package dev.sluice.agent.store.local.check;

import dev.sluice.agent.store.check.FindingKind;
import dev.sluice.agent.store.format.BucketCodec;
import dev.sluice.agent.store.format.CheckedMessage;
import dev.sluice.agent.store.format.StoredBucket;
import dev.sluice.agent.store.local.posix.Descriptor;
import dev.sluice.agent.store.local.posix.ErrnoException;
import dev.sluice.agent.store.local.posix.FileStat;
import dev.sluice.agent.store.local.posix.FileType;
import dev.sluice.agent.store.local.posix.Names;
import dev.sluice.agent.store.local.posix.Tree;
import dev.sluice.common.model.BucketName;
import java.util.Set;

/** Checks what lies at the top of the data folder, and the records of buckets. */
final class TopCheck {
  private static final Set<String> NOBODYS = Set.of(".sluice", "lost+found");

  private final CheckScope scope;

  TopCheck(CheckScope scope) {
    this.scope = scope;
  }

  /** One entry at the top. */
  boolean check(Descriptor root, byte[] name, FindingLocation where) throws ErrnoException {
    FileStat stat = Tree.stat(scope.posix(), root, name);
    String shown = Names.show(name);
    if (stat == null || (stat.isDirectory() && NOBODYS.contains(shown))) {
      return true;
    }
    Findings findings = scope.findings();
    if (!BucketName.isLegal(shown)) {
      findings.add(FindingKind.NO_BUCKET, where, 0, "its name is no bucket's");
    } else if (stat.type() == FileType.SYMLINK) {
      findings.add(FindingKind.LINK, where, 0, "in the place of a bucket");
    } else if (!stat.isDirectory()) {
      findings.add(FindingKind.NO_BUCKET, where, 0, "it is no directory");
    }
    return true;
  }

  /** The record of a bucket; false where the entry is none. */
  boolean checkRecord(Descriptor records, byte[] name, FindingLocation where)
      throws ErrnoException {
    FileStat stat = Tree.stat(scope.posix(), records, name);
    String bucket = Names.show(name);
    if (stat == null || !BucketName.isLegal(bucket)) {
      return stat == null;
    }
    if (!stat.isRegular()) {
      return false;
    }
    FindingLocation named = new FindingLocation(where.path(), bucket, "");
    Findings findings = scope.findings();
    if (Tree.stat(scope.posix(), scope.root(), name) == null) {
      if (scope.isIdle(stat)) {
        findings.add(
            FindingKind.RECORD_WITHOUT_BUCKET,
            named,
            stat.size(),
            "",
            scope.removal(records, name));
      }
      return true;
    }
    byte[] bytes = Tree.readRecord(scope.posix(), records, name);
    StoredBucket record = bytes == null ? null : CheckedMessage.read(bytes, StoredBucket.parser());
    if (record == null) {
      if (Tree.stat(scope.posix(), records, name) != null) {
        findings.add(
            FindingKind.BUCKET_RECORD_DAMAGED,
            named,
            stat.size(),
            "its check fails",
            scope.removal(records, name));
      }
    } else if (record.getVersion() > BucketCodec.VERSION) {
      findings.add(FindingKind.RECORD_LATER, named, stat.size(), "version " + record.getVersion());
    }
    return true;
  }
}
