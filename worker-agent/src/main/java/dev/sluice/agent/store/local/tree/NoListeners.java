package dev.sluice.agent.store.local.tree;

import dev.sluice.common.model.BucketName;

/** Where nothing is listed yet, nobody needs to be told. */
final class NoListeners implements DirectoryChanges {
  @Override
  public void appeared(BucketName bucket, byte[] directory, byte[] name, boolean isDirectory) {}

  @Override
  public void vanished(BucketName bucket, byte[] directory, byte[] name, boolean isDirectory) {}

  @Override
  public void bucketVanished(BucketName bucket) {}
}
