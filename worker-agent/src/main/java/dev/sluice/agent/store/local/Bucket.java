package dev.sluice.agent.store.local;

import dev.sluice.common.model.BucketName;
import java.util.concurrent.locks.ReentrantReadWriteLock;

/**
 * A bucket that was found. Every step that shows or removes an object is made under the layout's
 * read-lock; who moves an object from one of its homes to the other, or removes the bucket, has the
 * write-lock.
 *
 * @param name its name
 * @param files the area on its file system
 * @param layout see above
 */
record Bucket(BucketName name, AreaFiles files, ReentrantReadWriteLock layout) {
  StorageArea area() {
    return files.area();
  }

  Records records() {
    return files.records();
  }
}
