package dev.sluice.engine.hdfs;

import dev.sluice.common.model.BucketName;
import dev.sluice.common.model.KeySlot;
import dev.sluice.common.model.StorageException;
import dev.sluice.v1.FailureReason;
import java.util.ArrayList;
import java.util.List;
import org.apache.hadoop.hdfs.protocol.HdfsFileStatus;
import org.jspecify.annotations.Nullable;

/**
 * The moves of objects as other agents see them. A folder for each bucket has a mark for each move
 * that is under way, and the mark of the last one that ended, whose id is never used again. Marks
 * are renamed out of the folder of the move, which lies in that of an epoch: one that is over makes
 * none, and ends none.
 *
 * <p>A second mark in the bucket's directory, under a name that is no key's, keeps the directory
 * from being empty while its only object may be on its way.
 */
final class HdfsMoves {
  /** Begins the names of the marks in buckets. */
  static final String BUSY = ".%busy-";

  private static final String LAST = "last";
  private static final String MARK = "/mark";
  private static final String KEEP = "/keep";
  private static final char DASH = '-';

  private final HdfsClient client;
  private final HdfsPaths paths;

  /**
   * The moves of a bucket at one moment.
   *
   * @param last id of the mark of the last that ended; 0 where none did
   * @param underWay names of those that did not end
   */
  record Stamp(long last, List<String> underWay) {
    boolean isQuiet() {
      return underWay.isEmpty();
    }
  }

  HdfsMoves(HdfsClient client, HdfsPaths paths) {
    this.client = client;
    this.paths = paths;
  }

  /** The kind of the folders of moves in a slot, so that a mark names its slot. */
  static String kind(KeySlot slot) {
    return HdfsRelocation.KIND + DASH + slot.number();
  }

  /** The slot of a mark; null where it names none. */
  static @Nullable KeySlot slotOf(BucketName bucket, String mark) {
    String number = mark.substring(mark.indexOf(DASH) + 1).split("-", 2)[0];
    return number.matches("[0-9]{1,3}+") && Integer.parseInt(number) < KeySlot.COUNT
        ? new KeySlot(bucket, Integer.parseInt(number))
        : null;
  }

  /** The moves of a bucket as they are now. */
  Stamp stamp(BucketName bucket) {
    long last = 0;
    List<String> underWay = new ArrayList<>();
    HdfsDirectory marks = new HdfsDirectory(client, paths.moves(bucket), HdfsDirectory.FIRST);
    while (marks.hasNext()) {
      HdfsFileStatus mark = marks.next();
      if (mark.getLocalName().equals(LAST)) {
        last = mark.getFileId();
      } else {
        underWay.add(mark.getLocalName());
      }
    }
    return new Stamp(last, underWay);
  }

  /** Marks a move, of which nothing was done yet but its folder. */
  void begin(BucketName bucket, String move) {
    if (!show(move + MARK, mark(bucket, move))) {
      client.makeDirectories(paths.moves(bucket));
      require(show(move + MARK, mark(bucket, move)), move);
    }
    require(show(move + KEEP, keep(bucket, move)), move);
  }

  private String mark(BucketName bucket, String move) {
    return paths.moves(bucket) + "/" + HdfsPaths.name(move);
  }

  private String keep(BucketName bucket, String move) {
    return paths.bucket(bucket) + "/" + BUSY + HdfsPaths.name(move);
  }

  private boolean show(String prepared, String mark) {
    return client.makeDirectory(prepared)
        && client.replace(prepared, mark) == HdfsClient.Renamed.DONE;
  }

  private static void require(boolean done, String move) {
    if (!done) {
      throw new StorageException(
          FailureReason.UNAVAILABLE,
          "hdfs: " + move + ": its slot was taken over, or its bucket removed (expected: a retry)");
    }
  }

  /** Ends a move whose object is at home; one that was never marked has nothing to end. */
  void end(BucketName bucket, String move) {
    if (client.status(mark(bucket, move)) == null) {
      return;
    }
    require(show(move + "/" + LAST, paths.moves(bucket) + "/" + LAST), move);
    client.removeEmpty(keep(bucket, move));
    client.remove(mark(bucket, move));
  }
}
