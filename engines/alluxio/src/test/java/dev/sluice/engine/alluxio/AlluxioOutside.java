package dev.sluice.engine.alluxio;

import alluxio.AlluxioURI;
import alluxio.client.file.FileOutStream;
import alluxio.client.file.FileSystem;
import alluxio.exception.AlluxioException;
import alluxio.grpc.CreateDirectoryPOptions;
import alluxio.grpc.CreateFilePOptions;
import alluxio.grpc.XAttrPropagationStrategy;
import alluxio.shaded.client.com.google.protobuf.ByteString;
import dev.sluice.common.model.BucketName;
import dev.sluice.common.model.ObjectKey;
import java.io.IOException;
import java.io.UncheckedIOException;

/** Changes a root as other programs change it, past the engine. */
record AlluxioOutside(FileSystem files, String root) {
  String path(BucketName bucket, ObjectKey key) {
    return new AlluxioPaths(root).object(bucket, key);
  }

  void makeBucket(BucketName bucket) {
    try {
      files.createDirectory(
          new AlluxioURI(new AlluxioPaths(root).bucket(bucket)),
          CreateDirectoryPOptions.newBuilder().setRecursive(true).build());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (AlluxioException e) {
      throw new IllegalStateException(e);
    }
  }

  /**
   * Writes a file in place of the one that is there, whose attributes it keeps: Alluxio changes no
   * file, so that who edits one makes another.
   */
  void write(BucketName bucket, ObjectKey key, byte[] bytes) {
    AlluxioURI path = new AlluxioURI(path(bucket, key));
    CreateFilePOptions.Builder options = CreateFilePOptions.newBuilder().setRecursive(true);
    try {
      if (files.exists(path)) {
        files
            .getStatus(path)
            .getXAttr()
            .forEach((name, value) -> options.putXattr(name, ByteString.copyFrom(value)));
        files.delete(path);
      }
      options.setXattrPropStrat(XAttrPropagationStrategy.LEAF_NODE);
      try (FileOutStream out = files.createFile(path, options.build())) {
        out.write(bytes);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (AlluxioException e) {
      throw new IllegalStateException(e);
    }
  }
}
