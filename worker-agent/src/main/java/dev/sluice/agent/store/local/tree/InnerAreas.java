package dev.sluice.agent.store.local.tree;

import dev.sluice.agent.store.key.KeyPath;
import dev.sluice.agent.store.local.posix.Descriptor;
import dev.sluice.agent.store.local.posix.Errno;
import dev.sluice.agent.store.local.posix.ErrnoException;
import dev.sluice.agent.store.local.posix.FileStat;
import dev.sluice.agent.store.local.posix.Names;
import dev.sluice.agent.store.local.posix.Opening;
import dev.sluice.agent.store.local.posix.Posix;
import dev.sluice.agent.store.local.posix.Tree;
import dev.sluice.agent.store.local.volume.LocalRoot;
import dev.sluice.agent.store.local.volume.Reach;
import dev.sluice.agent.store.local.volume.StorageArea;
import dev.sluice.agent.store.local.volume.Syncs;
import dev.sluice.agent.store.local.volume.UnfitFileSystem;
import dev.sluice.agent.store.local.volume.Volume;
import dev.sluice.common.model.BucketName;
import dev.sluice.common.model.FailureDetail;
import dev.sluice.common.model.StorageException;
import dev.sluice.v1.FailureReason;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Areas of Sluice's own inside buckets, behind boundaries that no name crosses: a mount inside a
 * bucket, a folder with a project of a quota, which may be the bucket, a branch of a union. Each is
 * found when a rename meets the boundary, lies in {@code .%staging} of the outermost folder that
 * reaches what is behind it, and is noted in {@link AreaNotes}, by which the next start finds it.
 * Only staged files and moves are in there; records and uploads are in the bucket's own area, where
 * they were before there was a boundary.
 */
