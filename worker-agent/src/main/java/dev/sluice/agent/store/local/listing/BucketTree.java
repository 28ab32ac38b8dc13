package dev.sluice.agent.store.local.listing;

import dev.sluice.agent.store.engine.listing.Effort;
import dev.sluice.agent.store.engine.object.StoredObject;
import dev.sluice.agent.store.key.EntryName;
import dev.sluice.agent.store.key.KeyPath;
import dev.sluice.agent.store.listing.ClosedDirectoryException;
import dev.sluice.agent.store.listing.DirectoryReading;
import dev.sluice.agent.store.listing.DirectorySnapshot;
import dev.sluice.agent.store.listing.DirectoryTree;
import dev.sluice.agent.store.listing.EntryKind;
import dev.sluice.agent.store.listing.OrderedEntries;
import dev.sluice.agent.store.listing.SortKey;
import dev.sluice.agent.store.local.posix.Descriptor;
import dev.sluice.agent.store.local.posix.DirectoryCursor;
import dev.sluice.agent.store.local.posix.Errno;
import dev.sluice.agent.store.local.posix.ErrnoException;
import dev.sluice.agent.store.local.posix.FileType;
import dev.sluice.agent.store.local.posix.Names;
import dev.sluice.agent.store.local.posix.Posix;
import dev.sluice.agent.store.local.posix.Tree;
import dev.sluice.agent.store.local.posix.TreeSearch;
import dev.sluice.common.model.BucketName;
import java.io.ByteArrayOutputStream;
import java.io.UncheckedIOException;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The directories of one bucket, for one listing. */
final class BucketTree implements DirectoryTree {
  private static final byte[] HERE = {'.'};

  private static final byte[] LOST_AND_FOUND = Names.of("lost+found");

  private final Posix posix;
  private final BucketName name;
  private final Descriptor bucket;
  private final boolean watchable;
  private final Snapshots snapshots;
  private final Effort effort;
  private final ObjectLookup objects;

  /** Finds out what a file in a directory is as an object. */
  @FunctionalInterface
  interface ObjectLookup {
    /**
     * The object at a path.
     *
     * @param directory where the path begins
     * @param key the object's, in UTF-8
     * @return null where there is no regular file
     */
    @Nullable StoredObject at(Descriptor directory, byte[] path, byte[] key) throws ErrnoException;
  }

  /**
   * A tree.
   *
   * @param bucket the bucket's directory; stays the caller's
   * @param watchable whether the kernel reports changes on its file system
   * @param effort what the listing may cost
   */
  BucketTree(
      Posix posix,
      BucketName name,
      Descriptor bucket,
      boolean watchable,
      Snapshots snapshots,
      Effort effort,
      ObjectLookup objects) {
    this.posix = posix;
    this.name = name;
    this.bucket = bucket;
    this.watchable = watchable;
    this.snapshots = snapshots;
    this.effort = effort;
    this.objects = objects;
  }

  @Override
  public @Nullable Directory open(byte[] keyPrefix) {
    byte[] path = pathOf(keyPrefix);
    Descriptor directory = openDirectory(path);
    if (directory == null) {
      return null;
    }
    return new OpenDirectory(keyPrefix, directory, path);
  }

  private void readNames(
      Descriptor top,
      byte[] path,
      List<byte[]> below,
      List<Descriptor> further,
      DirectoryReading.Visitor visitor) {
    try {
      Descriptor directory = top;
      if (!below.isEmpty()) {
        directory = posix.openDirectory(top, joined(below));
        further.add(directory);
      }
      try (DirectoryCursor cursor = DirectoryCursor.open(posix, directory)) {
        while (cursor.next()) {
          effort.spend();
          FileType type = Tree.typeOf(posix, cursor);
          if (type == FileType.REGULAR || type == FileType.DIRECTORY) {
            visitor.visit(
                cursor.batch(), cursor.nameFrom(), cursor.nameTo(), type == FileType.DIRECTORY);
          }
        }
      }
    } catch (ErrnoException e) {
      if (!e.isGone()) {
        throw failure(Names.join(path, joined(below)), e);
      }
    }
  }

  /**
   * The failure that ends a listing that needs a directory's keys.
   *
   * @param path of the directory, in the bucket
   */
  private RuntimeException failure(byte[] path, ErrnoException cause) {
    if (!cause.is(Errno.EACCES)) {
      return new UncheckedIOException(cause);
    }
    byte[] inRoot = Names.join(Names.of(name.value()), closed(path));
    return new ClosedDirectoryException(Names.show(inRoot), cause);
  }

