package dev.sluice.common.policy;

/**
 * Question to a policy: may this requester do this?
 *
 * @param action as AWS names it: {@code s3:GetObject}
 * @param resource {@code arn:aws:s3:::bucket} or {@code arn:aws:s3:::bucket/key}
 * @param requester that the principals are compared with
 * @param keys condition keys of the request
 */
public record PolicyQuestion(
    String action, String resource, Requester requester, ConditionKeys keys) {
  private static final String S3_ARN = "arn:aws:s3:::";

  /** ARN of a bucket. */
  public static String arnOf(String bucket) {
    return S3_ARN + bucket;
  }

  /** ARN of an object. */
  public static String arnOf(String bucket, String key) {
    return S3_ARN + bucket + '/' + key;
  }
}
