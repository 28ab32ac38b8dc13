package dev.sluice.agent.store.local.posix;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * A disk that knows what a power cut would take: bytes and attributes of files that were not
 * synced, names of directories that were not. It complains where something becomes visible that
 * rests on what could be lost.
 */
public final class VolatileDisk extends LimitedAttributes {
  private enum Region {
    STAGING,
    OWN,
    ROOT,
    BUCKET
  }

  /** A name in a directory that came or went since the directory was synced. */
  private record Name(String path, Region region, boolean appeared) {}

  private static final Pattern UPLOAD = Pattern.compile("[.]sluice/uploads/[^/]+/[^/.]+");

  private final Path root;
  private final Set<Long> bytes = new HashSet<>();
  private final Set<Long> attributes = new HashSet<>();
  private final Map<Long, String> places = new HashMap<>();
  private final Map<Long, Set<Name>> names = new HashMap<>();
  private final List<String> complaints = new ArrayList<>();
  private int syncs;
  private int omitted = -1;

  public VolatileDisk(int attributeLimit, Path root) {
    super(attributeLimit);
    this.root = root;
  }

  /**
   * All that was done is taken to be on the disk; from now on it counts.
   *
   * @param withoutSync the sync that is left out, counted from 0; -1: none
   */
  public void watch(int withoutSync) {
    bytes.clear();
    attributes.clear();
    names.clear();
    complaints.clear();
    syncs = 0;
    omitted = withoutSync;
  }

  public Path root() {
    return root;
  }

  /** Syncs since the watch began. */
  public int syncs() {
    return syncs;
  }

  /** What was wrong since then, and what would be lost if the power went now. */
  public List<String> complaints() {
    requireOnDisk("the answer", Region.OWN, Region.ROOT, Region.BUCKET);
    for (Set<Name> changed : names.values()) {
      for (Name name : changed) {
        if (!name.appeared() && isMissed(name)) {
          complaints.add("the answer rests on the removal of " + name.path());
        }
      }
    }
    return List.copyOf(complaints);
  }

  /** What nobody may see again: all but Sluice's own garbage. */
  private static boolean isMissed(Name name) {
    return name.region() == Region.BUCKET
        || name.region() == Region.ROOT
        || UPLOAD.matcher(name.path()).matches();
  }

  private void requireOnDisk(String what, Region... regions) {
    Set<Region> wanted = Set.of(regions);
    requireSynced(what, "bytes", bytes, wanted);
    requireSynced(what, "attributes", attributes, wanted);
    for (Set<Name> changed : names.values()) {
      for (Name name : changed) {
        if (name.appeared() && wanted.contains(name.region())) {
          complaints.add(what + " rests on the name " + name.path());
        }
      }
    }
  }

  private void requireSynced(String what, String kind, Set<Long> unsynced, Set<Region> wanted) {
    for (Long inode : unsynced) {
      String place = places.getOrDefault(inode, "");
      if (wanted.contains(region(place))) {
        complaints.add(what + " rests on " + kind + " of " + place);
      }
    }
  }

  private void requireClean(long inode, String what) {
    if (bytes.contains(inode)) {
      complaints.add(what + " is shown before its bytes are on the disk");
    }
    if (attributes.contains(inode)) {
      complaints.add(what + " is shown before its attributes are on the disk");
    }
    for (Name name : names.getOrDefault(inode, Set.of())) {
      if (name.appeared()) {
        complaints.add(what + " is shown before the name " + name.path() + " is on the disk");
      }
    }
  }

  private static Region region(String path) {
    if (path.isEmpty()) {
      return Region.ROOT;
    }
    if (path.startsWith(".sluice")) {
      return path.startsWith(".sluice/staging") ? Region.STAGING : Region.OWN;
    }
    return Region.BUCKET;
  }

  private String place(Descriptor file) throws ErrnoException {
    try (CountedDescriptor held = file.hold()) {
      Path link = Files.readSymbolicLink(Path.of("/proc/self/fd/" + held.number()));
      return root.relativize(link).toString();
    } catch (IOException e) {
      if (e instanceof ErrnoException known) {
        throw known;
      }
      throw new UncheckedIOException(e);
    }
  }

  private static String join(String directory, byte[] name) {
    return directory.isEmpty() ? Names.show(name) : directory + '/' + Names.show(name);
  }

  private @Nullable FileStat look(Descriptor directory, byte[] name) throws ErrnoException {
    try {
      return super.stat(directory, name);
    } catch (ErrnoException e) {
      if (e.is(Errno.ENOENT)) {
        return null;
      }
      throw e;
    }
  }

  private void appeared(Descriptor directory, byte[] name) throws ErrnoException {
    String in = place(directory);
    Name now = new Name(join(in, name), region(in), true);
    names.computeIfAbsent(super.stat(directory).inode(), any -> new LinkedHashSet<>()).add(now);
    FileStat stat = look(directory, name);
    if (stat != null) {
      places.put(stat.inode(), now.path());
    }
  }

  private void vanished(Descriptor directory, byte[] name) throws ErrnoException {
    String in = place(directory);
    Set<Name> changed =
        names.computeIfAbsent(super.stat(directory).inode(), any -> new LinkedHashSet<>());
    if (!changed.remove(new Name(join(in, name), region(in), true))) {
      changed.add(new Name(join(in, name), region(in), false));
    }
  }

