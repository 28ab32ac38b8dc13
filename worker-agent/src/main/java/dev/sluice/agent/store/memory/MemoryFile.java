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

  /** Changes the bytes in place, as an editor does that does not replace the file. */
  void change(MemoryBytes changed) {
    bytes = changed;
  }
}
