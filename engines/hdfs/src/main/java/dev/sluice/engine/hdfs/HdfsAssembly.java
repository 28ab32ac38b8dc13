package dev.sluice.engine.hdfs;

import dev.sluice.agent.store.engine.object.OpenObject;
import dev.sluice.agent.store.engine.upload.PartRecord;
import dev.sluice.common.model.StorageException;
import java.nio.ByteBuffer;
import java.util.List;

/** An upload's parts, made one file: by joining their files at the last moment, or by copying. */
final class HdfsAssembly implements HdfsSource {
  /** The number of files joined by one call, which holds the namenode's lock. */
  private static final int MAX_SOURCES = 1000;

  private final HdfsClient client;
  private final HdfsUpload upload;
  private final String folder;
  private final String name;
  private final List<PartRecord> listed;
  private final List<PartRecord> placed;
  private final long size;
  private final boolean joinable;
  private boolean joining;
  private boolean joined;
  private boolean published;
  private boolean closed;

  /**
   * An assembly.
   *
   * @param listed the parts where they lie
   * @param placed the same where they will lie
   * @param joinable whether their files are joined; else they were copied already
   */
  HdfsAssembly(
      HdfsClient client,
      HdfsUpload upload,
      String folder,
      String name,
      List<PartRecord> listed,
      List<PartRecord> placed,
      long size,
      boolean joinable) {
    this.client = client;
    this.upload = upload;
    this.folder = folder;
    this.name = name;
    this.listed = listed;
    this.placed = placed;
    this.size = size;
    this.joinable = joinable;
  }

  String name() {
    return name;
  }

  /** The failure of a change that does not find the file. */
  StorageException lost() {
    return upload.lost();
  }

  List<PartRecord> placed() {
    return placed;
  }

  /** Whether parts may lie in its file and nowhere else. */
  boolean holdsParts() {
    return joining;
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
  public String path() {
    return folder + "/" + name;
  }

  @Override
  public void end() {
    // it was ended when it was made
  }

  @Override
  public boolean isWhole() {
    return !joinable || joined;
  }

  /** HDFS refuses empty files, which add nothing. */
  @Override
  public void join() {
    if (isWhole()) {
      return;
    }
    List<String> sources =
        listed.stream()
            .filter(part -> part.size() > 0)
            .map(part -> folder + "/" + part.place().file())
            .toList();
    try {
      for (int from = 0; from < sources.size(); from += MAX_SOURCES) {
        joining = true;
        int to = Math.min(sources.size(), from + MAX_SOURCES);
        client.concat(path(), sources.subList(from, to).toArray(String[]::new));
      }
      joined = true;
      upload.joined(this);
    } finally {
      if (!joined) {
        upload.doubt();
      }
    }
  }

  @Override
  public void enter(HdfsEpoch epoch) {
    // It is there with its whole upload, or in an epoch that is over.
    if (!upload.isOf(epoch)) {
      throw upload.lost();
    }
  }

  @Override
  public void leave() {
    // it goes with its upload
  }

  @Override
  public void published() {
    published = true;
    upload.published();
  }

  @Override
  public void close() {
    if (!published && !closed) {
      closed = true;
      upload.withdraw(this);
    }
  }
}
