package dev.sluice.agent.store.local;

/**
 * What a file system can do, tried out once.
 *
 * @param attributes whether files have extended attributes of users
 * @param exchange whether two names can be exchanged in one step
 */
record Capabilities(boolean attributes, boolean exchange) {
  private static final byte[] LOWER = Names.of("probe-a");
  private static final byte[] UPPER = Names.of("PROBE-A");
  private static final byte[] OTHER = Names.of("probe-b");
  private static final int MIN_NAME_BYTES = 255;

  /**
   * Tries them in a directory of Sluice's own.
   *
   * @throws IllegalStateException with a sentence, where objects cannot be kept there at all
   */
  static Capabilities probe(Posix posix, Descriptor directory) throws ErrnoException {
    if (posix.fileSystem(directory).nameMaxBytes() < MIN_NAME_BYTES) {
      throw new IllegalStateException(
          "The file system of the data folder takes names of fewer than 255 bytes; keys do not fit"
              + " it.");
    }
    Tree.remove(posix, directory, LOWER);
    Tree.remove(posix, directory, OTHER);
    try (Descriptor file = posix.create(directory, LOWER, 0600)) {
      posix.create(directory, OTHER, 0600).close();
      if (Tree.stat(posix, directory, UPPER) != null) {
        throw new IllegalStateException(
            "The file system of the data folder ignores case; keys that differ in case alone would"
                + " be mixed up.");
      }
      return new Capabilities(hasAttributes(posix, file), canExchange(posix, directory));
    } finally {
      Tree.remove(posix, directory, LOWER);
      Tree.remove(posix, directory, OTHER);
    }
  }

  private static boolean hasAttributes(Posix posix, Descriptor file) throws ErrnoException {
    try {
      posix.setAttribute(file, AttributeRecords.ATTRIBUTE, new byte[] {1});
      return true;
    } catch (ErrnoException e) {
      if (e.is(Errno.EOPNOTSUPP) || e.is(Errno.ENOSYS) || e.is(Errno.EPERM)) {
        return false;
      }
      throw e;
    }
  }

  private static boolean canExchange(Posix posix, Descriptor directory) throws ErrnoException {
    try {
      posix.rename(directory, LOWER, directory, OTHER, RenameMode.EXCHANGE);
      return true;
    } catch (ErrnoException e) {
      if (e.is(Errno.EINVAL) || e.is(Errno.ENOSYS) || e.is(Errno.EOPNOTSUPP)) {
        return false;
      }
      throw e;
    }
  }
}
