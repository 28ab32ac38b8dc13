package dev.sluice.engine.hdfs;

import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Deque;
import java.util.Iterator;
import java.util.NoSuchElementException;
import java.util.PriorityQueue;
import org.apache.hadoop.hdfs.protocol.DirectoryListing;
import org.apache.hadoop.hdfs.protocol.HdfsFileStatus;
import org.jspecify.annotations.Nullable;

/**
 * The entries of a directory from a name on, in the order of the bytes of their names, read page by
 * page. HDFS takes bytes for signed numbers: of names that begin alike it lists those first that go
 * on with a character beyond ASCII, the <i>late</i> ones, which have to come last. Few of them are
 * kept until then; many are skipped, and read when it is their turn.
 */
final class HdfsNames implements Iterator<HdfsFileStatus> {
  /** Greater than every byte of a name and less than ASCII, as HDFS compares. */
  private static final byte AFTER_LATE = (byte) 0xFF;

  /** Not greater than the first byte of a character beyond ASCII. */
  private static final byte BEFORE_LATE = (byte) 0x80;

  private final HdfsClient client;
  private final String path;

  /** Ranges under way, the innermost first. */
  private final Deque<Range> ranges = new ArrayDeque<>();

  private final PriorityQueue<Late> late = new PriorityQueue<>();
  private @Nullable HdfsFileStatus upcoming;

  /**
   * An entry, or a range of them, that comes later than HDFS lists it.
   *
   * @param place of the name; of a range the place before all its names
   * @param entry null: the late names behind the place without its last byte
   */
  @SuppressWarnings("ArrayRecordComponent") // compared by the order alone
  private record Late(byte[] place, @Nullable HdfsFileStatus entry) implements Comparable<Late> {
    @Override
    public int compareTo(Late other) {
      return Arrays.compareUnsigned(place, other.place);
    }
  }

  /**
   * Entries.
   *
   * @param from the first name; need not be one
   */
  HdfsNames(HdfsClient client, String path, byte[] from) {
    this.client = client;
    this.path = path;
    begin(from);
    upcoming = find();
  }

  static boolean startsWith(byte[] name, byte[] prefix) {
    return name.length >= prefix.length
        && Arrays.equals(name, 0, prefix.length, prefix, 0, prefix.length);
  }

  /** Whether a byte begins a character beyond ASCII. */
  private static boolean isLate(byte b) {
    return (b & 0xC0) == 0xC0;
  }

  /** Whether a name begins so and goes on with a character beyond ASCII. */
  private static boolean isLate(byte[] name, byte[] prefix) {
    return name.length > prefix.length && isLate(name[prefix.length]) && startsWith(name, prefix);
  }

  private static byte[] with(byte[] prefix, byte last) {
    byte[] longer = Arrays.copyOf(prefix, prefix.length + 1);
    longer[prefix.length] = last;
    return longer;
  }

  // ---- The beginning ----

  /**
   * Of names that begin as the first one does up to a character beyond ASCII, those that go on with
   * ASCII come before it, and behind it in HDFS: they are skipped.
   */
  private void begin(byte[] from) {
    byte[] prefix = {};
    boolean ofLate = false;
    for (int at = 0; at < from.length; at++) {
      if (isLate(from[at])) {
        byte[] longer = Arrays.copyOf(from, at);
        ranges.push(new Range(prefix, ofLate, HdfsDirectory.afterAll(longer)));
        prefix = longer;
        ofLate = true;
      }
    }
    ranges.push(new Range(prefix, ofLate, HdfsDirectory.before(from)));
    deferBefore(from);
  }

  /**
   * Finds late names before the first one as HDFS lists them. They lie right behind each prefix of
   * it; one page tells of all prefixes that it reaches to.
   */
  private void deferBefore(byte[] from) {
    DirectoryListing page = null;
    for (int at = 0; at < from.length; at++) {
      if (from[at] < 0) {
        continue;
      }
      byte[] prefix = Arrays.copyOf(from, at);
      if (page == null
          || (page.hasMore()
              && Arrays.compare(with(prefix, BEFORE_LATE), page.getLastName()) >= 0)) {
        page = client.list(path, prefix);
        if (page == null) {
          return;
        }
      }
      defer(prefix, page);
    }
  }

