package dev.sluice.frontend.access;

/** The format of a line in the access log: one line per record, whatever the client sent. */
public enum AccessFormat {
  /**
   * Amazon S3's server access log: 27 fields apart by blanks, {@code -} for what is not known.
   * Source: AWS, "Amazon S3 server access log format".
   */
  AWS {
    @Override
    String line(AccessRecord record) {
      return AwsLine.of(record);
    }
  },
  /**
   * A JSON document; its fields are named as those that AWS delivers to CloudWatch Logs, with the
   * tiers' times besides. Source: AWS, "Log format in CloudWatch Logs".
   */
  JSON {
    @Override
    String line(AccessRecord record) {
      return JsonLine.of(record);
    }
  };

  /** The record without a line's end. */
  abstract String line(AccessRecord record);
}
