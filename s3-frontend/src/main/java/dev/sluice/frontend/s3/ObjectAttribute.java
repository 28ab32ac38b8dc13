package dev.sluice.frontend.s3;

/**
 * The attributes that GetObjectAttributes can return; AWS's names in {@code
 * x-amz-object-attributes}.
 */
public enum ObjectAttribute {
  ETAG("ETag"),
  CHECKSUM("Checksum"),
  OBJECT_PARTS("ObjectParts"),
  STORAGE_CLASS("StorageClass"),
  OBJECT_SIZE("ObjectSize");

  private final String awsName;

  ObjectAttribute(String awsName) {
    this.awsName = awsName;
  }

  /** The name in the header. */
  public String awsName() {
    return awsName;
  }
}
