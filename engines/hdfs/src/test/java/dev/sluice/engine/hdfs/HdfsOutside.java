package dev.sluice.engine.hdfs;

import dev.sluice.common.model.BucketName;
import dev.sluice.common.model.ObjectKey;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.Path;
import org.apache.hadoop.hdfs.DistributedFileSystem;

/** Changes a root as other programs change it, past the engine. */
record HdfsOutside(DistributedFileSystem files, String root) {
  Path path(BucketName bucket, ObjectKey key) {
    return new Path(new HdfsPaths(root).object(bucket, key));
  }

  void makeBucket(BucketName bucket) {
    try {
      files.mkdirs(new Path(new HdfsPaths(root).bucket(bucket)));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Writes other bytes into the file that is there, or a new one; its time differs. */
  void write(BucketName bucket, ObjectKey key, byte[] bytes) {
    try {
      Path path = path(bucket, key);
      if (!files.exists(path)) {
        try (OutputStream out = files.create(path)) {
          out.write(bytes);
        }
        return;
      }
      FileStatus before = files.getFileStatus(path);
      files.truncate(path, 0);
      try (OutputStream out = files.append(path)) {
        out.write(bytes);
      }
      if (files.getFileStatus(path).getModificationTime() == before.getModificationTime()) {
        files.setTimes(path, before.getModificationTime() + 1, -1);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
