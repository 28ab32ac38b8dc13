package dev.sluice.engine.alluxio;

import alluxio.client.file.FileInStream;
import alluxio.client.file.URIStatus;
import dev.sluice.agent.store.engine.object.ObjectName;
import dev.sluice.agent.store.engine.object.StoredObject;
import dev.sluice.common.model.BucketName;
import dev.sluice.common.model.ObjectKey;
import dev.sluice.common.model.StorageException;
import dev.sluice.v1.FailureReason;
import org.jspecify.annotations.Nullable;

/** Finds objects, reads their records and opens them. */
final class AlluxioReader {
  /** The number of looks for an object that is replaced while it is looked at. */
  private static final int MAX_LOOKS = 64;

  private final AlluxioClient client;
  private final AlluxioPaths paths;
  private final AlluxioRecords records;
  private final AlluxioBuckets buckets;
  private final AlluxioPlaces places;

  AlluxioReader(
      AlluxioClient client,
      AlluxioPaths paths,
      AlluxioRecords records,
      AlluxioBuckets buckets,
      AlluxioPlaces places) {
    this.client = client;
    this.paths = paths;
    this.records = records;
    this.buckets = buckets;
    this.places = places;
  }

  /** The object of a name; null where there is none. */
  @Nullable StoredObject stat(ObjectName name) {
    AlluxioFile found = name.isUnversioned() ? find(name.bucket(), name.key()) : null;
    if (found == null) {
      buckets.require(name.bucket());
      return null;
    }
    return found.object();
  }

  /** The object of a name, open; null where there is none. */
  @Nullable AlluxioOpenObject open(ObjectName name) {
    for (int looks = 0; name.isUnversioned() && looks < MAX_LOOKS; looks++) {
      AlluxioFile found = find(name.bucket(), name.key());
      if (found == null) {
        break;
      }
      AlluxioOpenObject open = open(found);
      if (open != null) {
        return open;
      }
    }
    buckets.require(name.bucket());
    return null;
  }

  /** Null where the file was replaced meanwhile. */
  private @Nullable AlluxioOpenObject open(AlluxioFile found) {
    if (found.object().size() == 0) {
      return AlluxioOpenObject.held(client, found, new byte[0]);
    }
    FileInStream in = client.open(found.status());
    if (in == null) {
      return null;
    }
    AlluxioOpenObject open = AlluxioOpenObject.streamed(client, found, in);
    return found.object().size() <= AlluxioOpenObject.MAX_HELD_BYTES ? open.held() : open;
  }

  /** The file of an object, whichever of its homes it is at. */
  private @Nullable AlluxioFile find(BucketName bucket, ObjectKey key) {
    return places.of(bucket).find(() -> look(bucket, key));
  }

  /** The same where no object moves meanwhile; the caller has a lock of the bucket's places. */
  @Nullable AlluxioFile look(BucketName bucket, ObjectKey key) {
    AlluxioFile core = null;
    for (int looks = 0; looks < MAX_LOOKS; looks++) {
      URIStatus status = locate(bucket, key);
      if (status == null) {
        return null;
      }
      AlluxioFile read = records.read(status);
      if (read.whole() || isSameTwice(core, read)) {
        return read;
      }
      core = read;
    }
    throw new StorageException(
        FailureReason.CONDITIONAL_CONFLICT,
        "object: replaced at each of " + MAX_LOOKS + " looks (expected: a retry later)");
  }

  /** Whether a part of the record is missing for good, and not because it was just replaced. */
  private static boolean isSameTwice(@Nullable AlluxioFile before, AlluxioFile now) {
    return before != null && before.object().state().equals(now.object().state());
  }

  /** The file of an object without its record; null where there is none. */
  @Nullable URIStatus locate(BucketName bucket, ObjectKey key) {
    String path = paths.object(bucket, key);
    URIStatus status = client.status(path);
    if (status != null && status.isFolder() && AlluxioPaths.hasTwoHomes(key)) {
      status = client.status(path + AlluxioPaths.SELF);
    }
    return status != null && AlluxioFile.isFile(status) ? status : null;
  }

  /** The object of a file in a listing. */
  StoredObject object(URIStatus status) {
    return records.read(status).object();
  }
}
