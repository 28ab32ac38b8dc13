package dev.sluice.engine.hdfs;

import dev.sluice.agent.store.engine.listing.Effort;
import dev.sluice.agent.store.listing.DirectoryEntries;
import dev.sluice.agent.store.listing.DirectoryReading;
import dev.sluice.agent.store.listing.DirectorySnapshot;
import dev.sluice.agent.store.listing.EntryKind;
import dev.sluice.agent.store.listing.OrderedEntries;
import dev.sluice.agent.store.listing.SortKey;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Deque;
import java.util.Iterator;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.PriorityQueue;
import org.apache.hadoop.hdfs.protocol.HdfsFileStatus;
import org.jspecify.annotations.Nullable;

/**
 * The entries of a directory in the order of keys. {@link HdfsNames} gives names in the order of
 * their bytes. That is the order of keys but for directories, whose keys go on with a slash: they
 * wait until it is their turn. Names that stand for something else than themselves lie side by
 * side; these are read whole.
 */
final class HdfsEntries implements OrderedEntries {
  private static final byte SLASH = '/';
  private static final byte[] RESERVED = {'.', '%'};

  private final HdfsClient client;
  private final String path;
  private final byte[] keyPrefix;
  private final HdfsListedObjects objects;
  private final HdfsListedObjects.Files files;
  private final Effort effort;

  private @Nullable DirectorySnapshot reserved;

  HdfsEntries(
      HdfsClient client,
      String path,
      byte[] keyPrefix,
      HdfsListedObjects objects,
      HdfsListedObjects.Files files,
      Effort effort) {
    this.client = client;
    this.path = path;
    this.keyPrefix = keyPrefix;
    this.objects = objects;
    this.files = files;
    this.effort = effort;
  }

  @Override
  public boolean contains(SortKey key) {
    return switch (key.kind()) {
      case TREE -> isDirectory(withoutSlash(key)) || reserved().contains(key);
      case SELF -> isDirectory(key.bytes()) || reserved().contains(key);
      case FILE, RUN_LOW, RUN_HIGH -> reserved().contains(key);
    };
  }

  private static byte[] withoutSlash(SortKey tree) {
    return Arrays.copyOf(tree.bytes(), tree.bytes().length - 1);
  }

  private boolean isDirectory(byte[] name) {
    if (!HdfsPaths.KEYS.isPlainName(name, 0, name.length)) {
      return false;
    }
    HdfsFileStatus status = client.status(path + "/" + HdfsPaths.text(name));
    return status != null && status.isDirectory();
  }

  @Override
  public Iterator<SortKey> from(SortKey start) {
    return new Merged(new Plain(start), reserved().from(start));
  }

  /** Names under the reserved prefix, in the order of what they stand for. */
  private DirectorySnapshot reserved() {
    DirectorySnapshot found = reserved;
    if (found == null) {
      DirectoryEntries entries = DirectoryEntries.all();
      DirectoryReading.read(HdfsPaths.KEYS, keyPrefix, entries, this::readReserved);
      found = new DirectorySnapshot();
      found.fill(entries);
      reserved = found;
    }
    return found;
  }

  private void readReserved(List<byte[]> below, DirectoryReading.Visitor visitor) {
    StringBuilder directory = new StringBuilder(path);
    below.forEach(name -> directory.append('/').append(HdfsPaths.text(name)));
    HdfsDirectory names =
        new HdfsDirectory(client, directory.toString(), HdfsDirectory.before(RESERVED));
    while (names.hasNext()) {
      HdfsFileStatus status = names.next();
      byte[] name = status.getLocalNameInBytes();
      if (!HdfsNames.startsWith(name, RESERVED)) {
        return;
      }
      effort.spend();
      visitor.visit(name, 0, name.length, status.isDirectory());
    }
  }

  /** Entries whose names are the segments that they stand for. */
  private final class Plain implements Iterator<SortKey> {
    private final HdfsNames names;

    /** Directories' keys that have to wait for their turn. */
    private final PriorityQueue<SortKey> waiting = new PriorityQueue<>();

    /** The name that follows in the directory; null where none does. */
    private @Nullable HdfsFileStatus following;

