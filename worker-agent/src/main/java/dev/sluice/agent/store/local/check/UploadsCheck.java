package dev.sluice.agent.store.local.check;

import dev.sluice.agent.store.check.FindingKind;
import dev.sluice.agent.store.engine.upload.UploadRecord;
import dev.sluice.agent.store.local.posix.Descriptor;
import dev.sluice.agent.store.local.posix.ErrnoException;
import dev.sluice.agent.store.local.posix.FileStat;
import dev.sluice.agent.store.local.posix.FileType;
import dev.sluice.agent.store.local.posix.Names;
import dev.sluice.agent.store.local.posix.Posix;
import dev.sluice.agent.store.local.posix.Tree;
import dev.sluice.agent.store.local.posix.TreeWalk;
import dev.sluice.agent.store.local.upload.UploadFolder;
import dev.sluice.common.model.BucketName;

/** Checks the folders of uploads in an area. */
final class UploadsCheck {
  private final CheckScope scope;

  UploadsCheck(CheckScope scope) {
    this.scope = scope;
  }

  /** All of a bucket; false where the entry is none of Sluice's. */
  boolean checkBucket(Descriptor uploads, byte[] name, FindingLocation where)
      throws ErrnoException {
    FileStat stat = Tree.stat(scope.posix(), uploads, name);
    if (stat == null) {
      return true;
    }
    String bucket = Names.show(name);
    if (!stat.isDirectory() || !BucketName.isLegal(bucket)) {
      return false;
    }
    if (Tree.stat(scope.posix(), scope.root(), name) == null) {
      if (scope.isIdle(stat)) {
        add(FindingKind.UPLOADS_WITHOUT_BUCKET, uploads, name, where, "");
      }
      return true;
    }
    try (Descriptor folders = scope.posix().openDirectory(uploads, name)) {
      BucketName owner = new BucketName(bucket);
      AreaCheck.each(
          scope,
          folders,
          Names.of(where.path()),
          (directory, folder, at) ->
              checkFolder(owner, directory, folder, new FindingLocation(at.path(), bucket, "")));
      return true;
    }
  }

  private void add(
      FindingKind kind, Descriptor directory, byte[] name, FindingLocation where, String detail) {
    long bytes = TreeBytes.of(scope.posix(), directory, name);
    scope.findings().add(kind, where, bytes, detail, scope.removal(directory, name));
  }

  private boolean checkFolder(
      BucketName bucket, Descriptor folders, byte[] name, FindingLocation where)
      throws ErrnoException {
    FileStat stat = Tree.stat(scope.posix(), folders, name);
    if (stat == null) {
      return true;
    }
    if (!stat.isDirectory()) {
      return false;
    }
    String shown = Names.show(name);
    if (shown.endsWith(UploadFolder.GONE)) {
      if (scope.isIdle(stat)) {
        add(FindingKind.UPLOAD_GIVEN_UP, folders, name, where, "");
      }
      return true;
    }
    try (Descriptor own = scope.posix().openDirectory(folders, name)) {
      UploadRecord upload = UploadFolder.read(scope.posix(), own);
      if (upload == null && UploadFolder.wasNeverBegun(scope.posix(), own)) {
        if (scope.isIdle(stat)) {
          add(FindingKind.UPLOAD_NEVER_BEGUN, folders, name, where, "");
        }
        return true;
      }
      boolean finished = shown.endsWith(UploadFolder.DONE);
      String id = finished ? shown.substring(0, shown.lastIndexOf('.')) : shown;
      if (upload == null || !upload.bucket().equals(bucket) || !upload.id().value().equals(id)) {
        if (Tree.stat(scope.posix(), folders, name) != null) {
          long bytes = TreeBytes.of(scope.posix(), folders, name);
          String detail =
              upload == null ? "its beginning cannot be read" : "its beginning is another upload's";
          scope.findings().add(FindingKind.UPLOAD_DAMAGED, where, bytes, detail);
        }
        return true;
      }
      FindingLocation named =
          new FindingLocation(where.path(), where.bucket(), upload.key().value());
      new UploadCheck(scope, own, named, finished).check();
      return true;
    }
  }

  /** The bytes that a file, or all files below a directory, hold. */
  private static final class TreeBytes implements TreeWalk.Visitor {
    private final Posix posix;
    private long bytes;

    private TreeBytes(Posix posix) {
      this.posix = posix;
    }

    /** Of whatever bears the name, as far as it can be read. */
    static long of(Posix posix, Descriptor directory, byte[] name) {
      TreeBytes sum = new TreeBytes(posix);
      try {
        FileStat stat = posix.stat(directory, name);
        if (!stat.isDirectory()) {
          return stat.isRegular() ? stat.size() : 0;
        }
        try (Descriptor top = posix.openDirectory(directory, name)) {
          TreeWalk.over(posix, top, sum);
        }
      } catch (ErrnoException e) {
        // The sum is for people; what cannot be read is reported elsewhere.
      }
      return sum.bytes;
    }

    @Override
    public boolean visit(Descriptor directory, byte[] name, FileType type, byte[] path, int depth)
        throws ErrnoException {
      if (type == FileType.REGULAR) {
        FileStat stat = Tree.stat(posix, directory, name);
        bytes += stat == null ? 0 : stat.size();
      }
      return depth < Tree.MAX_DEPTH;
    }

    @Override
    public void unreadable(byte[] path, ErrnoException why) {}
  }
}
