package dev.sluice.common.model;

/** Access control list with a name of Amazon S3. */
public enum CannedAcl {
  PRIVATE("private"),
  PUBLIC_READ("public-read"),
  PUBLIC_READ_WRITE("public-read-write"),
  AUTHENTICATED_READ("authenticated-read"),
  /** For Amazon EC2, which is {@link #EC2}. */
  AWS_EXEC_READ("aws-exec-read"),
  /** Of objects. */
  BUCKET_OWNER_READ("bucket-owner-read"),
  /** Of objects. */
  BUCKET_OWNER_FULL_CONTROL("bucket-owner-full-control"),
  /** Of buckets. */
  LOG_DELIVERY_WRITE("log-delivery-write");

  /** The user that AWS names for Amazon EC2. */
  public static final Principal EC2 =
      new Principal("6aa5a366c34c1cbe25dc49211496e913e0351eb0e8c37aa3477e40942ec6b97c", "za-team");

  private final String awsName;

  CannedAcl(String awsName) {
    this.awsName = awsName;
  }

  /** The name in the header {@code x-amz-acl}. */
  public String awsName() {
    return awsName;
  }
}
