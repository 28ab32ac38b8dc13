package dev.sluice.agent.store.local;

import dev.sluice.agent.store.engine.StorageDevice;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.LongSupplier;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The file systems of buckets, by the kernel's table of mounts: reading it touches none of them, so
 * that one that hangs is known without waiting for it. The table is read anew once a second.
 */
final class Mounts {
  private static final Logger LOG = LoggerFactory.getLogger(Mounts.class);
  private static final Path TABLE = Path.of("/proc/self/mountinfo");
  private static final long STALENESS = Duration.ofSeconds(1).toNanos();

  /** Types of file systems on disks and in memory of this machine. */
  private static final Set<String> LOCAL =
      Set.of("bcachefs", "btrfs", "ext2", "ext3", "ext4", "f2fs", "overlay", "tmpfs", "xfs", "zfs");

  private static final int MOUNT_POINT = 4;
  private static final String BEFORE_TYPE = " - ";

  private final Path table;
  private final String folder;
  private final Set<String> links;
  private final LongSupplier nanoTime;
  private final AtomicBoolean reading = new AtomicBoolean();
  private volatile Seen seen;

  /**
   * The file systems, as they were seen.
   *
   * @param folder that of the data folder
   * @param buckets those of buckets that are mounts, or hold one
   */
  private record Seen(long nanos, StorageDevice folder, Map<String, StorageDevice> buckets) {}

  Mounts(Path table, Path folder, Set<String> links, LongSupplier nanoTime) {
    this.table = table;
    this.links = links;
    this.folder = escaped(folder.toString());
    this.nanoTime = nanoTime;
    this.seen = read(new Seen(nanoTime.getAsLong(), StorageDevice.WHOLE, Map.of()));
  }

  /**
   * The mounts of this process at and below a folder that is there.
   *
   * @param followLinks whether links in it are buckets; each is taken as a file system that may be
   *     slow, wherever it leads
   */
  static Mounts below(Path folder, boolean followLinks) {
    Path real = folder.toAbsolutePath().normalize();
    Set<String> links = Set.of();
    try {
      real = folder.toRealPath();
      links = followLinks ? links(folder) : links;
    } catch (IOException e) {
      LOG.debug("{} could not be looked at", folder, e);
    }
    return new Mounts(TABLE, real, links, System::nanoTime);
  }

  private static Set<String> links(Path folder) throws IOException {
    try (Stream<Path> entries = Files.list(folder)) {
      return entries
          .filter(Files::isSymbolicLink)
          .map(link -> link.getFileName().toString())
          .collect(Collectors.toUnmodifiableSet());
    }
  }

  /** The file system that a bucket of this name is on, or would be. Never waits for one. */
  StorageDevice of(String bucket) {
    Seen known = seen;
    if (nanoTime.getAsLong() - known.nanos() >= STALENESS && reading.compareAndSet(false, true)) {
      try {
        known = read(known);
        seen = known;
      } finally {
        reading.set(false);
      }
    }
    return links.contains(bucket)
        ? new StorageDevice(bucket, false)
        : known.buckets().getOrDefault(bucket, known.folder());
  }

  private Seen read(Seen before) {
    long nanos = nanoTime.getAsLong();
    List<String> mounts;
    try {
      mounts = Files.readAllLines(table);
    } catch (IOException e) {
      LOG.debug("the mounts cannot be read", e);
      return new Seen(nanos, before.folder(), before.buckets());
    }
    String longest = "";
    StorageDevice around = StorageDevice.WHOLE;
    Map<String, StorageDevice> buckets = new HashMap<>();
    for (String mount : mounts) {
      String[] fields = mount.split(" ", MOUNT_POINT + 2);
      int type = mount.indexOf(BEFORE_TYPE);
      if (fields.length < MOUNT_POINT + 2 || type < 0) {
        continue;
      }
      boolean local = isLocal(mount.substring(type + BEFORE_TYPE.length()));
      String point = fields[MOUNT_POINT];
      if (contains(point, folder)) {
        // Of several at one place, and of longer ones, the later covers the earlier.
        if (point.length() >= longest.length()) {
          longest = point;
          around = new StorageDevice("", local);
        }
      } else if (contains(folder, point)) {
        String below = point.substring(folder.equals("/") ? 1 : folder.length() + 1);
        int slash = below.indexOf('/');
        String bucket = slash < 0 ? below : below.substring(0, slash);
        // A mount inside of a bucket may be slow where the rest of it is not.
        buckets.put(bucket, new StorageDevice(bucket, local && slash < 0));
      }
    }
    return new Seen(nanos, around, Map.copyOf(buckets));
  }

  private static boolean isLocal(String typeAndRest) {
    int end = typeAndRest.indexOf(' ');
    return LOCAL.contains(end < 0 ? typeAndRest : typeAndRest.substring(0, end));
  }

  private static boolean contains(String outer, String inner) {
    return outer.equals("/")
        || inner.equals(outer)
        || (inner.startsWith(outer) && inner.charAt(outer.length()) == '/');
  }

  /** A path as the kernel writes it into the table. */
  private static String escaped(String path) {
    return path.replace("\\", "\\134")
        .replace(" ", "\\040")
        .replace("\t", "\\011")
        .replace("\n", "\\012");
  }
}