  private void defer(byte[] prefix, DirectoryListing page) {
    HdfsFileStatus[] entries = page.getPartialListing();
    int last = entries.length - 1;
    if (page.hasMore() && last >= 0 && isLate(entries[last].getLocalNameInBytes(), prefix)) {
      late.add(new Late(with(prefix, BEFORE_LATE), null));
      return;
    }
    for (HdfsFileStatus entry : entries) {
      byte[] name = entry.getLocalNameInBytes();
      if (isLate(name, prefix)) {
        late.add(new Late(name, entry));
      }
    }
  }

  // ---- What follows ----

  private @Nullable HdfsFileStatus find() {
    while (true) {
      Range range = ranges.peek();
      HdfsFileStatus next = range == null ? null : range.peek();
      if (range != null && next == null) {
        ranges.pop();
        continue;
      }
      if (range != null && next != null && range.defersLate(next)) {
        continue;
      }
      Late first = late.peek();
      if (first == null
          || (next != null
              && Arrays.compareUnsigned(first.place(), next.getLocalNameInBytes()) > 0)) {
        if (range != null) {
          range.take();
        }
        return next;
      }
      late.remove();
      if (first.entry() != null) {
        return first.entry();
      }
      byte[] prefix = Arrays.copyOf(first.place(), first.place().length - 1);
      ranges.push(new Range(prefix, true, prefix));
    }
  }

  @Override
  public boolean hasNext() {
    return upcoming != null;
  }

  @Override
  public HdfsFileStatus next() {
    HdfsFileStatus given = upcoming;
    if (given == null) {
      throw new NoSuchElementException();
    }
    upcoming = find();
    return given;
  }

  /** A run of names as HDFS lists them. */
  private final class Range {
    private final byte[] prefix;
    private final boolean ofLate;
    private byte[] after;
    private @Nullable DirectoryListing page;
    private int index;
    private boolean ended;

    /**
     * A run; read when it is asked for.
     *
     * @param prefix of all names
     * @param ofLate whether only the late ones behind the prefix are meant
     * @param after the place behind which it begins
     */
    Range(byte[] prefix, boolean ofLate, byte[] after) {
      this.prefix = prefix;
      this.ofLate = ofLate;
      this.after = after;
    }

    /** The next entry, which stays the next; null where none follows. */
    @Nullable HdfsFileStatus peek() {
      while (!ended && (page == null || index >= page.getPartialListing().length)) {
        if (page != null && !page.hasMore()) {
          ended = true;
        } else {
          page = client.list(path, page == null ? after : page.getLastName());
          index = 0;
          ended = page == null || page.getPartialListing().length == 0;
        }
      }
      if (ended || page == null) {
        return null;
      }
      HdfsFileStatus entry = page.getPartialListing()[index];
      byte[] name = entry.getLocalNameInBytes();
      boolean mine = ofLate ? isLate(name, prefix) : startsWith(name, prefix);
      return mine ? entry : null;
    }

    void take() {
      index++;
    }

    /** Puts late names off, if this is one; those of the range itself have their turn. */
    boolean defersLate(HdfsFileStatus next) {
      byte[] name = next.getLocalNameInBytes();
      for (int at = ofLate ? prefix.length + 1 : 0; at < name.length; at++) {
        if (isLate(name[at])) {
          defer(Arrays.copyOf(name, at));
          return true;
        }
      }
      return false;
    }

    private void defer(byte[] inner) {
      DirectoryListing listing = page;
      if (listing == null) {
        return;
      }
      HdfsFileStatus[] entries = listing.getPartialListing();
      int end = index;
      while (end < entries.length && isLate(entries[end].getLocalNameInBytes(), inner)) {
        end++;
      }
      if (end == entries.length && listing.hasMore()) {
        late.add(new Late(with(inner, BEFORE_LATE), null));
        after = with(inner, AFTER_LATE);
        page = null;
        index = 0;
        return;
      }
      for (HdfsFileStatus entry : Arrays.asList(entries).subList(index, end)) {
        late.add(new Late(entry.getLocalNameInBytes(), entry));
      }
      index = end;
    }
  }
}
