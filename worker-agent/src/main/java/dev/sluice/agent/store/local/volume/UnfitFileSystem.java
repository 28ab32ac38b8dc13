package dev.sluice.agent.store.local.volume;

/** A file system lacks what objects need; the message is one sentence for people. */
public final class UnfitFileSystem extends IllegalStateException {
  private static final long serialVersionUID = 1;

  public UnfitFileSystem(String lack) {
    super("The file system " + lack);
  }
}
