package dev.sluice.agent.store.listing;

/** A directory may not be read whose keys would have to be listed. The cause is the engine's. */
public final class ClosedDirectoryException extends RuntimeException {
  private static final long serialVersionUID = 1;

  /**
   * Such a directory.
   *
   * @param path of the directory, for people
   */
  public ClosedDirectoryException(String path, Exception cause) {
    super(path, cause);
  }
}
