package dev.sluice.engine.hdfs;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.google.protobuf.ByteString;
import dev.sluice.agent.store.format.CheckedMessage;
import dev.sluice.agent.store.format.MoveEntry;
import dev.sluice.agent.store.key.Layout;
import dev.sluice.common.model.BucketName;
import dev.sluice.common.model.KeySlot;
import dev.sluice.common.model.StorageException;
import dev.sluice.v1.FailureReason;
import java.util.Map;
import java.util.concurrent.locks.Lock;
import org.apache.hadoop.hdfs.protocol.HdfsFileStatus;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Takes objects into directories at their own place, so that keys can be below them. For a moment
 * the object is at neither of its homes but in this agent's staging folder, in a folder that says
 * where it belongs: readers look again, and what a crash left there the next agent brings home.
 */
final class HdfsRelocation {
  static final String KIND = "move";

  private static final Logger LOG = LoggerFactory.getLogger(HdfsRelocation.class);
  private static final String DIRECTORY = "/directory";

  private final HdfsClient client;
  private final HdfsPaths paths;
  private final HdfsPlaces places;

  /** Tells other agents of moves; null where there are none. */
  private final @Nullable HdfsMoves moves;

  HdfsRelocation(HdfsClient client, HdfsPaths paths, HdfsPlaces places, @Nullable HdfsMoves moves) {
    this.client = client;
    this.paths = paths;
    this.places = places;
    this.moves = moves;
  }

  /** Makes a directory of each object that lies where a directory of this home should be. */
  void clear(HdfsEpoch epoch, KeySlot slot, String path) {
    int top = paths.bucket(slot.bucket()).length();
    for (int at = path.indexOf('/', top + 1); at >= 0; at = path.indexOf('/', at + 1)) {
      String above = path.substring(0, at);
      HdfsFileStatus status = client.status(above);
      if (status == null) {
        return;
      }
      if (status.isFile()) {
        takeIn(epoch, slot, above);
        return;
      }
    }
  }

  private void takeIn(HdfsEpoch epoch, KeySlot slot, String place) {
    BucketName bucket = slot.bucket();
    byte[] path = place.substring(paths.bucket(bucket).length() + 1).getBytes(UTF_8);
    if (HdfsPaths.KEYS.decode(path) == null) {
      throw new StorageException(
          FailureReason.STORAGE_FAULT,
          "hdfs: " + place + ": a file that is no object (expected: a directory, or nothing)");
    }
    Layout layout = places.of(bucket);
    Lock lock = layout.writeLock();
    lock.lock();
    try {
      HdfsFileStatus status = client.status(place);
      if (status != null && status.isFile()) {
        layout.move(() -> takeIn(epoch, slot, path, place));
      }
    } finally {
      lock.unlock();
    }
  }

  private void takeIn(HdfsEpoch epoch, KeySlot slot, byte[] path, String place) {
    BucketName bucket = slot.bucket();
    String move = epoch.nextPath(moves == null ? KIND : HdfsMoves.kind(slot));
    MoveEntry entry =
        MoveEntry.newBuilder().setBucket(bucket.value()).setPath(ByteString.copyFrom(path)).build();
    if (!client.makeDirectory(move)
        || !client.makeDirectory(move + DIRECTORY)
        || !client.setAttribute(move, HdfsRecords.ATTRIBUTE, CheckedMessage.write(entry))) {
      throw epoch.lost(move);
    }
    if (moves != null) {
      moves.begin(bucket, move);
    }
    if (client.rename(place, move + DIRECTORY + HdfsPaths.SELF) == HdfsClient.Renamed.DONE) {
      client.rename(move + DIRECTORY, place);
    }
    if (!settle(move)) {
      throw new StorageException(
          FailureReason.STORAGE_FAULT, "hdfs: " + move + ": an object that cannot go to " + place);
    }
  }

  /** Finishes what was under way in a folder of moves; false where its object cannot go home. */
  boolean settle(String move) {
    String inside = move + DIRECTORY + HdfsPaths.SELF;
    boolean settled = client.status(inside) == null || bringHome(move, inside);
    if (settled) {
      BucketName bucket = moves == null ? null : bucketOf(move);
      if (moves != null && bucket != null) {
        moves.end(bucket, move);
      }
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
    HdfsFileStatus there = client.status(place);
    if (there == null) {
      return client.makeDirectoriesBelow(bucketPath(place), HdfsPaths.parent(place))
          && client.rename(move + DIRECTORY, place) == HdfsClient.Renamed.DONE;
    }
    if (there.isDirectory()) {
      HdfsClient.Renamed renamed = client.rename(inside, place + HdfsPaths.SELF);
      return renamed == HdfsClient.Renamed.DONE || renamed == HdfsClient.Renamed.OCCUPIED;
    }
    return true;
  }

  private @Nullable MoveEntry entry(String move) {
    Map<String, byte[]> attributes = client.attributes(move);
    byte[] value = attributes == null ? null : attributes.get(HdfsRecords.ATTRIBUTE);
    MoveEntry entry = value == null ? null : CheckedMessage.read(value, MoveEntry.parser());
    return entry == null || !BucketName.isLegal(entry.getBucket()) ? null : entry;
  }

  private @Nullable BucketName bucketOf(String move) {
    MoveEntry entry = entry(move);
    return entry == null ? null : new BucketName(entry.getBucket());
  }

  /** The bucket's directory, which a place lies below. */
  private String bucketPath(String place) {
    return place.substring(0, place.indexOf('/', paths.root().length() + 1));
  }

  private @Nullable String destination(String move) {
    MoveEntry entry = entry(move);
    if (entry == null) {
      return null;
    }
    byte[] path = entry.getPath().toByteArray();
    return HdfsPaths.KEYS.decode(path) == null
        ? null
        : paths.bucket(new BucketName(entry.getBucket())) + "/" + HdfsPaths.text(path);
  }
}
