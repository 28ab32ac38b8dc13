package dev.sluice.agent.store.local.posix;

/** The machines whose system call numbers and open flags are known here. */
enum Architecture {
  X86_64(0x10000),
  AARCH64(0x4000);

  private final int directoryFlag;

  Architecture(int directoryFlag) {
    this.directoryFlag = directoryFlag;
  }

  /** {@code O_DIRECTORY}: of the open flags in use the only one that differs. */
  int directoryFlag() {
    return directoryFlag;
  }

  /**
   * The machine by the names that Java gives it.
   *
   * @throws UnsupportedOperationException with a sentence for people, where the local engine cannot
   *     work
   */
  static Architecture of(String operatingSystem, String machine) {
    if (operatingSystem.equals("Linux")) {
      switch (machine) {
        case "amd64", "x86_64" -> {
          return X86_64;
        }
        case "aarch64" -> {
          return AARCH64;
        }
        default -> {}
      }
    }
    throw new UnsupportedOperationException(
        "The local storage engine needs Linux on x86-64 or aarch64; this is "
            + operatingSystem
            + " on "
            + machine
            + ".");
  }
}
