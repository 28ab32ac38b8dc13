package dev.sluice.agent.store.local.tree;

import dev.sluice.agent.store.key.EntryName;
import dev.sluice.agent.store.key.KeyPath;
import dev.sluice.agent.store.local.posix.Names;
import dev.sluice.common.model.BucketName;
import dev.sluice.common.model.ObjectKey;

/**
 * A place in a bucket where a file or a directory may lie.
 *
 * @param bucket which
 * @param directory path of the directory inside the bucket; empty for the bucket's own
 * @param name its name in there
 */
@SuppressWarnings("ArrayRecordComponent") // never compared
public record ObjectPath(BucketName bucket, byte[] directory, byte[] name) {
  /** The plain home of a key. */
  public static ObjectPath of(BucketName bucket, ObjectKey key) {
    return of(bucket, KeyPath.POSIX.encode(key.utf8()));
  }

  static ObjectPath of(BucketName bucket, byte[] path) {
    return new ObjectPath(bucket, Names.parent(path), Names.last(path));
  }

  /** The path inside the bucket. */
  byte[] path() {
    return Names.join(directory, name);
  }

  /** The directory's path inside the root. */
  public byte[] directoryInRoot() {
    return Names.join(Names.of(bucket.value()), directory);
  }

  /** The path inside the root. */
  public byte[] pathInRoot() {
    return Names.join(directoryInRoot(), name);
  }

  /** The other home of the same key, inside the directory at this place. */
  ObjectPath inside() {
    return new ObjectPath(bucket, path(), KeyPath.selfName());
  }

  /**
   * Whether both an object and keys below it can be at this place, so that it may need two homes.
   */
  public boolean hasTwoHomes() {
    EntryName.Kind kind = KeyPath.POSIX.entry(name).kind();
    return kind.canBeFile() && kind.canBeDirectory();
  }

  @Override
  public String toString() {
    return Names.show(pathInRoot());
  }
}
