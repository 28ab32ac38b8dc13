package dev.sluice.agent.store.local.check;

import dev.sluice.agent.store.check.FindingKind;
import dev.sluice.agent.store.key.EntryName;
import dev.sluice.agent.store.key.KeyPath;
import dev.sluice.agent.store.local.posix.Descriptor;
import dev.sluice.agent.store.local.posix.Errno;
import dev.sluice.agent.store.local.posix.ErrnoException;
import dev.sluice.agent.store.local.posix.FileStat;
import dev.sluice.agent.store.local.posix.FileType;
import dev.sluice.agent.store.local.posix.Names;
import dev.sluice.agent.store.local.posix.Tree;
import dev.sluice.agent.store.local.posix.TreeWalk;
import dev.sluice.agent.store.local.volume.Reach;
import dev.sluice.common.model.BucketName;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** Checks all names in a bucket, and the objects that keys map to. */
final class BucketCheck implements TreeWalk.Visitor {
  private static final byte[] STAGING = KeyPath.stagingName();
  private static final byte[] LOST_AND_FOUND = Names.of("lost+found");

  private final CheckScope scope;
  private final BucketName bucket;
  private final byte[] top;
  private final ObjectCheck objects;
  private final List<byte[]> innerAreas = new ArrayList<>();

  BucketCheck(CheckScope scope, BucketName bucket, RecordInspector records) {
    this.scope = scope;
    this.bucket = bucket;
    this.top = Names.of(bucket.value());
    this.objects = new ObjectCheck(scope, bucket, records);
  }

  /**
   * Walks over the bucket's directory.
   *
   * @return paths of Sluice's own directories below its top, inside the data folder
   */
  List<byte[]> check(Descriptor directory) throws ErrnoException {
    TreeWalk.over(scope.posix(), directory, this);
    return innerAreas;
  }

  @Override
  public boolean visit(Descriptor directory, byte[] name, FileType type, byte[] path, int depth)
      throws ErrnoException {
    byte[] inRoot = Names.join(top, path);
    return switch (type) {
      case DIRECTORY -> enters(inRoot, name, path, depth);
      case REGULAR -> {
        byte[] key = KeyPath.POSIX.decode(path);
        if (key != null) {
          objects.check(directory, name, inRoot, key);
        } else {
          FileStat stat = Tree.stat(scope.posix(), directory, name);
          add(FindingKind.NAME_WITHOUT_KEY, inRoot, stat == null ? 0 : stat.size(), "a file");
        }
        yield false;
      }
      case SYMLINK -> {
        add(FindingKind.LINK, inRoot, 0, "");
        yield false;
      }
      case SPECIAL -> {
        add(FindingKind.SPECIAL_FILE, inRoot, 0, "");
        yield false;
      }
      case UNKNOWN -> false;
    };
  }

  private boolean enters(byte[] inRoot, byte[] name, byte[] path, int depth) {
    if (Arrays.equals(name, STAGING)) {
      if (depth > 0) {
        innerAreas.add(inRoot);
      }
      return false;
    }
    if (Reach.isTrace(name)) {
      // Empty, and removed when the bucket is next used; what others put in there has no key.
      return true;
    }
    EntryName.Kind kind = KeyPath.POSIX.entry(name).kind();
    if (!kind.canBeDirectory()) {
      add(FindingKind.NAME_WITHOUT_KEY, inRoot, 0, "a directory, with all below it");
      return false;
    }
    if (depth >= Tree.MAX_DEPTH || path.length >= KeyPath.MAX_PATH_BYTES) {
      add(FindingKind.NAME_WITHOUT_KEY, inRoot, 0, "deeper than any key, with all below it");
      return false;
    }
    return true;
  }

  private void add(FindingKind kind, byte[] inRoot, long bytes, String detail) {
    scope.findings().add(kind, FindingLocation.in(bucket, inRoot), bytes, detail);
  }

  @Override
  public void unreadable(byte[] path, ErrnoException why) {
    if (!(why.is(Errno.EACCES) && Arrays.equals(path, LOST_AND_FOUND))) {
      scope.findings().unreadable(FindingLocation.in(bucket, Names.join(top, path)), why);
    }
  }
}
