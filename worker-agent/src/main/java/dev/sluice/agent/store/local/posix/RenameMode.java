package dev.sluice.agent.store.local.posix;

/** The fate of what bears the new name of a rename; the numbers are renameat2's flags. */
public enum RenameMode {
  /** It is replaced, atomically. */
  REPLACE(0),
  /** The rename fails with {@link Errno#EEXIST}. */
  NO_REPLACE(1),
  /** The two change names, atomically; both must be there. */
  EXCHANGE(2);

  private final int flag;

  RenameMode(int flag) {
    this.flag = flag;
  }

  int flag() {
    return flag;
  }
}
