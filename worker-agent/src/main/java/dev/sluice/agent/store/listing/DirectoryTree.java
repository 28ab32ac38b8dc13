package dev.sluice.agent.store.listing;

import dev.sluice.agent.store.engine.object.StoredObject;
import org.jspecify.annotations.Nullable;

/**
 * The directories of a bucket, as an engine has them. Key prefixes are empty for the bucket, else
 * end in a slash.
 */
public interface DirectoryTree {
  /**
   * Opens the directory whose keys begin so; null where there is none.
   *
   * @throws ClosedDirectoryException where it may not be read; so do the methods of {@link
   *     Directory}
   */
  @Nullable Directory open(byte[] keyPrefix);

  /**
   * Whether at least one key lies under the directory. May look no further than the first one; a
   * directory that may not be read counts as one that holds keys.
   *
   * @param keyPrefix of the directory
   */
  boolean holdsKeys(byte[] keyPrefix);

  /** A directory while a walk is in it. */
  interface Directory extends AutoCloseable {
    /** Its entries, as of now. */
    OrderedEntries entries();

    /**
     * The object of a {@link EntryKind#FILE} or {@link EntryKind#SELF} entry; null where it is not
     * (or no longer) there.
     *
     * @param key the whole key
     * @param kind of the entry
     */
    @Nullable StoredObject object(byte[] key, EntryKind kind);

    @Override
    void close();
  }
}
