package dev.sluice.engine.hdfs;

import dev.sluice.agent.store.engine.object.StoredObject;
import java.util.LinkedHashMap;
import java.util.concurrent.Future;
import org.apache.hadoop.hdfs.protocol.HdfsFileStatus;
import org.jspecify.annotations.Nullable;

/**
 * Objects of the files that one listing finds. A page costs a call of the namenode for each of
 * them: while the walk is at one, those that follow in its directory are read. As many are read
 * ahead as the walk has asked for already, so that a short page reads little in vain. For one
 * thread.
 */
final class HdfsListedObjects {
  /** Most objects of a directory that are read ahead of the walk. */
  static final int MAX_AHEAD = 16;

  /** Most files of a directory that are remembered until the walk asks for their objects. */
  private static final int MAX_FOUND = 2 * MAX_AHEAD;

  /** The walk is given an entry while it is at the one before. */
  private static final int UNDER_WAY = 2;

  private final HdfsReader reader;
  private final HdfsAhead calls;
  private final int limit;
  private int asked;

  /**
   * Objects of a listing.
   *
   * @param limit most of them that it takes
   */
  HdfsListedObjects(HdfsReader reader, HdfsAhead calls, int limit) {
    this.reader = reader;
    this.calls = calls;
    this.limit = limit;
  }

  /** The number of entries to find behind those that the walk is given. */
  int ahead() {
    return Math.max(0, Math.min(MAX_AHEAD, Math.min(asked, limit - asked - UNDER_WAY)));
  }

  /** A directory that the walk enters, of which no file was found yet. */
  Files enter() {
    return new Files();
  }

  /**
   * A file that was found.
   *
   * @param reading its object on the way; null: it is read when it is asked for
   */
  private record Found(HdfsFileStatus status, @Nullable Future<@Nullable StoredObject> reading) {
    void drop() {
      if (reading != null) {
        reading.cancel(false);
      }
    }
  }

  /** Files of a directory while the walk is in it. */
  final class Files implements AutoCloseable {
    private final LinkedHashMap<String, Found> found = new LinkedHashMap<>();

    /** A file was found, and its turn is to come. */
    void found(String file, HdfsFileStatus status) {
      Future<@Nullable StoredObject> reading =
          ahead() > 0 ? calls.ask(() -> reader.stat(file, status)) : null;
      found.put(file, new Found(status, reading));
      if (found.size() > MAX_FOUND) {
        // The walk has left it out.
        found.pollFirstEntry().getValue().drop();
      }
    }

    /** The object of a file; null where it is gone, or was not found a moment ago. */
    @Nullable StoredObject take(String file) {
      asked++;
      Found its = found.remove(file);
      if (its == null) {
        return null;
      }
      Future<@Nullable StoredObject> reading = its.reading();
      return reading == null ? reader.stat(file, its.status()) : HdfsAhead.answer(reading);
    }

    /** Gives up what is still on the way. */
    @Override
    public void close() {
      found.values().forEach(Found::drop);
      found.clear();
    }
  }
}
