package dev.sluice.engine.hdfs;

import dev.sluice.agent.store.format.Intent;
import dev.sluice.agent.store.format.UploadCodec;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Uploads that come into an epoch. An agent writes parts into an inner folder named after its
 * epoch, and takes one of another name by renaming it through its epoch's folder: an agent that was
 * taken over from has no such folder any more, so that it takes nothing, and finds nothing at the
 * names that it knows. While an upload is completed, its inner folder lies in the epoch's folder:
 * so do the joining and the intent, and publishing is a renaming out of there. A takeover brings
 * home what it finds there.
 */
final class HdfsUploadTakeover {
  /** The note of what a completion is about to make. */
  static final String INTENT = "intent";

  /** Name of an inner folder that a takeover brought home; of no epoch. */
  private static final String RESCUED = "rescued";

  private final HdfsClient client;
  private final HdfsPaths paths;
  private final HdfsNotes notes;

  HdfsUploadTakeover(HdfsClient client, HdfsPaths paths, HdfsNotes notes) {
    this.client = client;
    this.paths = paths;
    this.notes = notes;
  }

  /** What became of an upload. */
  enum Standing {
    /** Its inner folder is the epoch's. */
    OPEN,
    /** It is completed. */
    FINISHED,
    /** There is no such upload any more. */
    GONE
  }

  /**
   * Brings the inner folder of an upload into an epoch.
   *
   * @throws dev.sluice.common.model.StorageException {@code UNAVAILABLE} where the epoch is over
   */
  Standing bring(HdfsUploadFolders folders, HdfsEpoch epoch) {
    List<String> inside = HdfsDirectory.names(client, folders.open());
    if (inside.contains(epoch.id())) {
      return Standing.OPEN;
    }
    String taken = folders.taken(epoch);
    for (String other : inside) {
      if (!HdfsNotes.isFile(other)
          && client.rename(folders.open() + "/" + other, taken) != HdfsClient.Renamed.DONE) {
        throw epoch.lost(taken);
      }
    }
    if (client.status(taken) != null) {
      if (!bringHome(taken, folders, folders.inner(epoch))) {
        throw epoch.lost(taken);
      }
      return isFinished(folders) ? Standing.FINISHED : Standing.OPEN;
    }
    if (isFinished(folders)) {
      client.remove(folders.open());
      return Standing.FINISHED;
    }
    if (epoch.isOver()) {
      throw epoch.lost(taken);
    }
    return Standing.GONE;
  }

  private boolean isFinished(HdfsUploadFolders folders) {
    return client.status(folders.done()) != null;
  }

  /** Brings home what lies in the folder of an epoch that is over; false where it cannot. */
  boolean rescue(String taken) {
    HdfsUploadFolders folders = HdfsUploadFolders.named(paths, HdfsPaths.name(taken));
    if (folders == null) {
      return false;
    }
    if (client.status(folders.open()) == null) {
      // It was aborted, or its bucket removed.
      client.remove(taken);
      return true;
    }
    return bringHome(taken, folders, folders.open() + "/" + RESCUED);
  }

  /** Whether the last intent was carried out, only its file can show. */
  private boolean bringHome(String taken, HdfsUploadFolders folders, String home) {
    Map<String, byte[]> all = notes.all(taken);
    if (all == null) {
      return false;
    }
    Intent intent = intent(taken, all);
    if (intent != null && client.status(taken + "/" + intent.getFile()) == null) {
      return finish(taken, folders);
    }
    if (HdfsNotes.has(all, INTENT)) {
      notes.remove(taken, INTENT);
    }
    return client.rename(taken, home) == HdfsClient.Renamed.DONE;
  }

  /** What an upload that became an object has made; null where there is none. */
  @Nullable Intent finished(HdfsUploadFolders folders) {
    Map<String, byte[]> all = notes.all(folders.done());
    return all == null ? null : intent(folders.done(), all);
  }

  /** The intent noted with an inner folder; null where there is none of use. */
  private @Nullable Intent intent(String folder, Map<String, byte[]> all) {
    Intent noted = notes.get(folder, all, INTENT, Intent.parser());
    return noted != null && UploadCodec.isSound(noted) ? noted : null;
  }

  /** Makes the inner folder of a completed upload its tombstone; false where it is not there. */
  boolean finish(String taken, HdfsUploadFolders folders) {
    if (client.rename(taken, folders.done()) != HdfsClient.Renamed.DONE) {
      return false;
    }
    client.remove(folders.open());
    bury(folders);
    return true;
  }

  /** Removes parts that did not become the object's; notes stay. */
  private void bury(HdfsUploadFolders folders) {
    for (String name : HdfsDirectory.names(client, folders.done())) {
      if (!HdfsNotes.isFile(name)) {
        client.remove(folders.done() + "/" + name);
      }
    }
  }

  /**
   * Removes an upload, or its tombstone: it goes into the epoch's folder as a whole, in one step
   * that an epoch that is over does not have. False where it is over.
   */
  boolean discard(HdfsUploadFolders folders, HdfsEpoch epoch) {
    String gone = epoch.nextPath("gone");
    if (client.rename(folders.open(), gone) == HdfsClient.Renamed.DONE) {
      client.remove(gone);
      return true;
    }
    if (epoch.isOver()) {
      return false;
    }
    client.remove(folders.done());
    return true;
  }
}