  private void forget(@Nullable FileStat gone) {
    if (gone != null) {
      bytes.remove(gone.inode());
      attributes.remove(gone.inode());
      names.remove(gone.inode());
    }
  }

  @Override
  public Descriptor create(Descriptor directory, byte[] name, int mode) throws ErrnoException {
    Descriptor created = super.create(directory, name, mode);
    appeared(directory, name);
    return created;
  }

  @Override
  public Descriptor openOrCreate(Descriptor directory, byte[] name, int mode)
      throws ErrnoException {
    boolean isThere = look(directory, name) != null;
    Descriptor opened = super.openOrCreate(directory, name, mode);
    if (!isThere) {
      appeared(directory, name);
    }
    return opened;
  }

  @Override
  public void write(Descriptor file, ByteBuffer source, long offset) throws ErrnoException {
    bytes.add(super.stat(file).inode());
    super.write(file, source, offset);
  }

  @Override
  public void truncate(Descriptor file, long size) throws ErrnoException {
    bytes.add(super.stat(file).inode());
    super.truncate(file, size);
  }

  @Override
  public long copyRange(
      Descriptor source, long sourceOffset, Descriptor target, long targetOffset, long length)
      throws ErrnoException {
    bytes.add(super.stat(target).inode());
    return super.copyRange(source, sourceOffset, target, targetOffset, length);
  }

  @Override
  public void setModified(Descriptor file, long seconds, int nanos) throws ErrnoException {
    attributes.add(super.stat(file).inode());
    super.setModified(file, seconds, nanos);
  }

  /**
   * A record set to an object that everybody sees is shown by this. A folder that loses its mark is
   * taken for somebody's and stays, which is no loss.
   */
  @Override
  public void setAttribute(Descriptor file, byte[] attribute, byte[] value) throws ErrnoException {
    super.setAttribute(file, attribute, value);
    String place = place(file);
    if (region(place) == Region.BUCKET && !super.stat(file).isDirectory()) {
      requireOnDisk("the record of " + place, Region.OWN);
    }
    FileStat stat = super.stat(file);
    if (!stat.isDirectory()) {
      places.put(stat.inode(), place);
      attributes.add(stat.inode());
    }
  }

  @Override
  public void makeDirectory(Descriptor parent, byte[] name, int mode) throws ErrnoException {
    if (region(place(parent)) == Region.ROOT) {
      requireOnDisk("the bucket " + Names.show(name), Region.OWN);
    }
    super.makeDirectory(parent, name, mode);
    appeared(parent, name);
  }

  @Override
  public void link(Descriptor directory, byte[] name, Descriptor newDirectory, byte[] newName)
      throws ErrnoException {
    super.link(directory, name, newDirectory, newName);
    appeared(newDirectory, newName);
  }

  @Override
  public void unlink(Descriptor directory, byte[] name) throws ErrnoException {
    FileStat gone = look(directory, name);
    super.unlink(directory, name);
    vanished(directory, name);
    if (gone != null && gone.links() == 1) {
      forget(gone);
    }
  }

  @Override
  public void removeDirectory(Descriptor parent, byte[] name) throws ErrnoException {
    FileStat gone = look(parent, name);
    super.removeDirectory(parent, name);
    vanished(parent, name);
    forget(gone);
  }

  @Override
  public void rename(
      Descriptor directory, byte[] name, Descriptor newDirectory, byte[] newName, RenameMode mode)
      throws ErrnoException {
    FileStat moved = look(directory, name);
    FileStat replaced = look(newDirectory, newName);
    super.rename(directory, name, newDirectory, newName, mode);
    if (moved == null) {
      return;
    }
    String path = join(place(newDirectory), newName);
    Region region = region(path);
    if (region != Region.STAGING) {
      requireClean(moved.inode(), path);
    }
    if (region == Region.BUCKET) {
      requireOnDisk(path, Region.OWN);
    }
    if (mode == RenameMode.EXCHANGE) {
      appeared(directory, name);
    } else {
      vanished(directory, name);
      if (replaced != null && replaced.links() == 1) {
        forget(replaced);
      }
    }
    appeared(newDirectory, newName);
  }

  private boolean isOmitted() {
    return syncs++ == omitted;
  }

  @Override
  public void sync(Descriptor file) throws ErrnoException {
    if (!isOmitted()) {
      forget(super.stat(file));
    }
  }

  /** What a log says rests on the files that it speaks of. */
  @Override
  public void syncData(Descriptor file) throws ErrnoException {
    String place = place(file);
    if (place.endsWith("/log")) {
      String folder = place.substring(0, place.length() - "log".length());
      names.values().stream()
          .flatMap(Set::stream)
          .filter(name -> name.appeared() && name.path().startsWith(folder))
          .forEach(name -> complaints.add("a note rests on the name " + name.path()));
    }
    if (!isOmitted()) {
      bytes.remove(super.stat(file).inode());
    }
  }

  /** See {@link InterceptedPosix#openInotify}. */
  @Override
  Descriptor openInotify() throws ErrnoException {
    throw new ErrnoException(Errno.ENOSYS, "inotify_init1", Names.NOTHING);
  }
}
