package dev.sluice.agent.store.key;

import dev.sluice.common.model.ObjectKey;
import java.io.ByteArrayOutputStream;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The bijection between keys and relative paths inside a bucket, on bytes: a key is 1 to 1,024
 * bytes of UTF-8.
 *
 * <p>A segment that is a fine file name maps to itself. What cannot be a name is escaped under the
 * reserved prefix {@code .%}:
 *
 * <table>
 *   <caption>Segments and their names</caption>
 *   <tr><td>{@code .} and {@code ..}</td><td>{@code .%d} and {@code .%dd}</td></tr>
 *   <tr><td>n empty segments with more behind them</td><td>one directory {@code .%n}: {@code a//b} is {@code a/.%1/b}</td></tr>
 *   <tr><td>n empty segments at the key's end</td><td>one file {@code .%endn}: {@code a/} is {@code a/.%end1}</td></tr>
 *   <tr><td>begins with {@code .%}, holds NUL or a byte that the engine refuses, or is a name of its
 *       own</td><td>{@code .%x} + the escaped segment</td></tr>
 *   <tr><td>does not fit 255 bytes</td><td>directories {@code .%l} + chunk, at last {@code .%m} + chunk</td></tr>
 * </table>
 *
 * <p>The object {@code a} lives at {@code a}, or at {@code a/.%self} once {@code a} is a directory.
 * Every name has at most 255 bytes, every path fewer than 4,096 (a run of one is four bytes with
 * its slash, so that even alternating NUL and {@code //} stays below). No path is absolute or holds
 * an empty, {@code .} or {@code ..} name: it cannot leave the bucket.
 */
public final class KeyPath {
  /** The longest name of a file, in bytes. */
  public static final int MAX_NAME_BYTES = SegmentNames.MAX_NAME_BYTES;

  /** The longest path that a key maps to, in bytes; Linux takes no longer ones. */
  public static final int MAX_PATH_BYTES = 4095;

  /** For engines that take every byte but NUL and the slash in a name. */
  public static final KeyPath POSIX = new KeyPath("", List.of());

  private static final byte[] SELF = SegmentNames.ascii(".%self");
  private static final byte[] STAGING = SegmentNames.ascii(".%staging");
  private static final String PREFIX = ".%";
  private static final String END = ".%end";

  private final SegmentNames segments;

  private KeyPath(String refused, List<byte[]> taken) {
    this.segments = new SegmentNames(refused, taken);
  }

  /**
   * For engines that refuse more bytes than NUL and the slash.
   *
   * @param refused the refused ASCII characters, letters, digits, {@code .} and {@code %} excepted;
   *     {@code ":"} on HDFS
   * @param taken names that begin with a dot; {@code .snapshot} on HDFS
   */
  public static KeyPath refusing(String refused, String... taken) {
    for (String name : taken) {
      if (!name.startsWith(".")) {
        throw new IllegalArgumentException("taken name: " + name + " (expected: a dot first)");
      }
    }
    return new KeyPath(refused, Stream.of(taken).map(SegmentNames::ascii).toList());
  }

  /** The path of the key's plain home. */
  public byte[] encode(ObjectKey key) {
    return encode(key.utf8());
  }

  /**
   * The path of the key's plain home.
   *
   * @param key a legal key; that it is UTF-8 is not checked again
   * @return the path; where every segment is plain, the very array of the key
   */
  public byte[] encode(byte[] key) {
    if (key.length == 0 || key.length > ObjectKey.MAX_BYTES) {
      throw new IllegalArgumentException(
          "key bytes: " + key.length + " (expected: 1.." + ObjectKey.MAX_BYTES + ")");
    }
    return isPlain(key) ? key : encodeSegments(key);
  }

  private boolean isPlain(byte[] key) {
    int from = 0;
    for (int at = 0; at <= key.length; at++) {
      if (at == key.length || key[at] == '/') {
        if (!segments.isPlain(key, from, at)) {
          return false;
        }
        from = at + 1;
      }
    }
    return true;
  }

  private byte[] encodeSegments(byte[] key) {
    ByteArrayOutputStream path = new ByteArrayOutputStream(key.length + 64);
    int at = 0;
    while (true) {
      int end = endOfSlashes(key, at);
      if (end == key.length) {
        // n slashes end n empty segments, and one more lies behind the last of them.
        path.writeBytes(SegmentNames.ascii(END + (end - at + 1)));
        return path.toByteArray();
      }
      if (end > at) {
        path.writeBytes(SegmentNames.ascii(PREFIX + (end - at) + "/"));
      }
      int next = endOfSegment(key, end);
      appendNames(path, segments.encode(Arrays.copyOfRange(key, end, next)));
      if (next == key.length) {
        return path.toByteArray();
      }
      path.write('/');
      at = next + 1;
    }
  }

  private static void appendNames(ByteArrayOutputStream path, List<byte[]> names) {
    path.writeBytes(names.getFirst());
    for (byte[] name : names.subList(1, names.size())) {
      path.write('/');
      path.writeBytes(name);
    }
  }

  private static int endOfSlashes(byte[] key, int from) {
    int at = from;
    while (at < key.length && key[at] == '/') {
      at++;
    }
    return at;
  }

  private static int endOfSegment(byte[] path, int from) {
    int at = from;
    while (at < path.length && path[at] != '/') {
      at++;
    }
    return at;
  }

  /**
   * Path of the directory that keys with a prefix lie in: that of one of them without its last
   * name.
   *
   * @param keyPrefix empty, or ending in a slash
   */
  public byte[] encodeDirectory(byte[] keyPrefix) {
    if (keyPrefix.length == 0) {
      return keyPrefix;
    }
    if (keyPrefix.length == ObjectKey.MAX_BYTES) {
      // No key is longer, so the only one in there is the prefix itself.
      byte[] path = encode(keyPrefix);
      int end = path.length;
      while (end > 0 && path[end - 1] != '/') {
        end--;
      }
      return Arrays.copyOf(path, Math.max(0, end - 1));
    }
    byte[] key = Arrays.copyOf(keyPrefix, keyPrefix.length + 1);
    key[keyPrefix.length] = 'x';
    byte[] path = encode(key);
    return Arrays.copyOf(path, path.length - 2);
  }

  /**
   * The names, outermost first, of one non-empty segment of a key; several only where one cannot
   * hold it.
   */
  public List<byte[]> encodeSegment(byte[] segment) {
    return segments.encode(segment);
  }

  /**
   * The segment of a key that these names, outermost first, stand for: the way back from {@link
   * #encodeSegment}.
   *
   * @return the segment, or null when no segment has exactly these names
   */
  public byte @Nullable [] decodeSegment(List<byte[]> names) {
    ByteArrayOutputStream joined = new ByteArrayOutputStream();
    for (byte[] name : names) {
      EntryName entry = entry(name);
      switch (entry.kind()) {
        case SEGMENT, CHUNK, LAST_CHUNK -> joined.writeBytes(entry.keyBytes());
        case RUN, END, SELF, STAGING, NO_KEY -> {
          return null;
        }
      }
    }
    byte[] segment = joined.toByteArray();
    return segment.length > 0
            && Arrays.deepEquals(encodeSegment(segment).toArray(), names.toArray())
        ? segment
        : null;
  }

  /**
   * The home of an object whose plain home {@code path} is a directory. A key that ends in a slash
   * never needs it.
   */
  public static byte[] selfHome(byte[] path) {
    byte[] home = Arrays.copyOf(path, path.length + 1 + SELF.length);
    home[path.length] = '/';
    System.arraycopy(SELF, 0, home, path.length + 1, SELF.length);
    return home;
  }

  /** The name, inside the directory that is its plain home, of an object. */
  public static byte[] selfName() {
    return SELF.clone();
  }

  /** The name of Sluice's own directory at the top of a bucket that is a file system of its own. */
  public static byte[] stagingName() {
    return STAGING.clone();
  }

  /**
   * The key whose home, plain or {@linkplain #selfHome self}, the path is.
   *
   * @param path a relative path of a file inside a bucket, any bytes
   * @return the key, or null when no key maps to this path
   */
  public byte @Nullable [] decode(byte[] path) {
    if (path.length > MAX_PATH_BYTES) {
      return null;
    }
    KeyAssembly key = new KeyAssembly();
    int from = 0;
    while (from <= path.length) {
      int end = endOfSegment(path, from);
      if (!key.add(entry(Arrays.copyOfRange(path, from, end)))) {
        return null;
      }
      from = end + 1;
    }
    // What is left to check (the place of runs, ends and chunks, one long form only) is whether it
    // maps back.
    byte[] bytes = key.bytes();
    if (bytes.length == 0 || bytes.length > ObjectKey.MAX_BYTES) {
      return null;
    }
    byte[] home = key.endsInSelf() ? selfHome(encode(bytes)) : encode(bytes);
    return Arrays.equals(home, path) ? bytes : null;
  }

  /**
   * The meaning of one name inside a bucket, whatever directory it lies in.
   *
   * @param name any bytes
   */
  public EntryName entry(byte[] name) {
    if (SegmentNames.isReserved(name, 0, name.length)) {
      return reserved(name);
    }
    return isPlainName(name, 0, name.length)
        ? new EntryName(EntryName.Kind.SEGMENT, name)
        : EntryName.NO_KEY;
  }

  /**
   * Whether the name is a segment that stands for itself: the quick answer for nearly every entry
   * of a directory, without an object made.
   */
  public boolean isPlainName(byte[] bytes, int from, int to) {
    if (segments.isPlainAscii(bytes, from, to)) {
      return true;
    }
    return segments.isPlain(bytes, from, to)
        && endOfSegment(bytes, from) >= to
        && Utf8.isValid(bytes, from, to);
  }

  private EntryName reserved(byte[] name) {
    if (Arrays.equals(name, SELF)) {
      return EntryName.SELF;
    }
    if (Arrays.equals(name, STAGING)) {
      return EntryName.STAGING;
    }
    EntryName segment = segments.decodeReserved(name);
    if (segment != null) {
      return segment;
    }
    int end = number(name, END);
    if (end > 0) {
      return new EntryName(EntryName.Kind.END, slashes(end - 1));
    }
    int run = number(name, PREFIX);
    return run > 0 ? new EntryName(EntryName.Kind.RUN, slashes(run)) : EntryName.NO_KEY;
  }

  /**
   * The canonical decimal number behind the prefix, 1 to the longest run a key can hold; 0 when
   * there is none.
   */
  private static int number(byte[] name, String prefix) {
    int value = 0;
    for (int at = prefix.length(); at < name.length && value <= ObjectKey.MAX_BYTES; at++) {
      int digit = name[at] - '0';
      if (digit < 0 || digit > 9) {
        return 0;
      }
      value = value * 10 + digit;
    }
    boolean canonical =
        value <= ObjectKey.MAX_BYTES + 1 && Arrays.equals(name, SegmentNames.ascii(prefix + value));
    return canonical ? value : 0;
  }

  private static byte[] slashes(int count) {
    byte[] slashes = new byte[count];
    Arrays.fill(slashes, (byte) '/');
    return slashes;
  }
}
