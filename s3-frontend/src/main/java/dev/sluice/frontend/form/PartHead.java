package dev.sluice.frontend.form;

import dev.sluice.frontend.s3.HeaderText;
import dev.sluice.frontend.s3.S3ErrorCode;
import dev.sluice.frontend.s3.S3Exception;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The headers of one part (RFC 7578 section 4.2).
 *
 * @param name of the field, in lower case
 * @param fileName the last segment of the file's name, as some browsers send its whole path; empty
 *     where there is none
 */
record PartHead(String name, String fileName) {
  private static final Pattern PARAMETER =
      Pattern.compile(";\\s*([a-z*]+)=(?:\"((?:[^\"\\\\]|\\\\.)*+)\"|([^\";\\s]*))");

  /** Reads lines of one character for each byte, without the empty line after them. */
  static PartHead parse(String lines) {
    String disposition = null;
    for (String line : lines.split("\r\n", -1)) {
      int colon = line.indexOf(':');
      if (colon <= 0 || line.indexOf('\n') >= 0 || line.indexOf('\0') >= 0) {
        throw malformed();
      }
      if (line.substring(0, colon).equalsIgnoreCase("content-disposition")) {
        if (disposition != null) {
          throw malformed();
        }
        disposition = line.substring(colon + 1).strip();
      } else if (line.substring(0, colon).equalsIgnoreCase("content-transfer-encoding")
          && !line.substring(colon + 1).strip().matches("(?i)7bit|8bit|binary")) {
        throw malformed(); // deprecated, and bytes stored as sent would not be the file's
      }
    }
    if (disposition == null
        || !disposition.toLowerCase(Locale.ROOT).split(";", 2)[0].strip().equals("form-data")) {
      throw malformed();
    }
    String name = parameter(disposition, "name");
    if (name.isEmpty()) {
      throw malformed();
    }
    return new PartHead(name.toLowerCase(Locale.ROOT), base(parameter(disposition, "filename")));
  }

  private static String parameter(String disposition, String wanted) {
    Matcher parameter = PARAMETER.matcher(disposition);
    String found = "";
    while (parameter.find()) {
      if (parameter.group(1).equals(wanted)) {
        String quoted = parameter.group(2);
        // Browsers write a quote as %22 and a backslash as it is (HTML, multipart/form-data).
        found = quoted == null ? parameter.group(3) : quoted.replace("\\\"", "\"");
      }
    }
    return HeaderText.fromWire(found);
  }

  private static String base(String path) {
    return path.substring(Math.max(path.lastIndexOf('/'), path.lastIndexOf('\\')) + 1);
  }

  private static S3Exception malformed() {
    return new S3Exception(S3ErrorCode.MALFORMED_POST_REQUEST);
  }
}
