package dev.sluice.agent.store.local.upload;

import dev.sluice.agent.store.engine.object.OpenObject;
import dev.sluice.agent.store.local.object.Publishable;
import dev.sluice.agent.store.local.posix.Descriptor;
import java.nio.ByteBuffer;

/** An upload's parts, made one file. */
final class Assembly implements Publishable {
  private final LocalUpload upload;
  private final Descriptor directory;
  private final Descriptor file;
  private final byte[] name;
  private final long size;
  private boolean published;

  /** Takes the descriptors over. */
  Assembly(LocalUpload upload, Descriptor directory, Descriptor file, byte[] name, long size) {
    this.upload = upload;
    this.directory = directory;
    this.file = file;
    this.name = name;
    this.size = size;
  }

  @Override
  public void write(ByteBuffer data) {
    throw new IllegalStateException("an assembled stage takes no more bytes");
  }

  @Override
  public void append(OpenObject source, long offset, long length) {
    throw new IllegalStateException("an assembled stage takes no more bytes");
  }

  @Override
  public long size() {
    return size;
  }

  @Override
  public Descriptor file() {
    return file;
  }

  @Override
  public Descriptor directory() {
    return directory;
  }

  @Override
  public byte[] name() {
    return name;
  }

  @Override
  public void published() {
    published = true;
    upload.published();
  }

  @Override
  public void publishedAsCopy() {
    published();
  }

  @Override
  public void close() {
    if (file.isClosed()) {
      return;
    }
    try {
      if (!published) {
        upload.withdraw(directory);
      }
    } finally {
      file.close();
      directory.close();
    }
  }
}
