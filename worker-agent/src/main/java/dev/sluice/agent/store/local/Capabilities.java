package dev.sluice.agent.store.local;

/**
 * What a file system can do, tried out once.
 *
 * @param attributes whether files have extended attributes of users that hold the core of a record
 * @param exchange whether an object can be taken into a directory at its place in one step, which
 *     needs links and an exchange of two names
 * @param noReplace whether a rename can refuse to replace; where it cannot, there are links
 */
record Capabilities(boolean attributes, boolean exchange, boolean noReplace) {
  private static final byte[] LOWER = Names.of("probe-a");
  private static final byte[] UPPER = Names.of("PROBE-A");
  private static final byte[] OTHER = Names.of("probe-b");
  private static final byte[] LINKED = Names.of("probe-c");
  private static final byte[] LONGEST = Names.of("probe-".repeat(43).substring(0, 255));

  /** The core of a record, with the longest tags and checksums. */
  private static final int CORE_BYTES = 256;

  /**
   * Tries them in a directory of Sluice's own.
   *
   * @throws UnfitFileSystem where objects cannot be kept there at all
   */
  static Capabilities probe(Posix posix, Syncs syncs, Descriptor directory) throws ErrnoException {
    sweep(posix, directory);
    requireSyncs(syncs, directory);
    requireLongNames(posix, directory);
    try (Descriptor file = posix.create(directory, LOWER, 0600)) {
      if (Tree.stat(posix, directory, UPPER) != null) {
        throw new UnfitFileSystem(
            "ignores case; keys that differ in case alone would be mixed up.");
      }
      posix.create(directory, OTHER, 0600).close();
      boolean links = can(() -> posix.link(directory, LOWER, directory, LINKED));
      boolean noReplace = refusesToReplace(posix, directory);
      if (!links && !noReplace) {
        throw new UnfitFileSystem(
            "has neither links nor renames that refuse to replace; of two writers of a new key"
                + " both would win.");
      }
      boolean attributes =
          can(() -> posix.setAttribute(file, AttributeRecords.ATTRIBUTE, new byte[CORE_BYTES]));
      boolean exchange =
          links && can(() -> posix.rename(directory, LOWER, directory, OTHER, RenameMode.EXCHANGE));
      return new Capabilities(attributes, exchange, noReplace);
    } finally {
      sweep(posix, directory);
    }
  }

  private static void sweep(Posix posix, Descriptor directory) throws ErrnoException {
    for (byte[] name : new byte[][] {LOWER, OTHER, LINKED, LONGEST}) {
      Tree.remove(posix, directory, name);
    }
  }

  private static void requireSyncs(Syncs syncs, Descriptor directory) throws ErrnoException {
    if (!can(() -> syncs.directory(directory))) {
      throw new UnfitFileSystem(
          "cannot make the names in a directory durable; only durability 'os' can be had on it.");
    }
  }

  private static void requireLongNames(Posix posix, Descriptor directory) throws ErrnoException {
    try {
      posix.create(directory, LONGEST, 0600).close();
    } catch (ErrnoException e) {
      if (e.is(Errno.ENAMETOOLONG)) {
        throw new UnfitFileSystem("takes only names shorter than 255 bytes; keys do not fit it.");
      }
      throw e;
    }
  }

  private static boolean refusesToReplace(Posix posix, Descriptor directory) throws ErrnoException {
    try {
      can(() -> posix.rename(directory, LOWER, directory, OTHER, RenameMode.NO_REPLACE));
      return false;
    } catch (ErrnoException e) {
      if (e.is(Errno.EEXIST)) {
        return true;
      }
      throw e;
    }
  }

  private interface Attempt {
    void run() throws ErrnoException;
  }

  /** Whether the file system knows how; any other failure is one. */
  private static boolean can(Attempt attempt) throws ErrnoException {
    try {
      attempt.run();
      return true;
    } catch (ErrnoException e) {
      return switch (e.errno()) {
        case EINVAL, ENOSYS, EOPNOTSUPP, EPERM, EMLINK, E2BIG, ERANGE -> false;
        // An attribute too large for the file system; a full one did not take the file either.
        case ENOSPC -> false;
        default -> throw e;
      };
    }
  }
}
