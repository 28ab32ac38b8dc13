package dev.sluice.common.rpc;

import com.google.protobuf.Any;
import com.google.protobuf.ByteString;
import com.google.protobuf.InvalidProtocolBufferException;
import dev.sluice.common.model.ETag;
import dev.sluice.common.model.FailureDetail;
import dev.sluice.common.model.StorageException;
import dev.sluice.v1.DigestDifference;
import dev.sluice.v1.Failure;
import dev.sluice.v1.FailureOuterClass;
import dev.sluice.v1.FailureReason;
import dev.sluice.v1.NotModified;
import dev.sluice.v1.PartRejection;
import dev.sluice.v1.SizeDifference;
import io.grpc.Metadata;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import io.grpc.protobuf.ProtoUtils;
import java.util.EnumMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A {@link StorageException} as a gRPC status, and back. The status carries {@code
 * grpc-status-details-bin}: a {@code google.rpc.Status} with one {@link Failure}. Codes are those
 * that {@code failure.proto} states with each reason.
 */
public final class StorageStatus {
  private static final Metadata.Key<com.google.rpc.Status> DETAILS =
      Metadata.Key.of(
          "grpc-status-details-bin",
          ProtoUtils.metadataMarshaller(com.google.rpc.Status.getDefaultInstance()));

  /**
   * Longest text of a failure, bytes of UTF-8. Statuses travel in headers, of which most clients
   * take 8 KiB; a message stands in them twice, once with three characters for a byte.
   */
  private static final int MAX_MESSAGE_BYTES = 1024;

  /** Longest value of a header in a detail, bytes. */
  private static final int MAX_HEADER_BYTES = 1024;

  /** Longest tag or digest of a detail, bytes of UTF-8. */
  private static final int MAX_DETAIL_BYTES = 256;

  private static final int ELLIPSIS_BYTES = 3;

  private static final Map<FailureReason, Status.Code> GRPC_CODES =
      new EnumMap<>(FailureReason.class);
  private static final Map<FailureReason, String> S3_CODES = new EnumMap<>(FailureReason.class);

  static {
    for (var value : FailureReason.getDescriptor().getValues()) {
      FailureReason reason = FailureReason.valueOf(value);
      var options = value.getOptions();
      GRPC_CODES.put(reason, Status.Code.valueOf(options.getExtension(FailureOuterClass.grpcCode)));
      S3_CODES.put(reason, options.getExtension(FailureOuterClass.s3Code));
    }
  }

  private StorageStatus() {}

  /** Name of the S3 error code that a frontend answers with for a reason. */
  public static String s3Code(FailureReason reason) {
    return S3_CODES.getOrDefault(reason, "InternalError");
  }

  /** The status an rpc ends with, with its details as trailers. */
  public static StatusRuntimeException toStatus(StorageException failure) {
    Failure message = toFailure(failure);
    Status status =
        Status.fromCode(GRPC_CODES.getOrDefault(failure.reason(), Status.Code.INTERNAL))
            .withDescription(message.getMessage());
    Metadata trailers = new Metadata();
    trailers.put(
        DETAILS,
        com.google.rpc.Status.newBuilder()
            .setCode(status.getCode().value())
            .setMessage(message.getMessage())
            .addDetails(Any.pack(message))
            .build());
    return status.asRuntimeException(trailers);
  }

  /**
   * The failure that a status stands for. A status without details, made by gRPC itself or by
   * something between the tiers, has the reason its code comes closest to.
   *
   * @param trailers those that came with it; null: none
   */
  public static StorageException fromStatus(Status status, @Nullable Metadata trailers) {
    try {
      com.google.rpc.Status details = trailers == null ? null : trailers.get(DETAILS);
      if (details != null) {
        for (Any detail : details.getDetailsList()) {
          if (detail.is(Failure.class)) {
            return fromFailure(detail.unpack(Failure.class));
          }
        }
      }
    } catch (InvalidProtocolBufferException | IllegalArgumentException | StorageException e) {
      // details that are no protobuf, no failure, or one with values that can mean nothing
      return new StorageException(
          FailureReason.INTERNAL, "unreadable failure: " + status, FailureDetail.NONE, e);
    }
    return new StorageException(
        reasonOf(status.getCode()), sentence(status), FailureDetail.NONE, status.getCause());
  }

  /**
   * The description of a status; of a failed connection only the cause has details, and the address
   * with them.
   */
  private static String sentence(Status status) {
    String description = status.getDescription();
    Throwable cause = status.getCause();
    String reason = cause == null ? null : cause.getMessage();
    if (description == null) {
      return reason == null ? status.getCode().name() : reason;
    }
    return reason == null || description.contains(reason)
        ? description
        : description + ": " + reason;
  }

