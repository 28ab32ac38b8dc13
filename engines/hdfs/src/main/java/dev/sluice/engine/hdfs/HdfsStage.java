package dev.sluice.engine.hdfs;

import dev.sluice.agent.store.engine.object.OpenObject;
import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;

/** Bytes on their way to become an object. */
final class HdfsStage implements HdfsSource {
  static final String KIND = "stage";

  private final HdfsClient client;
  private final HdfsOutput output;

  /** Where the file was before it came into an epoch; null where it is there. */
  private @Nullable String outside;

  private boolean published;

  HdfsStage(HdfsClient client, HdfsOutput output) {
    this.client = client;
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

  /** Brings the file into an epoch, out of whose folder alone it may become an object. */
  @Override
  public void enter(HdfsEpoch epoch) {
    String inside = epoch.enter(output.path(), KIND);
    if (!inside.equals(output.path())) {
      outside = output.path();
      output.moved(inside);
    }
  }

  /** The agent's folder is there as long as the agent; an epoch may be over by the next attempt. */
  @Override
  public void leave() {
    String back = outside;
    if (back != null && client.rename(output.path(), back) == HdfsClient.Renamed.DONE) {
      output.moved(back);
    }
    outside = null;
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
