package dev.sluice.frontend.route;

import dev.sluice.frontend.s3.CopySource;
import dev.sluice.frontend.s3.PercentDecoding;
import dev.sluice.frontend.s3.RequestHead;
import dev.sluice.frontend.s3.S3Exception;

/**
 * Reads {@code x-amz-copy-source}: {@code bucket/key} or {@code /bucket/key}, percent-encoded, with
 * {@code ?versionId=null} or without. An access point's ARN is not implemented.
 */
final class CopySourceReader {
  static final String HEADER = "x-amz-copy-source";
  private static final String VERSION = "?versionId=";

  private CopySourceReader() {}

  static CopySource read(RequestHead head, Addressing addressing) {
    String value = head.header(HEADER);
    String path = withoutVersion(value == null ? "" : value);
    if (path.startsWith("arn:")) {
      throw S3Exception.headerNotImplemented(HEADER, path);
    }
    // The separator may be encoded as well: some clients encode the whole value.
    String decoded = PercentDecoding.ofPath(path.startsWith("/") ? path.substring(1) : path);
    if (decoded.startsWith("/") && !path.startsWith("/")) {
      decoded = decoded.substring(1);
    }
    int slash = decoded.indexOf('/');
    if (slash <= 0 || slash == decoded.length() - 1) {
      throw S3Exception.invalidArgument(
          "Copy Source must mention the source bucket and key: sourcebucket/sourcekey",
          HEADER,
          path);
    }
    return new CopySource(
        addressing.bucket(decoded.substring(0, slash)),
        Addressing.key(decoded.substring(slash + 1)),
        head.header("x-amz-source-expected-bucket-owner"),
        Conditions.ofCopySource(head));
  }

  private static String withoutVersion(String value) {
    int version = value.lastIndexOf(VERSION);
    if (version < 0) {
      return value;
    }
    String id = value.substring(version + VERSION.length());
    if (!id.equals("null")) {
      throw S3Exception.invalidArgument("Invalid version id specified", HEADER, value);
    }
    return value.substring(0, version);
  }
}
