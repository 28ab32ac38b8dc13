package dev.sluice.agent.store.local.posix;

import java.util.ArrayDeque;
import java.util.Deque;

/**
 * Looks for an entry of a certain kind in a directory and in all below it.
 *
 * <p>A bucket may hold a tree of any depth, so the way down is kept on the heap and not on the
 * thread's stack, with one descriptor for each level.
 */
public final class TreeSearch {
  private final Posix posix;
  private final Question question;
  private final Deque<DirectoryCursor> way = new ArrayDeque<>();

  /** The verdict of a search on an entry. */
  public enum Verdict {
    FOUND,
    /** A directory, to be looked into. */
    ENTER,
    PASS
  }

  /** Tells what is searched for. */
  @FunctionalInterface
  public interface Question {
    /**
     * The verdict on an entry.
     *
     * @param depth how many directories lie between it and the one the search began in
     */
    Verdict about(byte[] name, FileType type, int depth);
  }

  /** The meaning of an unreadable directory for the search. */
  public enum Closed {
    /** It counts as one that holds what is searched for, since that cannot be excluded. */
    COUNTS,
    FAILS
  }

  private TreeSearch(Posix posix, Question question) {
    this.posix = posix;
    this.question = question;
  }

  /**
   * Whether there is such an entry. What vanishes meanwhile counts as absent.
   *
   * @param top stays the caller's
   */
  public static boolean finds(Posix posix, Descriptor top, Question question, Closed closed)
      throws ErrnoException {
    return finds(posix, () -> DirectoryCursor.open(posix, top), question, closed);
  }

  /**
   * The same of a directory that was opened for the search alone, which takes it over: a call less.
   */
  public static boolean findsIn(Posix posix, Descriptor top, Question question, Closed closed)
      throws ErrnoException {
    return finds(posix, () -> DirectoryCursor.over(posix, top), question, closed);
  }

  private static boolean finds(
      Posix posix, ErrnoCall<DirectoryCursor> top, Question question, Closed closed)
      throws ErrnoException {
    TreeSearch search = new TreeSearch(posix, question);
    try {
      return search.enter(top.run()) || search.goOn();
    } catch (ErrnoException e) {
      if (closed == Closed.COUNTS && e.is(Errno.EACCES)) {
        return true;
      }
      throw e;
    } finally {
      search.way.forEach(DirectoryCursor::close);
    }
  }

  private boolean goOn() throws ErrnoException {
    while (!way.isEmpty()) {
      DirectoryCursor here = way.getLast();
      if (!here.next()) {
        way.removeLast().close();
      } else if (verdict(here, way.size() - 1) == Verdict.ENTER && enterBelow(here)) {
        return true;
      }
    }
    return false;
  }

  private boolean enterBelow(DirectoryCursor here) throws ErrnoException {
    try {
      return enter(DirectoryCursor.over(posix, posix.openDirectory(here.directory(), here.name())));
    } catch (ErrnoException e) {
      if (e.isGone()) {
        return false;
      }
      throw e;
    }
  }

  /** Looks at all of a directory before anything below it; true where that ends the search. */
  private boolean enter(DirectoryCursor top) throws ErrnoException {
    boolean goesOn = false;
    try (DirectoryCursor cursor = top) {
      while (cursor.next()) {
        switch (verdict(cursor, way.size())) {
          case FOUND -> {
            return true;
          }
          case ENTER -> goesOn = true;
          case PASS -> {}
        }
      }
      if (goesOn) {
        way.addLast(DirectoryCursor.open(posix, cursor.directory()));
      }
    }
    return false;
  }

  private Verdict verdict(DirectoryCursor cursor, int depth) throws ErrnoException {
    FileType type = Tree.typeOf(posix, cursor);
    if (type == FileType.UNKNOWN) {
      return Verdict.PASS;
    }
    return question.about(cursor.name(), type, depth);
  }
}
