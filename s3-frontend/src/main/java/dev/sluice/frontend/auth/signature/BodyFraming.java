package dev.sluice.frontend.auth.signature;

import dev.sluice.frontend.s3.RequestHead;
import dev.sluice.frontend.s3.S3ErrorCode;
import dev.sluice.frontend.s3.S3Exception;
import java.util.Arrays;
import java.util.Locale;
import java.util.OptionalLong;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** The framing of a request body, and the proof of its payload. */
public final class BodyFraming {
  private static final String DECODED_LENGTH = "x-amz-decoded-content-length";
  private static final String TRAILER = "x-amz-trailer";

  private final PayloadDigest digest;
  private final OptionalLong length;
  private final Set<String> announced;
  private final @Nullable ChunkSigning signing;

  private BodyFraming(
      PayloadDigest digest,
      OptionalLong length,
      Set<String> announced,
      @Nullable ChunkSigning signing) {
    this.digest = digest;
    this.length = length;
    this.announced = announced;
    this.signing = signing;
  }

  /**
   * Reads how a body is framed.
   *
   * @param stated what the request states about its body
   * @param signing what its chunks are chained to; null when the key is not known here
   */
  public static BodyFraming of(
      RequestHead head, PayloadDigest stated, @Nullable ChunkSigning signing) {
    Set<String> announced = announced(head.header(TRAILER));
    if (stated instanceof PayloadDigest.Chunked(boolean signed, boolean trailer)) {
      if (!trailer && !announced.isEmpty()) {
        throw trailerWithoutFraming();
      }
      String decoded = head.header(DECODED_LENGTH);
      if (decoded == null) {
        throw new S3Exception(S3ErrorCode.MISSING_CONTENT_LENGTH);
      }
      return new BodyFraming(
          stated,
          OptionalLong.of(length(DECODED_LENGTH, decoded)),
          announced,
          signed ? signing : null);
    }
    if (!announced.isEmpty()) {
      throw trailerWithoutFraming();
    }
    String length = head.header("content-length");
    return new BodyFraming(
        stated,
        length == null ? OptionalLong.empty() : OptionalLong.of(length("content-length", length)),
        announced,
        null);
  }

  /** Of a body that is what was sent: a form, whose own fields prove it. */
  public static BodyFraming plain(RequestHead head) {
    return of(head, new PayloadDigest.Unsigned(), null);
  }

  private static S3Exception trailerWithoutFraming() {
    return new S3Exception(
        S3ErrorCode.INVALID_REQUEST,
        "The "
            + TRAILER
            + " header requires a value of x-amz-content-sha256 that ends in -TRAILER");
  }

  private static Set<String> announced(@Nullable String header) {
    Set<String> names = new TreeSet<>();
    if (header != null) {
      Arrays.stream(header.toLowerCase(Locale.ROOT).split(",", -1))
          .map(String::strip)
          .forEach(names::add);
      names.remove("");
    }
    return names;
  }

  private static long length(String header, String value) {
    try {
      long length = Long.parseLong(value.strip());
      if (length >= 0) {
        return length;
      }
    } catch (NumberFormatException e) {
      // answered below, like a negative one
    }
    throw S3Exception.invalidArgument(
        header + ": " + value + " (expected: a number of bytes, 0 or more)", header, value);
  }

  /** Whether the body is framed as aws-chunked, which is then no encoding of the object. */
  public boolean isChunked() {
    return digest instanceof PayloadDigest.Chunked;
  }

  /** Length of the payload in bytes as the head states it; empty when it does not. */
  public OptionalLong length() {
    return length;
  }

  /** A decoder for the body, to be used once. */
  public BodyDecoder decoder() {
    return switch (digest) {
      case PayloadDigest.Unsigned _ -> new PlainBody(null);
      case PayloadDigest.Sha256(String hex) -> new PlainBody(hex);
      case PayloadDigest.Chunked(boolean _, boolean trailer) ->
          new AwsChunkedBody(length.orElseThrow(), trailer, announced, signing);
    };
  }
}
