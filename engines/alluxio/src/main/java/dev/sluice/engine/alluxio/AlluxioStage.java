package dev.sluice.engine.alluxio;

import dev.sluice.agent.store.engine.object.OpenObject;
import dev.sluice.agent.store.engine.object.Stage;
import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;

/** Bytes on their way to become an object. */
final class AlluxioStage implements Stage {
  static final String KIND = "stage";

  private final AlluxioOutput output;

  /** The upload whose parts these bytes are; null where they are sent as one. */
  private final @Nullable AlluxioUpload upload;

  private boolean published;
  private boolean closed;

  AlluxioStage(AlluxioOutput output, @Nullable AlluxioUpload upload) {
    this.output = output;
    this.upload = upload;
  }

  @Override
  public void write(ByteBuffer data) {
    requireSent();
    output.write(data);
  }

  @Override
  public void append(OpenObject source, long offset, long length) {
    requireSent();
    output.append(source, offset, length);
  }

  private void requireSent() {
    if (upload != null) {
      throw new IllegalStateException("an assembled stage takes no more bytes");
    }
  }

  @Override
  public long size() {
    return output.size();
  }

  /** The file. */
  String path() {
    return output.path();
  }

  /** Ends the file, durably. Takes as long as there are bytes. */
  void end() {
    if (published) {
      throw new IllegalStateException("stage: used (expected: published once)");
    }
    output.end();
  }

  /** The file is an object now. */
  void published() {
    published = true;
    if (upload != null) {
      upload.published();
    }
  }

  @Override
  public void close() {
    if (published || closed) {
      return;
    }
    closed = true;
    if (upload == null) {
      output.discard();
    } else {
      upload.withdraw(output);
    }
  }
}
