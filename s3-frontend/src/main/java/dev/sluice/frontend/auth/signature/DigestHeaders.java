package dev.sluice.frontend.auth.signature;

import dev.sluice.common.model.ChecksumAlgorithm;
import dev.sluice.common.model.ChecksumType;
import dev.sluice.common.model.ChecksumValue;
import dev.sluice.frontend.s3.ChecksumHeader;
import dev.sluice.frontend.s3.ClientDigests;
import dev.sluice.frontend.s3.RequestHead;
import dev.sluice.frontend.s3.S3ErrorCode;
import dev.sluice.frontend.s3.S3Exception;
import dev.sluice.frontend.s3.S3Operation;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Reads the digests that a client states about the body of its request. */
public final class DigestHeaders {
  private static final String SDK_ALGORITHM = "x-amz-sdk-checksum-algorithm";
  private static final String TRAILER = "x-amz-trailer";
  private static final int MD5_BYTES = 16;

  /** Headers named like checksums that are about something else. */
  private static final Set<String> NO_CHECKSUMS =
      Set.of(
          ChecksumHeader.PREFIX + "algorithm",
          ChecksumHeader.PREFIX + "mode",
          ChecksumHeader.PREFIX + "type");

  private DigestHeaders() {}

  /**
   * Reads what is stated before the body. Fails as Amazon S3 does when it is malformed, or says two
   * things.
   *
   * @param operation completing an upload states the checksum of the object, which is not the
   *     body's
   */
  public static ClientDigests read(S3Operation operation, RequestHead head) {
    byte[] md5 = contentMd5(head);
    if (operation == S3Operation.COMPLETE_MULTIPART_UPLOAD) {
      return new ClientDigests(md5, null, null, null);
    }
    ChecksumValue checksum = checksum(head);
    ChecksumAlgorithm trailer = trailer(head);
    if (checksum != null && trailer != null) {
      throw several();
    }
    ChecksumAlgorithm stated = checksum == null ? trailer : checksum.algorithm();
    checkSdkAlgorithm(head, stated);
    return new ClientDigests(md5, checksum, trailer, stated);
  }

  /**
   * The checksum that followed the body; null when none was announced. Fails with InvalidRequest
   * when it is none.
   *
   * @param trailers what followed the body, by lower-case name
   */
  public static @Nullable ChecksumValue trailer(
      ClientDigests announced, Map<String, String> trailers) {
    ChecksumAlgorithm algorithm = announced.trailer();
    if (algorithm == null) {
      return null;
    }
    String name = ChecksumHeader.name(algorithm);
    return value(algorithm, trailers.getOrDefault(name, ""), name + " trailing header");
  }

  private static byte @Nullable [] contentMd5(RequestHead head) {
    String value = head.header("content-md5");
    if (value == null) {
      return null;
    }
    try {
      byte[] md5 = Base64.getDecoder().decode(value.strip());
      if (md5.length == MD5_BYTES) {
        return md5;
      }
    } catch (IllegalArgumentException e) {
      // answered below, like a wrong length
    }
    throw new S3Exception(S3ErrorCode.INVALID_DIGEST).with("Content-MD5", value);
  }

  private static @Nullable ChecksumValue checksum(RequestHead head) {
    List<String> names = new ArrayList<>(1);
    for (String name : head.headers().keySet()) {
      if (name.startsWith(ChecksumHeader.PREFIX) && !NO_CHECKSUMS.contains(name)) {
        names.add(name);
      }
    }
    if (names.isEmpty()) {
      return null;
    }
    if (names.size() > 1) {
      throw several();
    }
    String name = names.getFirst();
    String value = String.valueOf(head.header(name));
    ChecksumAlgorithm algorithm = ChecksumHeader.algorithm(name);
    if (algorithm == null) {
      throw S3Exception.headerNotImplemented(name, value);
    }
    return value(algorithm, value, name + " header");
  }

  private static ChecksumValue value(ChecksumAlgorithm algorithm, String text, String what) {
    ChecksumValue value = ChecksumHeader.parse(algorithm, text.strip());
    if (value == null || value.type() != ChecksumType.FULL_OBJECT) {
      throw invalid("Value for " + what + " is invalid.");
    }
    return value;
  }

  private static @Nullable ChecksumAlgorithm trailer(RequestHead head) {
    String announced = head.header(TRAILER);
    if (announced == null || announced.isBlank()) {
      return null;
    }
    if (announced.indexOf(',') >= 0) {
      throw several();
    }
    ChecksumAlgorithm algorithm = ChecksumHeader.algorithm(announced.strip());
    if (algorithm == null) {
      throw invalid("The value specified in the x-amz-trailer header is not supported");
    }
    return algorithm;
  }

  private static void checkSdkAlgorithm(RequestHead head, @Nullable ChecksumAlgorithm stated) {
    String value = head.header(SDK_ALGORITHM);
    if (value == null) {
      return;
    }
    ChecksumAlgorithm algorithm =
        ChecksumHeader.algorithmNamed(value.strip().toUpperCase(Locale.ROOT));
    if (algorithm == null || (stated != null && stated != algorithm)) {
      throw invalid("Value for x-amz-sdk-checksum-algorithm header is invalid.");
    }
    if (stated == null) {
      throw invalid(
          "x-amz-sdk-checksum-algorithm specified, but no corresponding x-amz-checksum-* or"
              + " x-amz-trailer headers were found.");
    }
  }

  private static S3Exception several() {
    return invalid(
        "Expecting a single x-amz-checksum- header. Multiple checksum Types are not allowed.");
  }

  private static S3Exception invalid(String message) {
    return new S3Exception(S3ErrorCode.INVALID_REQUEST, message);
  }
}