    /** Those found that are to be given; at least one as long as there are more. */
    private final Deque<SortKey> coming = new ArrayDeque<>();

    Plain(SortKey start) {
      for (byte[] name : earlierDirectories(start)) {
        waiting.add(tree(name));
      }
      names = new HdfsNames(client, path, upToSlash(start.bytes()));
      following = follow();
      SortKey first = find();
      while (first != null && first.compareTo(start) < 0) {
        first = find();
      }
      if (first != null) {
        coming.add(first);
      }
    }

    /** Names hold no slash, so that what is behind the first one is of no account. */
    private byte[] upToSlash(byte[] bytes) {
      for (int at = 0; at < bytes.length; at++) {
        if (bytes[at] == SLASH) {
          return Arrays.copyOf(bytes, at + 1);
        }
      }
      return bytes;
    }

    /**
     * Directories whose names come before the start and whose keys do not: the start goes on behind
     * the name with a byte below the slash, or with the slash itself and nothing else.
     */
    private List<byte[]> earlierDirectories(SortKey start) {
      List<byte[]> earlier = new ArrayList<>();
      byte[] bytes = start.bytes();
      for (int at = 1; at < bytes.length; at++) {
        byte[] name = Arrays.copyOf(bytes, at);
        boolean goesOn = bytes[at] >= 0 && bytes[at] <= SLASH;
        if (goesOn && tree(name).compareTo(start) >= 0 && isDirectory(name)) {
          earlier.add(name);
        }
        if (bytes[at] == SLASH) {
          break;
        }
      }
      return earlier;
    }

    private SortKey tree(byte[] name) {
      byte[] bytes = Arrays.copyOf(name, name.length + 1);
      bytes[name.length] = SLASH;
      return new SortKey(bytes, EntryKind.TREE);
    }

    private @Nullable HdfsFileStatus follow() {
      while (names.hasNext()) {
        HdfsFileStatus status = names.next();
        byte[] name = status.getLocalNameInBytes();
        if (HdfsPaths.KEYS.isPlainName(name, 0, name.length)
            && (status.isDirectory() || status.isFile())) {
          return status;
        }
      }
      return null;
    }

    private @Nullable SortKey find() {
      SortKey first = waiting.peek();
      HdfsFileStatus status = following;
      if (status == null) {
        return waiting.poll();
      }
      SortKey own =
          new SortKey(
              status.getLocalNameInBytes(), status.isDirectory() ? EntryKind.SELF : EntryKind.FILE);
      if (first != null && first.compareTo(own) < 0) {
        return waiting.poll();
      }
      if (status.isDirectory()) {
        waiting.add(tree(own.bytes()));
      } else {
        files.found(path + "/" + status.getLocalName(), status);
      }
      following = follow();
      return own;
    }

    @Override
    public boolean hasNext() {
      return !coming.isEmpty();
    }

    @Override
    public SortKey next() {
      SortKey given = coming.remove();
      int wanted = Math.max(1, objects.ahead());
      while (coming.size() < wanted) {
        SortKey found = find();
        if (found == null) {
          break;
        }
        coming.add(found);
      }
      return given;
    }
  }

  /** Two orders, made one. */
  private static final class Merged implements Iterator<SortKey> {
    private final Iterator<SortKey> one;
    private final Iterator<SortKey> other;
    private @Nullable SortKey ofOne;
    private @Nullable SortKey ofOther;

    Merged(Iterator<SortKey> one, Iterator<SortKey> other) {
      this.one = one;
      this.other = other;
      ofOne = one.hasNext() ? one.next() : null;
      ofOther = other.hasNext() ? other.next() : null;
    }

    @Override
    public boolean hasNext() {
      return ofOne != null || ofOther != null;
    }

    @Override
    public SortKey next() {
      SortKey first = ofOne;
      SortKey second = ofOther;
      if (first != null && (second == null || first.compareTo(second) <= 0)) {
        ofOne = one.hasNext() ? one.next() : null;
        return first;
      }
      if (second == null) {
        throw new NoSuchElementException();
      }
      ofOther = other.hasNext() ? other.next() : null;
      return second;
    }
  }
}
