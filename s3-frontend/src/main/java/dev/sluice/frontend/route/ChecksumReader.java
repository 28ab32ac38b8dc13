package dev.sluice.frontend.route;

import dev.sluice.common.model.ChecksumAlgorithm;
import dev.sluice.common.model.ChecksumType;
import dev.sluice.common.model.ChecksumValue;
import dev.sluice.frontend.s3.ChecksumHeader;
import dev.sluice.frontend.s3.RequestHead;
import dev.sluice.frontend.s3.S3ErrorCode;
import dev.sluice.frontend.s3.S3Exception;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Reads what a request says about checksums of objects, as against those of its own body. */
final class ChecksumReader {
  static final String ALGORITHM = ChecksumHeader.PREFIX + "algorithm";
  static final String TYPE = ChecksumHeader.PREFIX + "type";
  static final String MODE = ChecksumHeader.PREFIX + "mode";

  private ChecksumReader() {}

  /** The algorithm that a copy or an upload asks for. */
  static @Nullable ChecksumAlgorithm algorithm(RequestHead head) {
    String value = head.header(ALGORITHM);
    if (value == null) {
      return null;
    }
    ChecksumAlgorithm algorithm = ChecksumHeader.algorithmNamed(value);
    if (algorithm == null) {
      throw new S3Exception(
          S3ErrorCode.INVALID_REQUEST, "Checksum algorithm provided is unsupported.");
    }
    return algorithm;
  }

  /** The coverage of an upload's checksum. */
  static @Nullable ChecksumType type(RequestHead head) {
    String value = head.header(TYPE);
    if (value == null) {
      return null;
    }
    for (ChecksumType type : ChecksumType.values()) {
      if (type.name().equals(value)) {
        return type;
      }
    }
    throw new S3Exception(
        S3ErrorCode.INVALID_REQUEST, "Value for x-amz-checksum-type header is invalid.");
  }

  /** Whether a read asks to be shown the checksum. */
  static boolean mode(RequestHead head) {
    String value = head.header(MODE);
    if (value != null && !value.equalsIgnoreCase("ENABLED")) {
      throw S3Exception.invalidArgument("Invalid checksum mode: expected ENABLED", MODE, value);
    }
    return value != null;
  }

  /** The checksum of the whole object that completing an upload states. */
  static @Nullable ChecksumValue ofObject(RequestHead head) {
    List<String> names =
        head.headers().keySet().stream()
            .filter(name -> name.startsWith(ChecksumHeader.PREFIX))
            .filter(name -> !Set.of(ALGORITHM, TYPE, MODE).contains(name))
            .toList();
    if (names.isEmpty()) {
      return null;
    }
    if (names.size() > 1) {
      throw new S3Exception(
          S3ErrorCode.INVALID_REQUEST,
          "Expecting a single x-amz-checksum- header. Multiple checksum Types are not allowed.");
    }
    String name = names.getFirst();
    String value = String.valueOf(head.header(name));
    ChecksumAlgorithm algorithm = ChecksumHeader.algorithm(name);
    if (algorithm == null) {
      throw S3Exception.headerNotImplemented(name, value);
    }
    ChecksumValue checksum = ChecksumHeader.parse(algorithm, value);
    if (checksum == null) {
      throw new S3Exception(
          S3ErrorCode.INVALID_REQUEST, "Value for " + name + " header is invalid.");
    }
    return checksum;
  }
}
