package dev.sluice.agent.store.local.tree;

import dev.sluice.agent.store.local.posix.Descriptor;
import dev.sluice.agent.store.local.posix.ErrnoException;
import dev.sluice.agent.store.local.posix.FileStat;
import dev.sluice.agent.store.local.posix.FileType;
import dev.sluice.agent.store.local.posix.Names;
import dev.sluice.agent.store.local.posix.Posix;
import dev.sluice.agent.store.local.posix.Tree;
import dev.sluice.agent.store.local.volume.DamageCounters;
import dev.sluice.agent.store.local.volume.Volume;
import dev.sluice.common.model.StorageException;
import dev.sluice.v1.FailureReason;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * Obstacles: entries from outside, at the place of a key or above it, that are neither followed nor
 * replaced. Links, pipes, sockets and devices are; so are directories where only a file can be, and
 * files where only a directory can.
 */
public final class Obstacles {
  private final Posix posix;
  private final DamageCounters damage;
  private final Descriptor root;

  private record Obstacle(ObjectPath place, FileType type, boolean above) {}

  public Obstacles(Volume volume, Descriptor root) {
    this.posix = volume.posix();
    this.damage = volume.damage();
    this.root = root;
  }

  /**
   * Fails early where nothing could be stored at a path: before parts are uploaded that could never
   * become an object.
   */
  public void requireNone(ObjectPath path) throws ErrnoException {
    try (Descriptor directory = posix.openDirectory(root, path.directoryInRoot())) {
      FileStat stat = Tree.stat(posix, directory, path.name());
      if (stat == null || stat.isRegular()) {
        return;
      }
    } catch (ErrnoException e) {
      switch (e.errno()) {
        case ENOENT -> {
          return;
        }
        case ENOTDIR, ELOOP -> {
          // The outermost is looked for.
        }
        default -> throw e;
      }
    }
    Obstacle found = find(path);
    if (found != null) {
      throw refusal(found);
    }
  }

  /** The failure of a change that met an obstacle on the way to a path, or there. */
  StorageException at(ObjectPath path) throws ErrnoException {
    Obstacle found = find(path);
    return refusal(found == null ? new Obstacle(path, FileType.UNKNOWN, false) : found);
  }

  private StorageException refusal(Obstacle obstacle) {
    String place = obstacle.place().toString();
    damage.met(DamageCounters.Kind.OBSTACLE, place);
    String what =
        switch (obstacle.type()) {
          case SYMLINK -> " is a symbolic link";
          case SPECIAL -> " is a pipe, a socket or a device";
          case DIRECTORY -> " is a directory";
          case REGULAR -> " is a file";
          case UNKNOWN -> " was in the way a moment ago";
        };
    String expected = obstacle.above() ? "a directory or nothing" : "a file or nothing";
    return new StorageException(
        FailureReason.KEY_OBSTRUCTED, "key: " + place + what + " (expected: " + expected + ")");
  }

  /** The outermost obstacle on the way to a path; null where there is none. */
  private @Nullable Obstacle find(ObjectPath path) throws ErrnoException {
    byte[] whole = path.path();
    Descriptor directory = posix.openDirectory(root, Names.of(path.bucket().value()));
    try {
      for (int to = 0; to <= whole.length; to++) {
        boolean last = to == whole.length;
        if (!last && whole[to] != '/') {
          continue;
        }
        ObjectPath part = ObjectPath.of(path.bucket(), Arrays.copyOf(whole, to));
        FileStat stat = Tree.stat(posix, directory, part.name());
        if (stat != null && blocks(stat.type(), part, !last)) {
          return new Obstacle(part, stat.type(), !last);
        }
        if (stat == null || !stat.isDirectory()) {
          return null;
        }
        Descriptor inner = posix.openDirectory(directory, part.name());
        directory.close();
        directory = inner;
      }
      // The object would lie inside the directory that has its name.
      ObjectPath inside = path.inside();
      FileStat stat = Tree.stat(posix, directory, inside.name());
      return stat == null || stat.isRegular() ? null : new Obstacle(inside, stat.type(), false);
    } finally {
      directory.close();
    }
  }

  private static boolean blocks(FileType type, ObjectPath part, boolean above) {
    return switch (type) {
      case SYMLINK, SPECIAL, UNKNOWN -> true;
      case REGULAR -> above && !part.hasTwoHomes();
      case DIRECTORY -> !above && !part.hasTwoHomes();
    };
  }
}
