package dev.sluice.agent.store.local.object;

import dev.sluice.agent.store.engine.object.OpenObject;
import dev.sluice.agent.store.local.posix.Descriptor;
import dev.sluice.agent.store.local.posix.ErrnoException;
import dev.sluice.agent.store.local.volume.StorageArea;
import dev.sluice.agent.store.local.volume.Volume;
import java.nio.ByteBuffer;

/**
 * A staged file that was copied over a boundary, to where a rename reaches the place of its key;
 * the bytes are shared where the file system can.
 */
final class CrossingStage implements Publishable {
  private final Publishable original;
  private final StagedFile copy;

  private CrossingStage(Publishable original, StagedFile copy) {
    this.original = original;
    this.copy = copy;
  }

  /** Copies a staged file into an area. */
  static CrossingStage copy(Volume volume, Publishable original, StorageArea area)
      throws ErrnoException {
    StagedFile copy = StagedFile.create(volume, area);
    boolean done = false;
    try {
      copy.append(original.file(), original.size());
      done = true;
      return new CrossingStage(original, copy);
    } finally {
      if (!done) {
        copy.close();
      }
    }
  }

  @Override
  public void write(ByteBuffer data) {
    throw new IllegalStateException("a copied stage takes no more bytes");
  }

  @Override
  public void append(OpenObject source, long offset, long length) {
    throw new IllegalStateException("a copied stage takes no more bytes");
  }

  @Override
  public long size() {
    return copy.size();
  }

  @Override
  public Descriptor file() {
    return copy.file();
  }

  @Override
  public Descriptor directory() {
    return copy.directory();
  }

  @Override
  public byte[] name() {
    return copy.name();
  }

  @Override
  public void published() {
    copy.published();
    original.publishedAsCopy();
  }

  @Override
  public void publishedAsCopy() {
    original.publishedAsCopy();
  }

  @Override
  public void unsealed() {
    copy.close();
  }

  @Override
  public void close() {
    copy.close();
    original.close();
  }
}