  /** The outermost directory on a path that may not be opened; the last where all may. */
  private byte[] closed(byte[] path) {
    for (int at = 0; at < path.length; at++) {
      if (path[at] == '/') {
        byte[] part = Arrays.copyOf(path, at);
        try {
          posix.openDirectory(bucket, part).close();
        } catch (ErrnoException e) {
          return part;
        }
      }
    }
    return path;
  }

  @Override
  public boolean holdsKeys(byte[] keyPrefix) {
    try {
      Descriptor directory = openDirectory(pathOf(keyPrefix));
      return directory != null
          && TreeSearch.findsIn(posix, directory, this::aboutKeys, TreeSearch.Closed.COUNTS);
    } catch (ClosedDirectoryException e) {
      return true;
    } catch (ErrnoException e) {
      throw new UncheckedIOException(e);
    }
  }

  /**
   * At depth 0 the object whose place the directory has taken is not searched for: its key does not
   * go on below.
   */
  private TreeSearch.Verdict aboutKeys(byte[] name, FileType type, int depth) {
    effort.spend();
    EntryName.Kind kind = KeyPath.POSIX.entry(name).kind();
    return switch (type) {
      case REGULAR ->
          kind.canBeFile() && (kind != EntryName.Kind.SELF || depth > 0)
              ? TreeSearch.Verdict.FOUND
              : TreeSearch.Verdict.PASS;
      case DIRECTORY ->
          kind.canBeDirectory() && depth < Tree.MAX_DEPTH
              ? TreeSearch.Verdict.ENTER
              : TreeSearch.Verdict.PASS;
      case SYMLINK, SPECIAL, UNKNOWN -> TreeSearch.Verdict.PASS;
    };
  }

  private @Nullable Descriptor openDirectory(byte[] path) {
    try {
      return posix.openDirectory(bucket, path.length == 0 ? HERE : path);
    } catch (ErrnoException e) {
      if (e.isGone() || isLostAndFound(path, e)) {
        return null;
      }
      throw failure(path, e);
    }
  }

  /**
   * Whether it is the lost+found of a bucket that is a mount: it is for root alone and holds no
   * objects.
   */
  private static boolean isLostAndFound(byte[] path, ErrnoException e) {
    return e.is(Errno.EACCES) && Arrays.equals(path, LOST_AND_FOUND);
  }

  private static byte[] pathOf(byte[] keyPrefix) {
    return KeyPath.POSIX.encodeDirectory(keyPrefix);
  }

  private static byte[] joined(List<byte[]> names) {
    ByteArrayOutputStream path = new ByteArrayOutputStream();
    for (byte[] part : names) {
      if (path.size() > 0) {
        path.write('/');
      }
      path.writeBytes(part);
    }
    return path.toByteArray();
  }

  /**
   * A directory while a walk is in it; objects are looked up from its descriptor, not from the
   * bucket's.
   */
  private final class OpenDirectory implements Directory {
    private final byte[] keyPrefix;
    private final Descriptor descriptor;
    private final byte[] path;

    OpenDirectory(byte[] keyPrefix, Descriptor descriptor, byte[] path) {
      this.keyPrefix = keyPrefix;
      this.descriptor = descriptor;
      this.path = path;
    }

    @Override
    public OrderedEntries entries() {
      return new WindowedEntries(this::window);
    }

    private DirectorySnapshot window(SortKey place) {
      try {
        return snapshots.of(
            Snapshots.DirectoryId.of(name, path),
            keyPrefix,
            descriptor,
            watchable,
            effort,
            place,
            (into, further) ->
                DirectoryReading.read(
                    KeyPath.POSIX,
                    keyPrefix,
                    into,
                    (below, visitor) -> readNames(descriptor, path, below, further, visitor)));
      } catch (ErrnoException e) {
        throw failure(path, e);
      }
    }

    @Override
    public @Nullable StoredObject object(byte[] key, EntryKind kind) {
      byte[] whole = KeyPath.POSIX.encode(key);
      int above = path.length == 0 ? 0 : path.length + 1;
      byte[] relative = Arrays.copyOfRange(whole, above, whole.length);
      try {
        return objects.at(
            descriptor, kind == EntryKind.SELF ? KeyPath.selfHome(relative) : relative, key);
      } catch (ErrnoException e) {
        if (e.isGone() || (kind == EntryKind.SELF && isLostAndFound(whole, e))) {
          return null;
        }
        // A file that may not be opened is an object; its directory may not be searched.
        throw failure(kind == EntryKind.SELF ? whole : Names.parent(whole), e);
      }
    }

    @Override
    public void close() {
      descriptor.close();
    }
  }
}
