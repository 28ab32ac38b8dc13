package dev.sluice.agent.store.listing;

import dev.sluice.agent.store.engine.listing.Effort;
import dev.sluice.agent.store.engine.listing.ListScan;
import dev.sluice.agent.store.engine.listing.ListedEntry;
import dev.sluice.agent.store.engine.object.StoredObject;
import dev.sluice.common.model.Cancellation;
import dev.sluice.common.model.ObjectKey;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Deque;
import java.util.Iterator;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One listing: goes down the directories in the order of the keys, beginning at the directory that
 * holds the prefix and at the entry that holds the lower bound, and stops when the page is full.
 */
public final class KeyWalk {
  private final DirectoryTree tree;
  private final byte[] prefix;
  private final byte[] lower;
  private final byte @Nullable [] upper;
  private final boolean rollUp;
  private final int limit;
  private final Cancellation cancellation;
  private final Effort effort;
  private final List<ListedEntry> page = new ArrayList<>();
  private final Deque<Frame> frames = new ArrayDeque<>();
  private byte @Nullable [] lastRolledUp;

  @SuppressWarnings("ArrayRecordComponent") // never compared
  private record Frame(
      byte[] keyPrefix,
      DirectoryTree.Directory directory,
      Iterator<SortKey> entries,
      byte @Nullable [] end) {}

  private KeyWalk(DirectoryTree tree, ListScan scan) {
    this.tree = tree;
    this.prefix = scan.prefix();
    this.lower = KeyBytes.max(scan.prefix(), scan.from());
    this.upper = KeyBytes.afterAll(scan.prefix());
    this.rollUp = scan.rollUp();
    this.limit = scan.limit();
    this.cancellation = scan.cancellation();
    this.effort = scan.effort();
  }

  /** The keys that the scan asks for. */
  public static List<ListedEntry> list(DirectoryTree tree, ListScan scan) {
    KeyWalk walk = new KeyWalk(tree, scan);
    try {
      walk.run();
      return walk.page;
    } finally {
      walk.frames.forEach(frame -> frame.directory().close());
    }
  }

  private void run() {
    enter(KeyBytes.directoryOf(prefix), KeyBytes.NONE, null);
    while (page.size() < limit && !frames.isEmpty()) {
      Frame frame = frames.getLast();
      SortKey entry = frame.entries().hasNext() ? frame.entries().next() : null;
      if (entry == null || isAtOrAfter(entry.bytes(), frame.end())) {
        frames.removeLast().directory().close();
        continue;
      }
      effort.spend();
      byte[] bytes = KeyBytes.concat(frame.keyPrefix(), entry.bytes());
      if (isAtOrAfter(bytes, upper)) {
        return;
      }
      if (entry.kind().isSubtree()) {
        visitSubtree(frame, entry);
      } else if (Arrays.compareUnsigned(bytes, lower) >= 0) {
        visitKey(frame, entry.kind(), bytes);
      }
    }
  }

  private void visitKey(Frame frame, EntryKind kind, byte[] key) {
    byte[] rolledUp = rolledUp(key);
    if (key.length > ObjectKey.MAX_BYTES || isLastRolledUp(rolledUp)) {
      return;
    }
    StoredObject object = frame.directory().object(key, kind);
    if (object == null) {
      return;
    }
    if (rolledUp != null) {
      add(rolledUp);
    } else {
      page.add(new ListedEntry.Key(ObjectKey.ofUtf8(key), object));
    }
  }

  private void visitSubtree(Frame frame, SortKey entry) {
    byte[] name = entry.bytes();
    byte[] keyPrefix =
        KeyBytes.concat(
            frame.keyPrefix(),
            entry.kind() == EntryKind.RUN_HIGH ? Arrays.copyOf(name, name.length - 1) : name);
    byte[] rolledUp = rolledUp(keyPrefix);
    if (rolledUp == null) {
      switch (entry.kind()) {
        case RUN_LOW -> enter(keyPrefix, KeyBytes.NONE, KeyBytes.SLASH);
        case RUN_HIGH -> enter(keyPrefix, KeyBytes.AFTER_SLASH, null);
        case TREE, FILE, SELF -> enter(keyPrefix, KeyBytes.NONE, null);
      }
    } else if (!isLastRolledUp(rolledUp)
        && canHoldKeys(keyPrefix)
        && holdsKeys(keyPrefix, rolledUp)) {
      add(rolledUp);
    }
  }