  /** The failure as a message. */
  public static Failure toFailure(StorageException exception) {
    Failure.Builder failure =
        Failure.newBuilder()
            .setReason(exception.reason())
            .setMessage(cut(exception.getMessage(), MAX_MESSAGE_BYTES));
    switch (exception.detail()) {
      case FailureDetail.None() -> {}
      case FailureDetail.NotModified(
              ETag etag,
              var lastModified,
              String cacheControl,
              String expires) ->
          failure.setNotModified(
              NotModified.newBuilder()
                  .setEtag(etag.value())
                  .setLastModified(WireTime.toProto(lastModified))
                  .setCacheControl(shortEnough(cacheControl))
                  .setExpires(shortEnough(expires)));
      case FailureDetail.Condition(String header) -> failure.setCondition(header);
      case FailureDetail.ObjectSize(long bytes) -> failure.setObjectSize(bytes);
      case FailureDetail.Part(int number, String statedEtag, long size, long minimum) ->
          failure.setPart(
              PartRejection.newBuilder()
                  .setPartNumber(number)
                  .setStatedEtag(cut(statedEtag, MAX_DETAIL_BYTES))
                  .setSize(size)
                  .setMinimum(minimum));
      case FailureDetail.Digest(String algorithm, String stated, String computed) ->
          failure.setDigest(
              DigestDifference.newBuilder()
                  .setAlgorithm(algorithm)
                  .setStated(cut(stated, MAX_DETAIL_BYTES))
                  .setComputed(computed));
      case FailureDetail.Size(long actual, long expected) ->
          failure.setSize(SizeDifference.newBuilder().setActual(actual).setExpected(expected));
    }
    return failure.build();
  }

  /** The message as a failure. A reason that is not known here is {@code INTERNAL}. */
  public static StorageException fromFailure(Failure failure) {
    FailureReason reason =
        failure.getReason() == FailureReason.UNRECOGNIZED
                || failure.getReason() == FailureReason.FAILURE_REASON_UNSPECIFIED
            ? FailureReason.INTERNAL
            : failure.getReason();
    FailureDetail detail =
        switch (failure.getDetailCase()) {
          case DETAIL_NOT_SET -> FailureDetail.NONE;
          case NOT_MODIFIED ->
              new FailureDetail.NotModified(
                  new ETag(failure.getNotModified().getEtag()),
                  WireTime.toModel(failure.getNotModified().getLastModified()),
                  failure.getNotModified().getCacheControl(),
                  failure.getNotModified().getExpires());
          case CONDITION -> new FailureDetail.Condition(failure.getCondition());
          case OBJECT_SIZE -> new FailureDetail.ObjectSize(failure.getObjectSize());
          case PART ->
              new FailureDetail.Part(
                  failure.getPart().getPartNumber(),
                  failure.getPart().getStatedEtag(),
                  failure.getPart().getSize(),
                  failure.getPart().getMinimum());
          case DIGEST ->
              new FailureDetail.Digest(
                  failure.getDigest().getAlgorithm(),
                  failure.getDigest().getStated(),
                  failure.getDigest().getComputed());
          case SIZE ->
              new FailureDetail.Size(
                  failure.getSize().getActual(), failure.getSize().getExpected());
        };
    return new StorageException(reason, failure.getMessage(), detail);
  }

  /** A header's value that trailers have room for; a cache then keeps the one that it has. */
  private static String shortEnough(String value) {
    return ByteString.copyFromUtf8(value).size() <= MAX_HEADER_BYTES ? value : "";
  }

  /** A text, or its beginning with an ellipsis where it is longer. */
  private static String cut(String text, int maximumBytes) {
    if (ByteString.copyFromUtf8(text).size() <= maximumBytes) {
      return text;
    }
    int bytes = ELLIPSIS_BYTES;
    int end = 0;
    while (true) {
      int next = text.codePointAt(end);
      bytes += next < 0x80 ? 1 : next < 0x800 ? 2 : next < 0x10000 ? 3 : 4;
      if (bytes > maximumBytes) {
        return text.substring(0, end) + "…";
      }
      end += Character.charCount(next);
    }
  }

  private static FailureReason reasonOf(Status.Code code) {
    return switch (code) {
      case UNAVAILABLE -> FailureReason.UNAVAILABLE;
      case DEADLINE_EXCEEDED -> FailureReason.DEADLINE_PASSED;
      case CANCELLED -> FailureReason.CALL_CANCELLED;
      case UNAUTHENTICATED -> FailureReason.TOKEN_INVALID;
      case RESOURCE_EXHAUSTED -> FailureReason.OVERLOADED;
      case UNIMPLEMENTED -> FailureReason.NOT_IMPLEMENTED;
      case INVALID_ARGUMENT -> FailureReason.REQUEST_INVALID;
      case DATA_LOSS -> FailureReason.TRANSFER_CORRUPTED;
      case OK,
          UNKNOWN,
          NOT_FOUND,
          ALREADY_EXISTS,
          PERMISSION_DENIED,
          FAILED_PRECONDITION,
          ABORTED,
          OUT_OF_RANGE,
          INTERNAL ->
          FailureReason.INTERNAL;
    };
  }
}
