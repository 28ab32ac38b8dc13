package dev.sluice.common.model;

import org.jspecify.annotations.Nullable;

/** Ownership of the objects that are written into a bucket. */
public enum ObjectOwnership {
  /** The bucket's owner owns them, and access control lists take no part in any decision. */
  BUCKET_OWNER_ENFORCED("BucketOwnerEnforced"),
  /** The bucket's owner, where the request states bucket-owner-full-control, else the writer. */
  BUCKET_OWNER_PREFERRED("BucketOwnerPreferred"),
  /** The writer owns them. */
  OBJECT_WRITER("ObjectWriter");

  private final String awsName;

  ObjectOwnership(String awsName) {
    this.awsName = awsName;
  }

  /** The name in documents of S3. */
  public String awsName() {
    return awsName;
  }

  /** The ownership of this name; null: there is none. */
  public static @Nullable ObjectOwnership of(@Nullable String awsName) {
    for (ObjectOwnership ownership : values()) {
      if (ownership.awsName.equals(awsName)) {
        return ownership;
      }
    }
    return null;
  }
}