  /**
   * Whether a directory's own prefix leaves room for a key; the longest one only if it is that key.
   */
  private static boolean canHoldKeys(byte[] keyPrefix) {
    int length = keyPrefix.length;
    return length < ObjectKey.MAX_BYTES
        || (length == ObjectKey.MAX_BYTES && keyPrefix[length - 2] != '/');
  }

  private boolean holdsKeys(byte[] keyPrefix, byte[] rolledUp) {
    if (Arrays.compareUnsigned(lower, keyPrefix) <= 0) {
      return tree.holdsKeys(keyPrefix);
    }
    try {
      return !list(tree, new ListScan(rolledUp, lower, false, 1, cancellation, effort)).isEmpty();
    } catch (ClosedDirectoryException e) {
      return true;
    }
  }

  private void add(byte[] rolledUp) {
    lastRolledUp = rolledUp;
    page.add(new ListedEntry.Directory(new String(rolledUp, StandardCharsets.UTF_8)));
  }

  /** The common prefix of a key or key prefix; null where it is listed as itself. */
  private byte @Nullable [] rolledUp(byte[] bytes) {
    if (rollUp) {
      for (int at = prefix.length; at < bytes.length; at++) {
        if (bytes[at] == '/') {
          return Arrays.copyOf(bytes, at + 1);
        }
      }
    }
    return null;
  }

  private boolean isLastRolledUp(byte @Nullable [] rolledUp) {
    return rolledUp != null && Arrays.equals(rolledUp, lastRolledUp);
  }

  /**
   * Goes into a directory.
   *
   * @param from entries before it are left out
   * @param end entries at or after it are left out; null: none are
   */
  private void enter(byte[] keyPrefix, byte[] from, byte @Nullable [] end) {
    if (!canHoldKeys(keyPrefix)) {
      return;
    }
    cancellation.check();
    DirectoryTree.Directory directory = tree.open(keyPrefix);
    if (directory != null) {
      boolean entered = false;
      try {
        Iterator<SortKey> entries = entriesFrom(directory.entries(), keyPrefix, from);
        frames.addLast(new Frame(keyPrefix, directory, entries, end));
        entered = true;
      } finally {
        if (!entered) {
          directory.close();
        }
      }
    }
  }

  private Iterator<SortKey> entriesFrom(OrderedEntries entries, byte[] keyPrefix, byte[] from) {
    SortKey start = new SortKey(from, EntryKind.FILE);
    if (KeyBytes.startsWith(lower, keyPrefix)) {
      byte[] rest = Arrays.copyOfRange(lower, keyPrefix.length, lower.length);
      SortKey seek = seek(entries, rest);
      start = seek.compareTo(start) > 0 ? seek : start;
    }
    return entries.from(start);
  }

  /**
   * The first entry that may hold a key at or after the bound: the bound's own place, or the
   * subtree that it lies in.
   */
  private static SortKey seek(OrderedEntries entries, byte[] bound) {
    SortKey place = new SortKey(bound, EntryKind.FILE);
    int slashes = KeyBytes.leadingSlashes(bound);
    SortKey around;
    if (slashes == 0) {
      int slash = KeyBytes.indexOfSlash(bound);
      if (slash < 0) {
        return place;
      }
      around = new SortKey(Arrays.copyOf(bound, slash + 1), EntryKind.TREE);
    } else if (slashes == bound.length) {
      return place;
    } else {
      byte[] run = Arrays.copyOf(bound, slashes);
      around =
          Byte.toUnsignedInt(bound[slashes]) < '/'
              ? new SortKey(run, EntryKind.RUN_LOW)
              : new SortKey(KeyBytes.concat(run, KeyBytes.AFTER_SLASH), EntryKind.RUN_HIGH);
    }
    return entries.contains(around) && around.compareTo(place) < 0 ? around : place;
  }

  private static boolean isAtOrAfter(byte[] bytes, byte @Nullable [] bound) {
    return bound != null && Arrays.compareUnsigned(bytes, bound) >= 0;
  }
}
