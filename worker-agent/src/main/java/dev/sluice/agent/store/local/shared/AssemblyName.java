package dev.sluice.agent.store.local.shared;

import dev.sluice.agent.store.local.posix.Names;
import dev.sluice.common.model.BucketName;
import dev.sluice.common.model.UploadId;
import java.util.UUID;

/**
 * The name of an assembled upload on its way to become an object: {@code
 * complete.<UUID>.<bucket>,<upload>}, which no other ever has. It says which upload it is of, so
 * that whoever finds it in the folder of an epoch knows whom to tell.
 */
final class AssemblyName {
  private static final char SEPARATOR = ',';

  private AssemblyName() {}

  /** A new one. */
  static String of(BucketName bucket, UploadId upload) {
    return Remains.COMPLETE
        + "."
        + UUID.randomUUID()
        + "."
        + bucket.value()
        + SEPARATOR
        + upload.value();
  }

  /** The path of the upload's folder among all uploads. */
  static byte[] uploadOf(String name) {
    String place = name.substring(name.indexOf('.', name.indexOf('.') + 1) + 1);
    return Names.of(place.replace(SEPARATOR, '/'));
  }

  /** The name in the upload's folder that says that it did not become the object. */
  static byte[] unpublished(String name) {
    return Names.of("unpublished." + name);
  }
}
