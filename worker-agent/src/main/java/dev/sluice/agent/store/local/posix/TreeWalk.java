package dev.sluice.agent.store.local.posix;

import java.util.ArrayDeque;
import java.util.Deque;

/**
 * Visits every entry of a directory and of all below it, each before what is below it. Keeps one
 * descriptor and one path for each level, and nothing for each entry; what vanishes meanwhile is
 * passed over.
 */
public final class TreeWalk implements AutoCloseable {
  private final Posix posix;
  private final Visitor visitor;
  private final Deque<Level> way = new ArrayDeque<>();

  @SuppressWarnings("ArrayRecordComponent") // never compared
  private record Level(DirectoryCursor cursor, byte[] path) {}

  /** The receiver of each entry. */
  public interface Visitor {
    /**
     * An entry.
     *
     * @param directory it lies in
     * @param path from where the walk began
     * @param depth how many directories lie between it and where the walk began
     * @return whether to go into it; asked of directories
     */
    boolean visit(Descriptor directory, byte[] name, FileType type, byte[] path, int depth)
        throws ErrnoException;

    /** A directory that the walk cannot read, or not to its end. */
    void unreadable(byte[] path, ErrnoException why);
  }

  private TreeWalk(Posix posix, Visitor visitor) {
    this.posix = posix;
    this.visitor = visitor;
  }

  /** Visits all below a directory, which stays the caller's. */
  public static void over(Posix posix, Descriptor top, Visitor visitor) throws ErrnoException {
    try (TreeWalk walk = new TreeWalk(posix, visitor)) {
      walk.enter(top, Names.HERE, Names.NOTHING);
      walk.goOn();
    }
  }

  private void goOn() throws ErrnoException {
    while (!way.isEmpty()) {
      Level here = way.getLast();
      if (!next(here)) {
        way.removeLast();
        here.cursor().close();
        continue;
      }
      DirectoryCursor cursor = here.cursor();
      byte[] name = cursor.name();
      FileType type = Tree.typeOf(posix, cursor);
      if (type == FileType.UNKNOWN) {
        continue;
      }
      byte[] path = Names.join(here.path(), name);
      if (visitor.visit(cursor.directory(), name, type, path, way.size() - 1)
          && type == FileType.DIRECTORY) {
        enter(cursor.directory(), name, path);
      }
    }
  }

  private boolean next(Level here) {
    try {
      return here.cursor().next();
    } catch (ErrnoException e) {
      visitor.unreadable(here.path(), e);
      return false;
    }
  }

  private void enter(Descriptor directory, byte[] name, byte[] path) throws ErrnoException {
    try (Descriptor below = posix.openDirectory(directory, name)) {
      way.addLast(new Level(DirectoryCursor.open(posix, below), path));
    } catch (ErrnoException e) {
      switch (e.errno()) {
        case ENOENT, ENOTDIR, ELOOP -> {
          // Gone, or something else by now.
        }
        case EMFILE, ENFILE, ENOMEM -> throw e;
        default -> visitor.unreadable(path, e);
      }
    }
  }

  @Override
  public void close() {
    way.forEach(level -> level.cursor().close());
  }
}
