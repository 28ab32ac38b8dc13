package dev.sluice.engine.alluxio;

import static java.nio.charset.StandardCharsets.UTF_8;

import alluxio.client.file.URIStatus;
import com.google.protobuf.ByteString;
import dev.sluice.agent.store.format.CheckedMessage;
import dev.sluice.agent.store.format.MoveEntry;
import dev.sluice.agent.store.key.Layout;
import dev.sluice.common.model.BucketName;
import dev.sluice.common.model.StorageException;
import dev.sluice.v1.FailureReason;
import java.util.concurrent.locks.Lock;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Takes objects into directories at their own place, so that keys can be below them. For a moment
 * the object is at neither of its homes but in this agent's folder, in one that says where it
 * belongs: readers look again, and what a crash left there the next agent brings home.
 */
final class AlluxioRelocation {
  /** Begins the names of folders of moves. */
  static final String KIND = "move";

  private static final Logger LOG = LoggerFactory.getLogger(AlluxioRelocation.class);
  private static final String DIRECTORY = "/directory";

  private final AlluxioClient client;
  private final AlluxioPaths paths;
  private final AlluxioEpoch epoch;
  private final AlluxioPlaces places;

  AlluxioRelocation(
      AlluxioClient client, AlluxioPaths paths, AlluxioEpoch epoch, AlluxioPlaces places) {
    this.client = client;
    this.paths = paths;
    this.epoch = epoch;
    this.places = places;
  }

  /** Makes a directory of the object that lies where a directory of this home should be. */
  void clear(BucketName bucket, String path) {
    int top = paths.bucket(bucket).length();
    for (int at = path.indexOf('/', top + 1); at >= 0; at = path.indexOf('/', at + 1)) {
      String above = path.substring(0, at);
      URIStatus status = client.status(above);
      if (status == null) {
        return;
      }
      if (!status.isFolder()) {
        takeIn(bucket, above);
        return;
      }
    }
  }

  private void takeIn(BucketName bucket, String place) {
    byte[] path = place.substring(paths.bucket(bucket).length() + 1).getBytes(UTF_8);
    if (AlluxioPaths.KEYS.decode(path) == null) {
      throw new StorageException(
          FailureReason.STORAGE_FAULT,
          "alluxio: " + place + ": a file that is no object (expected: a directory, or nothing)");
    }
    Layout layout = places.of(bucket);
    Lock lock = layout.writeLock();
    lock.lock();
    try {
      URIStatus status = client.status(place);
      if (status != null && !status.isFolder()) {
        layout.move(() -> takeIn(bucket, path, place));
      }
    } finally {
      lock.unlock();
    }
  }

  private void takeIn(BucketName bucket, byte[] path, String place) {
    String move = epoch.nextPath(KIND);
    MoveEntry entry =
        MoveEntry.newBuilder().setBucket(bucket.value()).setPath(ByteString.copyFrom(path)).build();
    if (!client.makeDirectory(move, AlluxioRecords.ATTRIBUTE, CheckedMessage.write(entry))
        || !client.makeDirectory(move + DIRECTORY)) {
      throw epoch.lost(move);
    }
    if (client.rename(place, move + DIRECTORY + AlluxioPaths.SELF)) {
      boolean _ = client.rename(move + DIRECTORY, place);
    }
    if (!settle(move)) {
      throw new StorageException(
          FailureReason.STORAGE_FAULT, "alluxio: " + move + ": an object that cannot go home");
    }
  }

  /** Finishes what was under way in a folder of a move; false where its object cannot go home. */
  boolean settle(String move) {
    String inside = move + DIRECTORY + AlluxioPaths.SELF;
    boolean settled = client.status(inside) == null || bringHome(move, inside);
    if (settled) {
      client.remove(move);
    } else {
      LOG.warn("{}: an object that cannot go home; it stays there.", move);
    }
    return settled;
  }

  /** A file put at the place from outside meanwhile is newer and stays. */
  private boolean bringHome(String move, String inside) {
    String place = destination(move);
    if (place == null) {
      return false;
    }
    URIStatus there = client.status(place);
    if (there == null) {
      return client.makeDirectoriesBelow(bucketPath(place), AlluxioPaths.parent(place))
          && client.rename(move + DIRECTORY, place);
    }
    return !there.isFolder()
        || client.rename(inside, place + AlluxioPaths.SELF)
        || client.status(place + AlluxioPaths.SELF) != null;
  }

  /** The bucket's directory, which a place lies below. */
  private String bucketPath(String place) {
    return place.substring(0, place.indexOf('/', paths.root().length() + 1));
  }

  private @Nullable String destination(String move) {
    URIStatus status = client.status(move);
    byte[] value =
        status == null ? null : AlluxioClient.attribute(status, AlluxioRecords.ATTRIBUTE);
    MoveEntry entry = value == null ? null : CheckedMessage.read(value, MoveEntry.parser());
    if (entry == null || !BucketName.isLegal(entry.getBucket())) {
      return null;
    }
    byte[] path = entry.getPath().toByteArray();
    return AlluxioPaths.KEYS.decode(path) == null
        ? null
        : paths.bucket(new BucketName(entry.getBucket())) + "/" + AlluxioPaths.text(path);
  }
}