public final class InnerAreas implements AreaLookup, AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(InnerAreas.class);

  private static final byte[] STAGING = KeyPath.stagingName();
  private static final byte[] PROBE = Names.of("probe-reach");
  private static final int DIRECTORY_MODE = 0700;

  /**
   * A folder in a bucket, or the bucket, and the area in it.
   *
   * @param place its path in the root, for people
   */
  private record Inner(BucketName bucket, String place, FileStat folder, StorageArea area) {}

  private final Volume volume;
  private final Posix posix;
  private final Syncs syncs;
  private final LocalRoot root;
  private final BucketAreas buckets;
  private final AreaNotes notes;
  private final RelocationJournal journal;

  /** By the folder's path in the root. */
  private final ConcurrentHashMap<String, Inner> known = new ConcurrentHashMap<>();

  /** Folders behind a boundary that cannot be written, and why. */
  private final ConcurrentHashMap<String, String> refused = new ConcurrentHashMap<>();

  private InnerAreas(
      Volume volume, LocalRoot root, BucketAreas buckets, RelocationJournal journal) {
    this.volume = volume;
    this.posix = volume.posix();
    this.syncs = volume.syncs();
    this.root = root;
    this.buckets = buckets;
    this.notes = new AreaNotes(volume, root);
    this.journal = journal;
  }

  /** The areas that were noted and are there. */
  public static InnerAreas open(
      Volume volume, LocalRoot root, BucketAreas buckets, RelocationJournal journal)
      throws ErrnoException {
    try (Opening opening = new Opening()) {
      InnerAreas areas =
          opening.add(new InnerAreas(volume, root, buckets, journal), InnerAreas::close);
      areas.openNoted();
      return opening.done(areas);
    }
  }

  private void openNoted() throws ErrnoException {
    for (AreaNotes.Note note : notes.all()) {
      openNoted(note);
    }
  }

  private void openNoted(AreaNotes.Note note) throws ErrnoException {
    BucketName bucket = note.bucket();
    byte[] path = note.path();
    try (Descriptor folder = posix.openDirectory(root.directory(), inRoot(bucket, path));
        Descriptor own = posix.openDirectory(folder, STAGING)) {
      // That of a bucket which came to be a mount is the bucket's own, and has one owner only.
      if (path.length > 0 || buckets.isOfRoot(bucket, posix.stat(folder))) {
        keep(bucket, path, folder, own);
      }
    } catch (ErrnoException e) {
      if (e.is(Errno.ENOENT) && Tree.stat(posix, root.directory(), name(bucket)) == null) {
        notes.remove(note);
      } else {
        // Not mounted now, or gone: it is found anew when something is written there.
        LOG.debug("No area in {}: {}", shown(bucket, path), e.getMessage());
      }
    } catch (UnfitFileSystem e) {
      refused.put(shown(bucket, path), String.valueOf(e.getMessage()));
    }
  }

  private static byte[] name(BucketName bucket) {
    return Names.of(bucket.value());
  }

  private static byte[] inRoot(BucketName bucket, byte[] path) {
    return Names.join(name(bucket), path);
  }

  private static String shown(BucketName bucket, byte[] path) {
    return Names.show(inRoot(bucket, path));
  }

  /** The area for what is at a path, as far as is known; the bucket's own where there is none. */
  @Override
  public StorageArea at(Bucket bucket, ObjectPath path) {
    if (!known.isEmpty()) {
      for (byte[] folder = path.path(); folder.length > 0; folder = Names.parent(folder)) {
        Inner inner = known.get(Names.key(inRoot(bucket.name(), folder)));
        if (inner != null) {
          return inner.area();
        }
      }
    }
    return atTop(bucket);
  }

  /** The area for what is nowhere yet, and most likely goes to no boundary but the bucket's own. */
  public StorageArea atTop(Bucket bucket) {
    Inner inner = known.isEmpty() ? null : known.get(bucket.name().value());
    return inner == null ? bucket.area() : inner.area();
  }

  /**
   * The area for what is at a path that was not reached from where it was staged.
   *
   * @throws StorageException {@code KEY_OBSTRUCTED} where there cannot be one
   */
  @Override
  public synchronized StorageArea find(Bucket bucket, ObjectPath path) throws ErrnoException {
    byte[] whole = path.path();
    dropGone(bucket, path);
    try (Descriptor target = deepest(bucket.name(), whole)) {
      StorageArea own = bucket.area();
      if (Reach.reaches(posix, own.staging(), own.nextName(), target)) {
        // It was staged behind a boundary that is not there any more.
        return own;
      }
      for (int end = 0; end <= whole.length; end++) {
        if (end == 0 || end == whole.length || whole[end] == '/') {
          StorageArea area = tryIn(bucket, Arrays.copyOf(whole, end), target);
          if (area != null) {
            return area;
          }
        }
      }
      throw obstructed(path.toString(), "nothing can be renamed there", null);
    }
  }

  /** The innermost directory on a path that is there. */
  private Descriptor deepest(BucketName bucket, byte[] path) throws ErrnoException {
    byte[] at = path;
    while (true) {
      try {
        return posix.openDirectory(root.directory(), inRoot(bucket, at));
      } catch (ErrnoException e) {
        if (!e.isGone() || at.length == 0) {
          throw e;
        }
        at = Names.parent(at);
      }
    }
  }

  /** The area in a folder; null where what is staged there does not reach the target either. */
  private @Nullable StorageArea tryIn(Bucket bucket, byte[] path, Descriptor target)
      throws ErrnoException {
    try (Descriptor folder = posix.openDirectory(root.directory(), inRoot(bucket.name(), path))) {
      boolean made = make(folder);
      boolean kept = false;
      try (Descriptor own = posix.openDirectory(folder, STAGING)) {
        Tree.remove(posix, own, PROBE);
        if (!Reach.reaches(posix, own, PROBE, target)) {
          return null;
        }
        StorageArea area = knownOrNew(bucket, path, folder, own);
        kept = true;
        return area;
      } finally {
        if (made && !kept) {
          Tree.remove(posix, folder, STAGING);
        }
      }
    } catch (ErrnoException e) {
      if (e.isGone()) {
        return null;
      }
      throw e;
    }
  }

  private boolean make(Descriptor folder) throws ErrnoException {
    try {
      posix.makeDirectory(folder, STAGING, DIRECTORY_MODE);
      return true;
    } catch (ErrnoException e) {
      if (e.is(Errno.EEXIST)) {
        return false;
      }
      throw e;
    }
  }

  /** Another call may have met the same boundary a moment ago. */
  private StorageArea knownOrNew(Bucket bucket, byte[] path, Descriptor folder, Descriptor own)
      throws ErrnoException {
    Inner inner = known.get(Names.key(inRoot(bucket.name(), path)));
    return inner != null && inner.folder().isSameFile(posix.stat(folder))
        ? inner.area()
        : register(bucket, path, folder, own);
  }

  private StorageArea register(Bucket bucket, byte[] path, Descriptor folder, Descriptor own)
      throws ErrnoException {
    String shown = shown(bucket.name(), path);
    try {
      notes.add(bucket.name(), path);
      StorageArea area = keep(bucket.name(), path, folder, own);
      if (area.capabilities().attributes() != bucket.area().capabilities().attributes()) {
        drop(bucket.name(), path);
        throw new UnfitFileSystem("has no extended attributes, or only it has them.");
      }
      refused.remove(shown);
      LOG.info(
          "{} is behind a boundary that no file is renamed over: what is put there is staged there",
          shown);
      return area;
    } catch (UnfitFileSystem e) {
      refused.put(shown, String.valueOf(e.getMessage()));
      throw obstructed(shown, String.valueOf(e.getMessage()), e);
    }
  }

  private static StorageException obstructed(String place, String why, @Nullable Throwable cause) {
    return new StorageException(
        FailureReason.KEY_OBSTRUCTED,
        "key: " + place + " is behind a boundary inside its bucket: " + why,
        FailureDetail.NONE,
        cause);
  }

  private StorageArea keep(BucketName bucket, byte[] path, Descriptor folder, Descriptor own)
      throws ErrnoException {
    try (Opening opening = new Opening()) {
      StorageArea area = opening.add(StorageArea.open(volume, own), StorageArea::close);
      // What an agent that was killed left there unsynced is answered for from here on.
      syncs.fileSystem(own);
      syncs.directory(own);
      syncs.directory(folder);
      journal.settle(area);
      Inner inner = new Inner(bucket, shown(bucket, path), posix.stat(folder), area);
      Inner former = known.put(Names.key(inRoot(bucket, path)), inner);
      if (former != null) {
        former.area().close();
      }
      return opening.done(area);
    }
  }

  /** Forgets the areas on a path whose folder is not there any more. */
  public synchronized void dropGone(Bucket bucket, ObjectPath path) throws ErrnoException {
    for (byte[] folder = path.path(); folder.length > 0; folder = Names.parent(folder)) {
      dropIfGone(bucket, folder);
    }
    dropTopIfGone(bucket);
  }

  /** Forgets the area at the top of a bucket if it is not there any more. */
  public synchronized void dropTopIfGone(Bucket bucket) throws ErrnoException {
    dropIfGone(bucket, Names.NOTHING);
  }

  private void dropIfGone(Bucket bucket, byte[] folder) throws ErrnoException {
    byte[] inRoot = inRoot(bucket.name(), folder);
    Inner inner = known.get(Names.key(inRoot));
    if (inner != null && !isThere(inner, inRoot)) {
      drop(bucket.name(), folder);
    }
  }

  private boolean isThere(Inner inner, byte[] folder) throws ErrnoException {
    try (Descriptor now = posix.openDirectory(root.directory(), folder)) {
      return posix.stat(now).isSameFile(inner.folder()) && Tree.stat(posix, now, STAGING) != null;
    } catch (ErrnoException e) {
      if (e.isGone()) {
        return false;
      }
      throw e;
    }
  }

  private void drop(BucketName bucket, byte[] path) {
    Inner inner = known.remove(Names.key(inRoot(bucket, path)));
    if (inner != null) {
      inner.area().close();
    }
  }

  /** Of a bucket that was deleted. */
  public synchronized void forget(BucketName bucket) {
    known
        .values()
        .removeIf(
            inner -> {
              if (inner.bucket().equals(bucket)) {
                inner.area().close();
                return true;
              }
              return false;
            });
    refused.keySet().removeIf(place -> (place + "/").startsWith(bucket.value() + "/"));
  }

  /** All areas that are in use. */
  public List<StorageArea> all() {
    return known.values().stream().map(Inner::area).toList();
  }

  /** The places that are low on space, for people. */
  public List<String> low() {
    return known.values().stream()
        .filter(inner -> inner.area().space().isLow())
        .map(inner -> "folder " + inner.place())
        .sorted()
        .toList();
  }

  /** The places that cannot be written, for people. */
  public List<String> refused() {
    List<String> all = new ArrayList<>();
    refused.forEach((place, why) -> all.add(place + " (" + why + ")"));
    return all;
  }

  @Override
  public void close() {
    known.values().forEach(inner -> inner.area().close());
  }
}
