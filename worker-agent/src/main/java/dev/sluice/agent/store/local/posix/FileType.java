package dev.sluice.agent.store.local.posix;

/** The type of a directory's entry. */
public enum FileType {
  REGULAR,
  DIRECTORY,
  SYMLINK,
  /** A device, pipe or socket. */
  SPECIAL,
  /** The file system does not have it in its listings; ask for the entry's {@link FileStat}. */
  UNKNOWN;

  /** From the {@code S_IFMT} bits of a mode. */
  static FileType ofMode(int mode) {
    return ofDirent(mode >> 12 & 0xF);
  }

  /** From a directory entry's {@code d_type}, which are the same four bits. */
  static FileType ofDirent(int type) {
    return switch (type) {
      case 8 -> REGULAR;
      case 4 -> DIRECTORY;
      case 10 -> SYMLINK;
      case 0 -> UNKNOWN;
      default -> SPECIAL;
    };
  }
}
