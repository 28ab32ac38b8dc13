package dev.sluice.agent.store.listing;

import dev.sluice.agent.store.key.EntryName;
import java.util.Arrays;
import java.util.List;

/**
 * An entry of a directory with its place in the order. A file gives one, a directory two; see
 * {@link EntryKind}.
 */
public final class SortedEntry {
  private static final byte AFTER_SLASH = '/' + 1;

  private final SortKey key;

  private SortedEntry(byte[] bytes, EntryKind kind) {
    this.key = new SortKey(bytes, kind);
  }

  SortKey key() {
    return key;
  }

  /**
   * A file.
   *
   * @param rest the key behind the key prefix of its directory
   */
  public static List<SortedEntry> file(byte[] rest) {
    return List.of(new SortedEntry(rest, EntryKind.FILE));
  }

  /**
   * A directory.
   *
   * @param segment the segment of the key that it stands for
   */
  public static List<SortedEntry> directory(byte[] segment) {
    return List.of(
        new SortedEntry(segment, EntryKind.SELF),
        new SortedEntry(with(segment, (byte) '/'), EntryKind.TREE));
  }

  /**
   * The directory of a run of empty segments.
   *
   * @param slashes as many as there are empty segments
   */
  public static List<SortedEntry> run(byte[] slashes) {
    return List.of(
        new SortedEntry(slashes, EntryKind.RUN_LOW),
        new SortedEntry(with(slashes, AFTER_SLASH), EntryKind.RUN_HIGH));
  }

  /**
   * The sorted entries of a name in a directory.
   *
   * @param keyPrefix what all keys in the directory begin with: empty, or ending in a slash
   * @param name the name, read
   * @param directory whether it is a directory
   * @return one or two entries; none where no key can lie there. Chunks of long segments give none
   *     here: only their whole family says what they are
   */
  public static List<SortedEntry> of(byte[] keyPrefix, EntryName name, boolean directory) {
    boolean insideRun = endsInEmptySegment(keyPrefix);
    byte[] bytes = name.keyBytes();
    return switch (name.kind()) {
      case SEGMENT -> directory ? directory(bytes) : file(bytes);
      case RUN -> directory && !insideRun ? run(bytes) : List.of();
      case END ->
          directory || insideRun || keyPrefix.length + bytes.length == 0 ? List.of() : file(bytes);
      case CHUNK, LAST_CHUNK, SELF, STAGING, NO_KEY -> List.of();
    };
  }

  private static boolean endsInEmptySegment(byte[] keyPrefix) {
    int length = keyPrefix.length;
    return length > 0 && (length == 1 || keyPrefix[length - 2] == '/');
  }

  private static byte[] with(byte[] bytes, byte last) {
    byte[] longer = Arrays.copyOf(bytes, bytes.length + 1);
    longer[bytes.length] = last;
    return longer;
  }
}
