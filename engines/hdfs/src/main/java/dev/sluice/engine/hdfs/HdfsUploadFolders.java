package dev.sluice.engine.hdfs;

import dev.sluice.common.model.BucketName;
import dev.sluice.common.model.UploadId;
import org.jspecify.annotations.Nullable;

/**
 * The folders of one upload. Its parts lie in an inner folder, which belongs to one epoch.
 *
 * @param open the folder of the upload until it is completed: it bears the note of its beginning
 * @param done what the inner folder becomes once the upload is completed
 * @param name of the inner folder while it lies in an epoch's folder
 */
record HdfsUploadFolders(String open, String done, String name) {
  /** Begins names of inner folders in an epoch's folder; behind it stand bucket and upload. */
  static final String KIND = "upload";

  /** Is in no bucket's name. */
  private static final char SEPARATOR = ',';

  static HdfsUploadFolders of(HdfsPaths paths, BucketName bucket, UploadId id) {
    return new HdfsUploadFolders(
        paths.openUploads(bucket) + "/" + id,
        paths.doneUploads(bucket) + "/" + id,
        KIND + "-" + bucket.value() + SEPARATOR + id);
  }

  /** Those of an upload by the name of its inner folder in an epoch's folder; null for others. */
  static @Nullable HdfsUploadFolders named(HdfsPaths paths, String name) {
    int from = KIND.length() + 1;
    int to = name.indexOf(SEPARATOR);
    if (to < from || !name.startsWith(KIND + "-")) {
      return null;
    }
    String bucket = name.substring(from, to);
    String id = name.substring(to + 1);
    return BucketName.isLegal(bucket) && UploadId.isLegal(id)
        ? of(paths, new BucketName(bucket), new UploadId(id))
        : null;
  }

  /** The inner folder while it takes parts. */
  String inner(HdfsEpoch epoch) {
    return open + "/" + epoch.id();
  }

  /** The inner folder while it changes hands, or is completed. */
  String taken(HdfsEpoch epoch) {
    return epoch.path() + "/" + name;
  }
}
