package dev.sluice.agent.store.local;

/** A file system lacks what objects need; the message is one sentence for people. */
final class UnfitFileSystem extends IllegalStateException {
  private static final long serialVersionUID = 1;

  UnfitFileSystem(String lack) {
    super("The file system " + lack);
  }
}
