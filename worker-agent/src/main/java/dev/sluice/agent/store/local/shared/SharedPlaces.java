package dev.sluice.agent.store.local.shared;

import dev.sluice.agent.store.local.posix.Errno;
import dev.sluice.agent.store.local.posix.ErrnoException;
import dev.sluice.agent.store.local.tree.AreaLookup;
import dev.sluice.agent.store.local.tree.Bucket;
import dev.sluice.agent.store.local.tree.ObjectPath;
import dev.sluice.agent.store.local.tree.Relocation;
import dev.sluice.agent.store.local.volume.StorageArea;
import dev.sluice.common.model.StorageException;
import dev.sluice.v1.FailureReason;

/** Where changes are prepared: in the folder of an epoch alone, and moved in one step or not. */
final class SharedPlaces {
  /** Refuses a move in several steps, of which other agents would know nothing. */
  static final Relocation NO_RELOCATION =
      (_, _, path) -> {
        throw new StorageException(
            FailureReason.KEY_OBSTRUCTED,
            "key: "
                + path
                + " is an object that cannot give its place to a directory in one step (expected:"
                + " a file of this user's own, with placement shared)");
      };

  /** Knows of no boundaries inside buckets. */
  static final AreaLookup ONE_AREA =
      new AreaLookup() {
        @Override
        public StorageArea at(Bucket bucket, ObjectPath path) {
          return bucket.area();
        }

        @Override
        public StorageArea find(Bucket bucket, ObjectPath path) throws ErrnoException {
          throw new ErrnoException(Errno.EXDEV, "rename over a boundary", path.pathInRoot());
        }
      };

  private SharedPlaces() {}
}
