package dev.sluice.agent.store.local.tree;

/** A file lies where a directory has to: if it is an object, it must move to its other home. */
public final class FileInTheWay extends Exception {
  private static final long serialVersionUID = 1;

  private final transient ObjectPath path;

  FileInTheWay(ObjectPath path) {
    super("in the way: " + path, null, false, false);
    this.path = path;
  }

  public ObjectPath path() {
    return path;
  }
}
