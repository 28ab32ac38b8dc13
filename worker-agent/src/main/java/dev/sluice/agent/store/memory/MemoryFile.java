package dev.sluice.agent.store.memory;

/** The in-memory counterpart of an inode: bytes that may be changed from outside under a reader. */
final class MemoryFile {
  private volatile MemoryBytes bytes;

  MemoryFile(MemoryBytes bytes) {
    this.bytes = bytes;
  }

  MemoryBytes bytes() {
    return bytes;
  }

  /** As an editor does that writes into the file instead of replacing it. */
  void change(MemoryBytes changed) {
    bytes = changed;
  }
}
