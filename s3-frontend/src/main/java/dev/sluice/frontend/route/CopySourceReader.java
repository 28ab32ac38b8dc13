package dev.sluice.frontend.route;

import dev.sluice.frontend.s3.CopySource;
import dev.sluice.frontend.s3.HeaderText;
import dev.sluice.frontend.s3.PercentDecoding;
import dev.sluice.frontend.s3.RequestHead;
import dev.sluice.frontend.s3.S3Exception;
import java.util.regex.Pattern;

/**
 * Reads {@code x-amz-copy-source}: {@code bucket/key} or {@code /bucket/key}, with {@code
 * ?versionId=null} or without, which is split off before anything is decoded. It is encoded as a
 * query is: {@code +} is a blank, as AWS reads it and as Go's QueryEscape writes it, and a plus is
 * {@code %2B}. An access point's ARN is not implemented.
 *
 * <p>Two blanks in a row have to be encoded: Signature V4 signs a run of blanks in a header as if
 * it were one, so that two keys would become one.
 */
final class CopySourceReader {
  static final String HEADER = "x-amz-copy-source";
  private static final String VERSION = "?versionId=";

  private static final Pattern BLANKS = Pattern.compile("[ \\t]{2}|\\t");

  private CopySourceReader() {}

  static CopySource read(RequestHead head, Addressing addressing) {
    String sent = head.header(HEADER);
    String value = sent == null ? "" : HeaderText.fromWire(sent);
    if (BLANKS.matcher(value).find()) {
      throw S3Exception.invalidArgument(
          "Copy Source must be URL-encoded: two blanks in a row", HEADER, value);
    }
    String path = withoutVersion(value);
    if (path.startsWith("arn:")) {
      throw S3Exception.headerNotImplemented(HEADER, path);
    }
    // The separator may be encoded as well: some clients encode the whole value.
    String decoded = PercentDecoding.ofQuery(path.startsWith("/") ? path.substring(1) : path);
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
