package dev.sluice.common.model;

/** Access control list with a name of Amazon S3. */
public enum CannedAcl {
  PRIVATE("private"),
  PUBLIC_READ("public-read"),
  PUBLIC_READ_WRITE("public-read-write"),
  AUTHENTICATED_READ("authenticated-read"),
  AWS_EXEC_READ("aws-exec-read"),
  /** Of objects. */
  BUCKET_OWNER_READ("bucket-owner-read"),
  /** Of objects. */
  BUCKET_OWNER_FULL_CONTROL("bucket-owner-full-control"),
  /** Of buckets. */
  LOG_DELIVERY_WRITE("log-delivery-write");

  private final String awsName;

  CannedAcl(String awsName) {
    this.awsName = awsName;
  }

  /** The name in the header {@code x-amz-acl}. */
  public String awsName() {
    return awsName;
  }
}
