package dev.sluice.frontend.op;

import dev.sluice.common.model.ContentHeaders;
import dev.sluice.common.model.FailureDetail;
import dev.sluice.common.model.StorageException;
import dev.sluice.common.rpc.StorageStatus;
import dev.sluice.frontend.rpc.AgentProblem;
import dev.sluice.frontend.s3.HttpDate;
import dev.sluice.frontend.s3.ObjectRequest;
import dev.sluice.frontend.s3.S3ErrorCode;
import dev.sluice.frontend.s3.S3Exception;
import dev.sluice.frontend.s3.S3Request;
import dev.sluice.frontend.s3.UploadRequest;
import dev.sluice.v1.FailureReason;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * An agent's failure as S3's. The code is the one that {@code failure.proto} states with the
 * reason; messages of reasons that are the client's are passed on, of those that are ours they stay
 * in the log.
 */
public final class FailureAnswers {
  private static final Map<String, S3ErrorCode> CODES =
      Stream.of(S3ErrorCode.values())
          .collect(Collectors.toMap(S3ErrorCode::code, Function.identity()));

  /** Reasons that may be gone a moment later, so that trying again is right. */
  private static final Set<FailureReason> PASSING =
      Set.of(FailureReason.OVERLOADED, FailureReason.UNAVAILABLE, FailureReason.DEADLINE_PASSED);

  private FailureAnswers() {}

  /**
   * The answer to a failure.
   *
   * @param request what was asked; null where it was not understood
   */
  public static S3Exception of(StorageException failure, @Nullable S3Request request) {
    if (failure.detail() instanceof FailureDetail.ObjectSize(long bytes)
        && request instanceof UploadRequest.UploadPartCopy) {
      return S3Exception.invalidArgument(
          "Range specified is not valid for source object of size: " + bytes,
          "x-amz-copy-source-range",
          null);
    }
    S3Exception answer = of(failure);
    if (failure.detail() instanceof FailureDetail.NotModified) {
      ContentHeaders overrides = overrides(request);
      answer = with(answer, "Cache-Control", overrides.cacheControl());
      answer = with(answer, "Expires", overrides.expires());
    }
    return request == null ? answer : ErrorSubject.named(answer, request);
  }

  /** The headers that a read requests in place of those kept with the object. */
  private static ContentHeaders overrides(@Nullable S3Request request) {
    if (request instanceof ObjectRequest.GetObject get) {
      return get.overrides();
    }
    return request instanceof ObjectRequest.HeadObject head
        ? head.overrides()
        : ContentHeaders.NONE;
  }

  private static S3Exception with(S3Exception answer, String header, String value) {
    return value.isEmpty() ? answer : answer.withHeader(header, value);
  }

  /** The answer to a failure of which the document says elsewhere what it is about. */
  static S3Exception of(StorageException failure) {
    S3ErrorCode code =
        CODES.getOrDefault(StorageStatus.s3Code(failure.reason()), S3ErrorCode.INTERNAL_ERROR);
    S3Exception answer =
        code.status() >= 500
            ? new S3Exception(code, unavailable(code, failure), failure)
            : new S3Exception(code, message(code, failure));
    if (PASSING.contains(failure.reason())) {
      answer = answer.withHeader("Retry-After", "1");
    }
    return switch (failure.detail()) {
      case FailureDetail.None() -> answer;
      case FailureDetail.NotModified(
              var etag,
              var lastModified,
              String cacheControl,
              String expires) ->
          with(
              with(
                  answer
                      .withHeader("ETag", etag.quoted())
                      .withHeader("Last-Modified", HttpDate.format(lastModified)),
                  "Cache-Control",
                  cacheControl),
              "Expires",
              expires);
      case FailureDetail.Condition(String header) -> answer.with("Condition", header);
      case FailureDetail.ObjectSize(long bytes) ->
          answer
              .with("ActualObjectSize", Long.toString(bytes))
              .withHeader("Content-Range", "bytes */" + bytes);
      case FailureDetail.Part part ->
          code == S3ErrorCode.INVALID_PART_NUMBER
              ? answer
                  .with("PartNumberRequested", Integer.toString(part.partNumber()))
                  .with("ActualPartCount", Long.toString(part.minimum()))
              : part(answer, part);
      case FailureDetail.Digest(var algorithm, String stated, String computed) ->
          answer.with("ExpectedDigest", stated).with("CalculatedDigest", computed);
      case FailureDetail.Size size -> size(answer, size);
    };
  }

  private static S3Exception size(S3Exception answer, FailureDetail.Size size) {
    String actual = Long.toString(size.actual());
    String expected = Long.toString(size.expected());
    return switch (answer.code()) {
      case INCOMPLETE_BODY ->
          answer.with("NumberBytesExpected", expected).with("NumberBytesProvided", actual);
      case QUOTA_EXCEEDED -> answer; // what others store is nothing to tell
      case METADATA_TOO_LARGE -> answer.with("Size", actual).with("MaxSizeAllowed", expected);
      default -> answer.with("ProposedSize", actual).with("MaxSizeAllowed", expected);
    };
  }

  /** AWS's own sentence, and why the agent cannot be used, without its address. */
  private static String unavailable(S3ErrorCode code, StorageException failure) {
    AgentProblem problem = AgentProblem.of(failure);
    return problem == null
        ? code.defaultMessage()
        : code.defaultMessage() + " The agent cannot be used: " + problem.words() + ".";
  }

  private static S3Exception part(S3Exception answer, FailureDetail.Part part) {
    S3Exception named = answer.with("PartNumber", Integer.toString(part.partNumber()));
    if (!part.statedEtag().isEmpty()) {
      named = named.with("ETag", part.statedEtag());
    }
    return part.minimum() == 0
        ? named
        : named
            .with("ProposedSize", Long.toString(part.size()))
            .with("MinSizeAllowed", Long.toString(part.minimum()));
  }

  /**
   * AWS's own sentence where it says enough, the agent's where only that has the value and what was
   * expected.
   */
  private static String message(S3ErrorCode code, StorageException failure) {
    return switch (failure.reason()) {
      case ARGUMENT_INVALID,
          REQUEST_INVALID,
          KEY_INVALID,
          KEY_OBSTRUCTED,
          TAG_INVALID,
          TAGS_TOO_MANY,
          POLICY_INVALID,
          STORAGE_READ_ONLY ->
          failure.getMessage();
      case DIGEST_MISMATCH ->
          failure.detail() instanceof FailureDetail.Digest(String algorithm, var _, var _)
                  && !algorithm.equals("MD5")
              ? "The " + algorithm + " you specified did not match the calculated checksum."
              : code.defaultMessage();
      default -> code.defaultMessage();
    };
  }
}
