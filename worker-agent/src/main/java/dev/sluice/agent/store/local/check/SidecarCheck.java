package dev.sluice.agent.store.local.check;

import dev.sluice.agent.store.check.FindingKind;
import dev.sluice.agent.store.format.CheckedMessage;
import dev.sluice.agent.store.format.Sidecar;
import dev.sluice.agent.store.format.StoredRecord;
import dev.sluice.agent.store.local.posix.Descriptor;
import dev.sluice.agent.store.local.posix.Errno;
import dev.sluice.agent.store.local.posix.ErrnoException;
import dev.sluice.agent.store.local.posix.FileStat;
import dev.sluice.agent.store.local.posix.Names;
import dev.sluice.agent.store.local.posix.Tree;
import dev.sluice.agent.store.local.record.AttributeRecords;
import dev.sluice.agent.store.local.record.SidecarRecords;
import dev.sluice.agent.store.local.tree.ObjectFiles;
import dev.sluice.agent.store.local.tree.ObjectPath;
import dev.sluice.common.model.BucketName;
import dev.sluice.common.model.ObjectKey;
import dev.sluice.common.model.StorageException;
import java.util.regex.Pattern;

/** Checks the sidecars of an area: whether they are whole, and belong to an object. */
final class SidecarCheck {
  private static final Pattern KEYED = Pattern.compile("k-[0-9a-f]{64}");

  private final CheckScope scope;

  SidecarCheck(CheckScope scope) {
    this.scope = scope;
  }

  /** Whether a sidecar names this object. */
  static boolean isOf(Sidecar sidecar, BucketName bucket, ObjectKey key) {
    return sidecar.getBucket().equals(bucket.value()) && sidecar.getKey().equals(key.value());
  }

  /** One file among the sidecars; false where it is none of Sluice's. */
  boolean check(Descriptor directory, byte[] name, FindingLocation where) throws ErrnoException {
    String id = Names.show(name);
    boolean keyed = KEYED.matcher(id).matches();
    FileStat stat = Tree.stat(scope.posix(), directory, name);
    if (stat == null) {
      return true;
    }
    if (!stat.isRegular() || !(keyed || AttributeRecords.isSidecarName(id))) {
      return false;
    }
    byte[] bytes = Tree.readRecord(scope.posix(), directory, name);
    if (bytes == null && Tree.stat(scope.posix(), directory, name) == null) {
      return true;
    }
    Sidecar sidecar = bytes == null ? null : CheckedMessage.read(bytes, Sidecar.parser());
    if (sidecar == null) {
      add(FindingKind.SIDECAR_DAMAGED, directory, name, where, stat, "its check fails");
      return true;
    }
    ObjectKey key;
    BucketName bucket;
    try {
      bucket = new BucketName(sidecar.getBucket());
      key = new ObjectKey(sidecar.getKey());
    } catch (StorageException e) {
      add(FindingKind.SIDECAR_DAMAGED, directory, name, where, stat, "it names no object");
      return true;
    }
    FindingLocation object = new FindingLocation(where.path(), bucket.value(), key.value());
    if (keyed && !id.equals(SidecarRecords.name(bucket, key))) {
      add(FindingKind.SIDECAR_MISPLACED, directory, name, object, stat, "it is another key's");
    } else if (!scope.live() && !isNeeded(id, keyed, bucket, key)) {
      // An agent that runs sweeps those itself.
      add(FindingKind.RECORD_WITHOUT_OBJECT, directory, name, object, stat, "");
    }
    return true;
  }

  private void add(
      FindingKind kind,
      Descriptor directory,
      byte[] name,
      FindingLocation where,
      FileStat stat,
      String detail) {
    scope.findings().add(kind, where, stat.size(), detail, scope.removal(directory, name));
  }

  private boolean isNeeded(String id, boolean keyed, BucketName bucket, ObjectKey key)
      throws ErrnoException {
    FileStat top = Tree.stat(scope.posix(), scope.root(), Names.of(bucket.value()));
    if (top != null && !top.isDirectory()) {
      // A link, which an agent may serve as a bucket.
      return true;
    }
    try (Descriptor file =
        ObjectFiles.open(scope.posix(), scope.root(), ObjectPath.of(bucket, key))) {
      if (file == null || !scope.posix().stat(file).isRegular()) {
        return false;
      }
      if (keyed) {
        return true;
      }
      byte[] value = scope.posix().attribute(file, AttributeRecords.ATTRIBUTE);
      StoredRecord core = value == null ? null : CheckedMessage.read(value, StoredRecord.parser());
      return core != null && core.getSidecar().getId().equals(id);
    } catch (ErrnoException e) {
      if (e.is(Errno.EOPNOTSUPP)) {
        return false;
      }
      throw e;
    }
  }
}
