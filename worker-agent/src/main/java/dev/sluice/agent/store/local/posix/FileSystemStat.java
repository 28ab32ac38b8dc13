package dev.sluice.agent.store.local.posix;

/**
 * The attributes of a file system, from fstatfs.
 *
 * @param type its magic number
 * @param totalBytes its size
 * @param availableBytes free for users without privileges
 * @param totalFiles inodes in all; 0 where it has no such limit
 * @param freeFiles inodes still free
 * @param nameMaxBytes longest name
 * @param readOnly whether it is mounted read-only
 */
public record FileSystemStat(
    long type,
    long totalBytes,
    long availableBytes,
    long totalFiles,
    long freeFiles,
    long nameMaxBytes,
    boolean readOnly) {
  static final long EXT4 = 0xEF53;
  static final long XFS = 0x58465342;
  static final long BTRFS = 0x9123683EL;
  static final long TMPFS = 0x01021994;
  static final long NFS = 0x6969;
  static final long OVERLAYFS = 0x794C7630;
  static final long FUSE = 0x65735546;

  /**
   * Whether a file can be trusted to keep its number for as long as it is there: behind FUSE many
   * make numbers up, and forget them with the kernel's caches.
   */
  public boolean keepsNumbers() {
    return type != FUSE;
  }

  /** Whether every change of a directory is made through this kernel, which then reports it. */
  public boolean reportsChanges() {
    return type == EXT4 || type == XFS || type == BTRFS || type == TMPFS || type == OVERLAYFS;
  }
}
