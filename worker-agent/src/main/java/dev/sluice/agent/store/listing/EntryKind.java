package dev.sluice.agent.store.listing;

/**
 * The content of a directory's entry, in the order in which entries with equal sort keys are
 * visited.
 *
 * <p>Keys compare by their bytes, and a directory stands for keys that go on with a {@code /}. So
 * one directory gives two entries far apart: {@code a} (the object that moved into it) and {@code
 * a/} (all that lies under it), with {@code a-b} between them. A run of n empty segments gives two
 * as well: keys that go on below {@code /} sort before those of longer runs, keys above it after
 * them.
 */
public enum EntryKind {
  /** A file. Its sort key is the rest of the key. */
  FILE(0),
  /** The object of a name that is a directory, if there is one. Its sort key is the name. */
  SELF(1),
  /** The keys under a directory. Its sort key is the name and a slash. */
  TREE(2),
  /** Keys of a run of n empty segments that go on below the slash. Its sort key is n slashes. */
  RUN_LOW(3),
  /**
   * Keys of the same run that go on above the slash. Its sort key is n slashes and the byte after
   * the slash.
   */
  RUN_HIGH(4);

  private static final EntryKind[] BY_CODE = {FILE, SELF, TREE, RUN_LOW, RUN_HIGH};

  private final byte code;

  EntryKind(int code) {
    this.code = (byte) code;
  }

  static EntryKind of(byte code) {
    return BY_CODE[code];
  }

  /** The kind in a packed table; in the order of the kinds. */
  byte code() {
    return code;
  }

  boolean isSubtree() {
    return switch (this) {
      case FILE, SELF -> false;
      case TREE, RUN_LOW, RUN_HIGH -> true;
    };
  }
}
