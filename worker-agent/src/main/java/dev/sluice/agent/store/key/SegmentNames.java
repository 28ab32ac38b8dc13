package dev.sluice.agent.store.key;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One non-empty segment of a key as the name of a file, or as several names where one cannot hold
 * it; and back.
 *
 * <p>Escaping writes {@code %25} for a percent sign and {@code %XX} for NUL and for each byte the
 * engine refuses. Everything else stands for itself, so that the names stay readable.
 */
final class SegmentNames {
  static final int MAX_NAME_BYTES = 255;
  static final int MAX_CHUNK_BYTES = 240;

  private static final byte[] DOT = {'.'};
  private static final byte[] DOT_DOT = {'.', '.'};
  private static final byte[] DOT_NAME = ascii(".%d");
  private static final byte[] DOT_DOT_NAME = ascii(".%dd");
  private static final byte[] ESCAPED = ascii(".%x");
  private static final byte[] CHUNK = ascii(".%l");
  private static final byte[] LAST_CHUNK = ascii(".%m");
  private static final byte[] HEX = ascii("0123456789ABCDEF");

  /** Of each ASCII byte, whether a name cannot hold it. */
  private final boolean[] refused = new boolean[128];

  /** Names that the engine has for itself. */
  private final List<byte[]> taken;

  SegmentNames(String refusedByEngine, List<byte[]> takenByEngine) {
    taken = takenByEngine;
    refused[0] = true;
    for (int at = 0; at < refusedByEngine.length(); at++) {
      char c = refusedByEngine.charAt(at);
      if (c >= 128 || Character.isLetterOrDigit(c) || "/.%".indexOf(c) >= 0) {
        throw new IllegalArgumentException(
            "refused byte: " + (int) c + " (expected: ASCII that escapes do not need)");
      }
      refused[c] = true;
    }
  }

  static byte[] ascii(String text) {
    return text.getBytes(StandardCharsets.US_ASCII);
  }

  /** Whether the bytes begin with the two that begin every name of Sluice's own. */
  static boolean isReserved(byte[] bytes, int from, int to) {
    return to - from >= 2 && bytes[from] == '.' && bytes[from + 1] == '%';
  }

  /** Whether the segment is its own name. */
  boolean isPlain(byte[] bytes, int from, int to) {
    int length = to - from;
    if (length == 0 || length > MAX_NAME_BYTES) {
      return false;
    }
    if (bytes[from] == '.'
        && (length == 1 || bytes[from + 1] == '%' || (length == 2 && bytes[from + 1] == '.'))) {
      return false;
    }
    return !holdsRefused(bytes, from, to) && !isTaken(bytes, from, to);
  }

  private boolean isTaken(byte[] bytes, int from, int to) {
    for (byte[] name : taken) {
      if (Arrays.equals(name, 0, name.length, bytes, from, to)) {
        return true;
      }
    }
    return false;
  }

  /** Whether that is so already because it is ASCII without a dot first, looked at once. */
  boolean isPlainAscii(byte[] bytes, int from, int to) {
    int length = to - from;
    if (length == 0 || length > MAX_NAME_BYTES || bytes[from] == '.') {
      return false;
    }
    for (int at = from; at < to; at++) {
      byte b = bytes[at];
      if (b < 0 || refused[b] || b == '/') {
        return false;
      }
    }
    return true;
  }

  boolean holdsRefused(byte[] bytes, int from, int to) {
    for (int at = from; at < to; at++) {
      if (bytes[at] >= 0 && refused[bytes[at]]) {
        return true;
      }
    }
    return false;
  }

  /** The names, outermost first, of a segment of valid UTF-8; one name but for long segments. */
  List<byte[]> encode(byte[] segment) {
    if (isPlain(segment, 0, segment.length)) {
      return List.of(segment);
    }
    if (Arrays.equals(segment, DOT)) {
      return List.of(DOT_NAME);
    }
    if (Arrays.equals(segment, DOT_DOT)) {
      return List.of(DOT_DOT_NAME);
    }
    boolean raw =
        !isReserved(segment, 0, segment.length)
            && !holdsRefused(segment, 0, segment.length)
            && !isTaken(segment, 0, segment.length);
    byte[] escaped = escape(segment);
    return !raw && ESCAPED.length + escaped.length <= MAX_NAME_BYTES
        ? List.of(concat(ESCAPED, escaped))
        : chunks(segment);
  }

