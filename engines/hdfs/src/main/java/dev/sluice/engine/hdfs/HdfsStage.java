package dev.sluice.engine.hdfs;

import dev.sluice.agent.store.engine.object.OpenObject;
import java.nio.ByteBuffer;

/** Bytes on their way to become an object. */
final class HdfsStage implements HdfsSource {
  private final HdfsOutput output;
  private boolean published;

  HdfsStage(HdfsOutput output) {
    this.output = output;
  }

  @Override
  public void write(ByteBuffer data) {
    output.write(data);
  }

  @Override
  public void append(OpenObject source, long offset, long length) {
    output.append(source, offset, length);
  }

  @Override
  public long size() {
    return output.size();
  }

  @Override
  public String path() {
    return output.path();
  }

  @Override
  public void end() {
    if (published) {
      throw new IllegalStateException("stage: used (expected: published once)");
    }
    output.end();
  }

  @Override
  public boolean isWhole() {
    return true;
  }

  @Override
  public void join() {
    // it is one file from the beginning
  }

  @Override
  public void published() {
    published = true;
  }

  @Override
  public void close() {
    if (!published) {
      output.discard();
    }
  }
}
