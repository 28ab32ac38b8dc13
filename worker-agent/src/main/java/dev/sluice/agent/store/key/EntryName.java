package dev.sluice.agent.store.key;

import java.nio.charset.StandardCharsets;

/**
 * The meaning of one name inside a bucket for the keys at it or below it.
 *
 * <p>A name alone is not a key: whether its place in the path is right (a run as the last name, a
 * chunk without the rest of its family) only the whole path shows, see {@link KeyPath#decode}.
 */
public final class EntryName {
  /** The kinds of names; every name is exactly one of them. */
  public enum Kind {
    /**
     * A whole segment of a key, plain or escaped: a file is an object, a directory holds keys below
     * it.
     */
    SEGMENT(true, true),
    /** A run of empty segments that more segments follow. */
    RUN(false, true),
    /** A run of empty segments that ends the key. */
    END(true, false),
    /** A chunk of a segment too long for one name; more chunks lie below it. */
    CHUNK(false, true),
    /** The last chunk of a segment too long for one name. */
    LAST_CHUNK(true, true),
    /** The home of an object whose plain home is the directory that this name lies in. */
    SELF(true, false),
    /** The directory, at the top of a bucket only, that belongs to Sluice and holds no keys. */
    STAGING(false, false),
    /**
     * A name that maps to no key: invalid UTF-8, a forged escape, or a byte that the engine
     * refuses.
     */
    NO_KEY(false, false);

    private final boolean file;
    private final boolean directory;

    Kind(boolean file, boolean directory) {
      this.file = file;
      this.directory = directory;
    }

    /** Whether a file of such a name can be an object. */
    public boolean canBeFile() {
      return file;
    }

    /** Whether keys can lie below a directory of such a name. */
    public boolean canBeDirectory() {
      return directory;
    }
  }

  private static final byte[] NOTHING = {};

  static final EntryName SELF = new EntryName(Kind.SELF, NOTHING);
  static final EntryName STAGING = new EntryName(Kind.STAGING, NOTHING);
  static final EntryName NO_KEY = new EntryName(Kind.NO_KEY, NOTHING);

  private final Kind kind;
  private final byte[] keyBytes;

  EntryName(Kind kind, byte[] keyBytes) {
    this.kind = kind;
    this.keyBytes = keyBytes;
  }

  public Kind kind() {
    return kind;
  }

  /**
   * The bytes that this name adds to the key: a segment's own bytes, a chunk's part of them, the
   * slashes of a run. The array is the name's own and must not be changed.
   *
   * <p>The slash between a segment and what lies below it is not among them. So below the key
   * prefix {@code p/}: a segment {@code s} is the key {@code p/s} and the prefix {@code p/s/}; a
   * run of n is the prefix {@code p/} + n slashes; an end of n is the key {@code p/} + (n - 1)
   * slashes.
   */
  public byte[] keyBytes() {
    return keyBytes;
  }

  @Override
  public String toString() {
    return kind + "(" + new String(keyBytes, StandardCharsets.UTF_8) + ")";
  }
}