  /**
   * Greedy, so that a segment has one long form only; cut between code points, so that names stay
   * valid UTF-8.
   */
  private List<byte[]> chunks(byte[] segment) {
    List<byte[]> names = new ArrayList<>();
    int from = 0;
    int encoded = 0;
    int at = 0;
    while (at < segment.length) {
      int length = Utf8.length(segment, at);
      int encodedLength = needsEscape(segment[at]) ? 3 : length;
      if (encoded + encodedLength > MAX_CHUNK_BYTES) {
        names.add(concat(CHUNK, escape(Arrays.copyOfRange(segment, from, at))));
        from = at;
        encoded = 0;
      }
      encoded += encodedLength;
      at += length;
    }
    names.add(concat(LAST_CHUNK, escape(Arrays.copyOfRange(segment, from, at))));
    return names;
  }

  /**
   * The meaning of a name under the reserved prefix for segments; null when it is of another kind.
   */
  @Nullable EntryName decodeReserved(byte[] name) {
    if (Arrays.equals(name, DOT_NAME)) {
      return new EntryName(EntryName.Kind.SEGMENT, DOT);
    }
    if (Arrays.equals(name, DOT_DOT_NAME)) {
      return new EntryName(EntryName.Kind.SEGMENT, DOT_DOT);
    }
    if (startsWith(name, ESCAPED)) {
      byte[] segment = unescape(name);
      return segment != null && Arrays.equals(encode(segment).getFirst(), name)
          ? new EntryName(EntryName.Kind.SEGMENT, segment)
          : EntryName.NO_KEY;
    }
    if (startsWith(name, CHUNK)) {
      return chunk(EntryName.Kind.CHUNK, name);
    }
    return startsWith(name, LAST_CHUNK) ? chunk(EntryName.Kind.LAST_CHUNK, name) : null;
  }

  private EntryName chunk(EntryName.Kind kind, byte[] name) {
    byte[] chunk = unescape(name);
    return chunk != null && name.length <= CHUNK.length + MAX_CHUNK_BYTES
        ? new EntryName(kind, chunk)
        : EntryName.NO_KEY;
  }

  private boolean needsEscape(byte b) {
    return b == '%' || (b >= 0 && refused[b]);
  }

  private byte[] escape(byte[] raw) {
    ByteArrayOutputStream escaped = new ByteArrayOutputStream(raw.length + 16);
    for (byte b : raw) {
      if (needsEscape(b)) {
        escaped.write('%');
        escaped.write(HEX[b >> 4]);
        escaped.write(HEX[b & 0xF]);
      } else {
        escaped.write(b);
      }
    }
    return escaped.toByteArray();
  }

  /**
   * The raw bytes of what follows a three-byte prefix; null when that is empty, not canonical or
   * not UTF-8.
   */
  private byte @Nullable [] unescape(byte[] name) {
    ByteArrayOutputStream raw = new ByteArrayOutputStream(name.length);
    int at = ESCAPED.length;
    while (at < name.length) {
      if (name[at] != '%') {
        raw.write(name[at++]);
        continue;
      }
      if (at + 2 >= name.length) {
        return null;
      }
      int high = Character.digit(name[at + 1], 16);
      int low = Character.digit(name[at + 2], 16);
      if (high < 0 || low < 0) {
        return null;
      }
      raw.write(high << 4 | low);
      at += 3;
    }
    byte[] bytes = raw.toByteArray();
    byte[] escaped = escape(bytes);
    boolean canonical =
        bytes.length > 0
            && Utf8.isValid(bytes, 0, bytes.length)
            && Arrays.equals(escaped, 0, escaped.length, name, ESCAPED.length, name.length);
    return canonical ? bytes : null;
  }

  private static boolean startsWith(byte[] bytes, byte[] prefix) {
    return bytes.length >= prefix.length
        && Arrays.equals(bytes, 0, prefix.length, prefix, 0, prefix.length);
  }

  private static byte[] concat(byte[] left, byte[] right) {
    byte[] both = Arrays.copyOf(left, left.length + right.length);
    System.arraycopy(right, 0, both, left.length, right.length);
    return both;
  }
}
