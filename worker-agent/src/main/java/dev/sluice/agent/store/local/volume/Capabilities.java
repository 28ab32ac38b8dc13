package dev.sluice.agent.store.local.volume;

import dev.sluice.agent.store.local.posix.Descriptor;
import dev.sluice.agent.store.local.posix.Errno;
import dev.sluice.agent.store.local.posix.ErrnoAction;
import dev.sluice.agent.store.local.posix.ErrnoException;
import dev.sluice.agent.store.local.posix.FileStat;
import dev.sluice.agent.store.local.posix.Names;
import dev.sluice.agent.store.local.posix.Posix;
import dev.sluice.agent.store.local.posix.RenameMode;
import dev.sluice.agent.store.local.posix.Tree;
import java.util.Arrays;

/**
 * The abilities of a file system, each probed as it is relied on: between two directories, onto a
 * free name and onto a taken one, and by the state afterwards. The kernel refuses a taken name
 * before it asks the file system, so a refusal alone proves nothing.
 *
 * @param attributes whether files have extended attributes of users that hold the core of a record
 *     and go with the file when it is renamed
 * @param exchange whether an object can be taken into a directory at its place in one step, which
 *     needs links and an exchange of two names
 * @param noReplace whether a rename can refuse to replace; where it cannot, there are links
 * @param identity whether a file keeps its number and its time of birth under another name, and can
 *     be distinguished by them
 * @param nameless whether a file that is open has no name left once its last one is removed; NFS
 *     and some FUSE file systems keep it under a hidden one
 */
