package dev.sluice.agent.store.local.tree;

import dev.sluice.common.model.BucketName;

/**
 * The receiver of the engine's own changes of directories, after each is made and before its call
 * returns. Notifications of one name as a directory come in the order it happened; so do those of
 * it as a file.
 */
public interface DirectoryChanges {
  /** Hears nothing: as long as nothing is listed. */
  DirectoryChanges UNHEARD =
      new DirectoryChanges() {
        @Override
        public void appeared(
            BucketName bucket, byte[] directory, byte[] name, boolean isDirectory) {}

        @Override
        public void vanished(
            BucketName bucket, byte[] directory, byte[] name, boolean isDirectory) {}

        @Override
        public void bucketVanished(BucketName bucket) {}
      };

  /**
   * A name is there now; it may have been before.
   *
   * @param directory path inside the bucket; empty for the bucket's own directory
   */
  void appeared(BucketName bucket, byte[] directory, byte[] name, boolean isDirectory);

  /** A name is gone. */
  void vanished(BucketName bucket, byte[] directory, byte[] name, boolean isDirectory);

  /** A bucket is gone, with all its directories. */
  void bucketVanished(BucketName bucket);
}
