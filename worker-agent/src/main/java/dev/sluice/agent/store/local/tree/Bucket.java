package dev.sluice.agent.store.local.tree;

import dev.sluice.agent.store.key.Layout;
import dev.sluice.agent.store.local.record.AreaFiles;
import dev.sluice.agent.store.local.record.Records;
import dev.sluice.agent.store.local.volume.StorageArea;
import dev.sluice.common.model.BucketName;

/**
 * A bucket that was found.
 *
 * @param name its name
 * @param files the area on its file system
 * @param layout where its objects are
 */
public record Bucket(BucketName name, AreaFiles files, Layout layout) implements ReadableBucket {
  public StorageArea area() {
    return files.area();
  }

  @Override
  public Records records() {
    return files.records();
  }

  @Override
  public boolean identifiesFiles() {
    return area().capabilities().identity();
  }
}