public record Capabilities(
    boolean attributes, boolean exchange, boolean noReplace, boolean identity, boolean nameless) {
  /** The attribute that records are kept in, and by which attributes are tried. */
  public static final byte[] RECORD_ATTRIBUTE = Names.of("user.sluice");

  /** The core of a record, with the longest tags and checksums. */
  private static final int CORE_BYTES = 256;

  /**
   * Tries them in a directory of Sluice's own.
   *
   * @throws UnfitFileSystem where objects cannot be kept there at all
   */
  static Capabilities probe(Posix posix, Syncs syncs, Descriptor directory) throws ErrnoException {
    Probe.sweep(posix, directory);
    try (Probe probe = Probe.begin(posix, syncs, directory)) {
      probe.requireSyncs();
      probe.requireLongNames();
      probe.requireCase();
      boolean links = probe.links();
      boolean exchange = probe.exchanges();
      boolean noReplace = probe.refusesToReplace();
      if (!links && !noReplace) {
        throw new UnfitFileSystem(
            "has neither links nor renames that refuse to replace; of two writers of a new key"
                + " both would win.");
      }
      return new Capabilities(
          probe.keepsAttributes(),
          links && exchange,
          noReplace,
          probe.keepsIdentity(),
          probe.leavesNoName());
    } finally {
      Probe.sweep(posix, directory);
    }
  }

  /** The same of a file system whose files are not distinguished by what it keeps of them. */
  Capabilities withoutIdentity() {
    return new Capabilities(attributes, exchange, noReplace, false, nameless);
  }

  /** Files and directories to try on: in a directory of Sluice's own, and in another inside it. */
  private record Probe(
      Posix posix, Syncs syncs, Descriptor directory, Descriptor inner, Descriptor file)
      implements AutoCloseable {
    private static final byte[] LOWER = Names.of("probe-a");
    private static final byte[] UPPER = Names.of("PROBE-A");
    private static final byte[] OTHER = Names.of("probe-b");
    private static final byte[] LINKED = Names.of("probe-c");
    private static final byte[] RENAMED = Names.of("probe-d");
    private static final byte[] KEPT = Names.of("probe-e");
    private static final byte[] NAMED = Names.of("probe-f");
    private static final byte[] OPENED = Names.of("probe-g");
    private static final byte[] INNER = Names.of("probe-inner");
    private static final byte[] STAGED = Names.of("probe-staged");
    private static final byte[] LONGEST = Names.of("probe-".repeat(43).substring(0, 255));
    private static final int FILE_MODE = 0600;
    private static final int DIRECTORY_MODE = 0700;

    static Probe begin(Posix posix, Syncs syncs, Descriptor directory) throws ErrnoException {
      posix.makeDirectory(directory, INNER, DIRECTORY_MODE);
      Descriptor inner = posix.openDirectory(directory, INNER);
      try {
        return new Probe(posix, syncs, directory, inner, posix.create(directory, LOWER, FILE_MODE));
      } catch (ErrnoException | RuntimeException e) {
        inner.close();
        throw e;
      }
    }

    static void sweep(Posix posix, Descriptor directory) throws ErrnoException {
      for (byte[] name : new byte[][] {LOWER, OTHER, KEPT, NAMED, INNER, STAGED, LONGEST}) {
        Tree.remove(posix, directory, name);
      }
    }

    @Override
    public void close() {
      file.close();
      inner.close();
    }

    void requireSyncs() throws ErrnoException {
      if (!can(() -> syncs.directory(directory))) {
        throw new UnfitFileSystem(
            "cannot make the names in a directory durable; only durability 'os' can be had on it.");
      }
      if (!can(() -> syncs.file(file)) || !can(() -> syncs.data(file))) {
        throw new UnfitFileSystem(
            "cannot make files durable; only durability 'os' can be had on it.");
      }
    }

    void requireLongNames() throws ErrnoException {
      try {
        posix.create(directory, LONGEST, FILE_MODE).close();
      } catch (ErrnoException e) {
        if (e.is(Errno.ENAMETOOLONG)) {
          throw new UnfitFileSystem("takes only names shorter than 255 bytes; keys do not fit it.");
        }
        throw e;
      }
    }

    void requireCase() throws ErrnoException {
      if (Tree.stat(posix, directory, UPPER) != null) {
        throw new UnfitFileSystem(
            "ignores case; keys that differ in case alone would be mixed up.");
      }
    }

    /** Whether a link takes a free name and refuses a taken one. */
    boolean links() throws ErrnoException {
      posix.create(directory, OTHER, FILE_MODE).close();
      return can(() -> posix.link(directory, LOWER, inner, LINKED))
          && Tree.stat(posix, inner, LINKED) != null
          && isTaken(() -> posix.link(directory, OTHER, inner, LINKED));
    }

    /** Whether a directory and a file elsewhere change names. */
    boolean exchanges() throws ErrnoException {
      posix.makeDirectory(directory, STAGED, DIRECTORY_MODE);
      posix.create(inner, RENAMED, FILE_MODE).close();
      boolean done =
          can(() -> posix.rename(directory, STAGED, inner, RENAMED, RenameMode.EXCHANGE))
              && isDirectory(inner, RENAMED)
              && !isDirectory(directory, STAGED);
      Tree.remove(posix, inner, RENAMED);
      return done;
    }

    /** Whether such a rename takes a free name, and refuses the same name once it is taken. */
    boolean refusesToReplace() throws ErrnoException {
      return can(() -> posix.rename(directory, OTHER, inner, RENAMED, RenameMode.NO_REPLACE))
          && Tree.stat(posix, inner, RENAMED) != null
          && isTaken(() -> posix.rename(directory, LOWER, inner, RENAMED, RenameMode.NO_REPLACE));
    }

    /** Whether a value can be set, set anew, and read from the file under another name. */
    boolean keepsAttributes() throws ErrnoException {
      byte[] value = new byte[CORE_BYTES];
      Arrays.fill(value, (byte) 1);
      try (Descriptor held = posix.create(directory, KEPT, FILE_MODE)) {
        if (!can(() -> posix.setAttribute(held, RECORD_ATTRIBUTE, new byte[1]))
            || !can(() -> posix.setAttribute(held, RECORD_ATTRIBUTE, value))) {
          return false;
        }
      }
      posix.rename(directory, KEPT, inner, KEPT, RenameMode.REPLACE);
      try (Descriptor renamed = posix.openForReading(inner, KEPT)) {
        return Arrays.equals(posix.attribute(renamed, RECORD_ATTRIBUTE), value);
      }
    }

    /** Whether a file that was closed and renamed is known by number and birth. */
    boolean keepsIdentity() throws ErrnoException {
      FileStat before;
      try (Descriptor held = posix.create(directory, NAMED, FILE_MODE)) {
        before = posix.stat(held);
      }
      posix.rename(directory, NAMED, inner, NAMED, RenameMode.REPLACE);
      FileStat after = posix.stat(inner, NAMED);
      return posix.fileSystem(directory).keepsNumbers()
          && before.hasBirth()
          && after.inode() == before.inode()
          && after.created().equals(before.created());
    }

    /** Whether no name is left in a directory of the open file whose only one is removed. */
    boolean leavesNoName() throws ErrnoException {
      int before = Tree.names(posix, inner).size();
      try (Descriptor opened = posix.create(inner, OPENED, FILE_MODE)) {
        posix.unlink(inner, OPENED);
        return Tree.names(posix, inner).size() == before && posix.stat(opened).links() == 0;
      }
    }

    private boolean isDirectory(Descriptor in, byte[] name) throws ErrnoException {
      FileStat stat = Tree.stat(posix, in, name);
      return stat != null && stat.isDirectory();
    }

    private static boolean isTaken(ErrnoAction attempt) throws ErrnoException {
      try {
        attempt.run();
        return false;
      } catch (ErrnoException e) {
        if (e.is(Errno.EEXIST)) {
          return true;
        }
        throw e;
      }
    }
  }

  /** Whether the file system knows how; any other failure is one. */
  private static boolean can(ErrnoAction attempt) throws ErrnoException {
    try {
      attempt.run();
      return true;
    } catch (ErrnoException e) {
      return switch (e.errno()) {
        case EINVAL, ENOSYS, EOPNOTSUPP, EPERM, EMLINK, E2BIG, ERANGE -> false;
        // Between two branches of a union, or of one that takes an exchange for a plain rename.
        case EXDEV, ENOTDIR, EISDIR -> false;
        // An attribute too large for the file system; a full one did not take the file either.
        case ENOSPC -> false;
        default -> throw e;
      };
    }
  }
}
