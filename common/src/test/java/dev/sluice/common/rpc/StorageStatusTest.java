package dev.sluice.common.rpc;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.Any;
import com.google.protobuf.ByteString;
import com.google.protobuf.Timestamp;
import com.google.protobuf.UnknownFieldSet;
import dev.sluice.common.model.ETag;
import dev.sluice.common.model.FailureDetail;
import dev.sluice.common.model.StorageException;
import dev.sluice.v1.Failure;
import dev.sluice.v1.FailureReason;
import dev.sluice.v1.NotModified;
import io.grpc.InternalMetadata;
import io.grpc.Metadata;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import java.net.ConnectException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

/** Failures across the wire: through trailers as bytes, as a socket carries them. */
class StorageStatusTest {
  private static final String DETAILS = "grpc-status-details-bin";

  /** What the header lists of most gRPC clients hold, bytes. */
  private static final int HEADER_LIMIT = 8192;

  private static final List<FailureDetail> DETAIL_FORMS =
      List.of(
          FailureDetail.NONE,
          new FailureDetail.NotModified(
              new ETag("d41d8cd98f00b204e9800998ecf8427e"),
              Instant.parse("2026-11-22T10:00:00.123456789Z"),
              "max-age=" + "5".repeat(1000),
              "x".repeat(1024)),
          new FailureDetail.Condition("If-Match"),
          new FailureDetail.ObjectSize(1L << 40),
          new FailureDetail.Part(10_000, "a tag", 77, 1 << 20),
          new FailureDetail.Digest("SHA256", "stated=", "computed="),
          new FailureDetail.Size(7, 5L << 30));

  @ParameterizedTest
  @MethodSource("reasons")
  void reason_crossesWithEveryDetail(FailureReason reason) {
    for (FailureDetail detail : DETAIL_FORMS) {
      StorageException failure = new StorageException(reason, "größer: 7 (expected: 8)", detail);

      StorageException received = receive(StorageStatus.toStatus(failure));

      assertThat(received.reason()).isEqualTo(reason);
      assertThat(received.getMessage()).isEqualTo(failure.getMessage());
      assertThat(received.detail()).isEqualTo(detail);
    }
  }

  @Test
  void detailForms_areAllTried() {
    assertThat(DETAIL_FORMS.stream().map(Object::getClass))
        .containsExactlyInAnyOrder(FailureDetail.class.getPermittedSubclasses());
    assertThat(DETAIL_FORMS)
        .extracting(
            detail ->
                StorageStatus.toFailure(
                        new StorageException(FailureReason.INTERNAL, "message", detail))
                    .getDetailCase())
        .containsExactlyInAnyOrder(Failure.DetailCase.values());
  }

  @ParameterizedTest
  @MethodSource("reasons")
  void reason_hasTheCodesOfTheContract(FailureReason reason) {
    Status status = StorageStatus.toStatus(new StorageException(reason, "message")).getStatus();

    assertThat(status.getCode()).isNotIn(Status.Code.OK, Status.Code.UNKNOWN);
    assertThat(StorageStatus.s3Code(reason)).matches("[A-Z][A-Za-z]+");
  }

  @ParameterizedTest
  @CsvSource({
    "UNAVAILABLE, UNAVAILABLE",
    "DEADLINE_EXCEEDED, DEADLINE_PASSED",
    "CANCELLED, CALL_CANCELLED",
    "UNAUTHENTICATED, TOKEN_INVALID",
    "RESOURCE_EXHAUSTED, OVERLOADED",
    "UNIMPLEMENTED, NOT_IMPLEMENTED",
    "INVALID_ARGUMENT, REQUEST_INVALID",
    "DATA_LOSS, TRANSFER_CORRUPTED",
    "UNKNOWN, INTERNAL",
    "NOT_FOUND, INTERNAL",
    "ALREADY_EXISTS, INTERNAL",
    "PERMISSION_DENIED, INTERNAL",
    "FAILED_PRECONDITION, INTERNAL",
    "ABORTED, INTERNAL",
    "OUT_OF_RANGE, INTERNAL",
    "INTERNAL, INTERNAL"
  })
  void statusWithoutDetails_hasTheReasonOfItsCode(Status.Code code, FailureReason reason) {
    assertThat(StorageStatus.fromStatus(Status.fromCode(code), null).reason()).isEqualTo(reason);
    assertThat(StorageStatus.fromStatus(Status.fromCode(code), new Metadata()).reason())
        .isEqualTo(reason);
    assertThat(StorageStatus.fromStatus(Status.fromCode(code), null).getMessage())
        .isEqualTo(code.name());
    assertThat(
            StorageStatus.fromStatus(
                    Status.fromCode(code),
                    trailers(details(Any.pack(Timestamp.newBuilder().setSeconds(1).build()))))
                .reason())
        .as("with details of somebody else")
        .isEqualTo(reason);
  }

  @ParameterizedTest
  @EnumSource(
      value = FailureReason.class,
      names = {"UNRECOGNIZED"},
      mode = EnumSource.Mode.EXCLUDE)
  void reasonWithoutItsDetails_isNotTakenForAnother(FailureReason reason) {
    Status status = StorageStatus.toStatus(new StorageException(reason, "message")).getStatus();

    FailureReason guessed = StorageStatus.fromStatus(status, null).reason();

    // What is guessed is either the reason's own code again, or the admission not to know.
    assertThat(
            guessed == FailureReason.INTERNAL
                || StorageStatus.toStatus(new StorageException(guessed, "")).getStatus().getCode()
                    == status.getCode())
        .isTrue();
  }

  @Test
  void reasonOfNewerPeer_isInternalAndKeepsItsText() {
    Failure newer =
        Failure.newBuilder()
            .setReasonValue(999)
            .setMessage("what nobody here knows")
            .setCondition("If-Newer")
            .build();

    StorageException received =
        StorageStatus.fromStatus(Status.NOT_FOUND, trailers(details(Any.pack(newer))));

    assertThat(received.reason()).isEqualTo(FailureReason.INTERNAL);
    assertThat(received.getMessage()).isEqualTo("what nobody here knows");
    assertThat(received.detail()).isEqualTo(new FailureDetail.Condition("If-Newer"));
  }

  @Test
  void unspecifiedReason_isInternal() {
    assertThat(
            StorageStatus.fromStatus(
                    Status.NOT_FOUND, trailers(details(Any.pack(Failure.getDefaultInstance()))))
                .reason())
        .isEqualTo(FailureReason.INTERNAL);
  }

  @Test
  void detailOfNewerPeer_isLeftOut() {
    Failure newer =
        Failure.newBuilder()
            .setReason(FailureReason.OBJECT_NOT_FOUND)
            .setUnknownFields(
                UnknownFieldSet.newBuilder()
                    .addField(
                        99,
                        UnknownFieldSet.Field.newBuilder()
                            .addLengthDelimited(ByteString.copyFromUtf8("new"))
                            .build())
                    .build())
            .build();

    StorageException received =
        StorageStatus.fromStatus(Status.NOT_FOUND, trailers(details(Any.pack(newer))));

    assertThat(received.reason()).isEqualTo(FailureReason.OBJECT_NOT_FOUND);
    assertThat(received.detail()).isEqualTo(FailureDetail.NONE);
  }

  @Test
  void detailsBesideOthers_areFound() {
    Any other = Any.pack(Timestamp.getDefaultInstance());
    Any ours =
        Any.pack(
            Failure.newBuilder().setReason(FailureReason.PART_INVALID).setMessage("m").build());

    assertThat(
            StorageStatus.fromStatus(Status.INVALID_ARGUMENT, trailers(details(other, ours)))
                .reason())
        .isEqualTo(FailureReason.PART_INVALID);
  }

  @Test
  void unreadableDetails_areInternal() {
    Any broken =
        Any.newBuilder()
            .setTypeUrl("type.googleapis.com/sluice.v1.Failure")
            .setValue(ByteString.copyFrom(new byte[] {10, 99}))
            .build();
    Failure timeless =
        Failure.newBuilder()
            .setReason(FailureReason.NOT_MODIFIED)
            .setNotModified(
                NotModified.newBuilder()
                    .setLastModified(Timestamp.newBuilder().setSeconds(Long.MAX_VALUE)))
            .build();

    for (byte[] details :
        List.of(
            details(broken),
            details(Any.pack(timeless)),
            new byte[] {10, 99},
            "no protobuf".getBytes(StandardCharsets.UTF_8))) {
      assertThat(StorageStatus.fromStatus(Status.NOT_FOUND, trailers(details)).reason())
          .isEqualTo(FailureReason.INTERNAL);
    }
  }

  @Test
  void longTexts_areCutToWhatHeadersHold() {
    String tag = "☃".repeat(5_000);
    StorageException failure =
        new StorageException(
            FailureReason.PART_INVALID, "part 1: " + tag, new FailureDetail.Part(1, tag, 7, 0));

    StatusRuntimeException status = StorageStatus.toStatus(failure);

    int size =
        Arrays.stream(InternalMetadata.serialize(Objects.requireNonNull(status.getTrailers())))
                .mapToInt(bytes -> bytes.length * 4 / 3 + 4) // Base64
                .sum()
            // everything beyond ASCII in three characters a byte
            + 3
                * String.valueOf(status.getStatus().getDescription())
                    .getBytes(StandardCharsets.UTF_8)
                    .length;
    assertThat(size).isLessThan(HEADER_LIMIT);
    StorageException received = receive(status);
    assertThat(received.reason()).isEqualTo(FailureReason.PART_INVALID);
    assertThat(received.getMessage()).startsWith("part 1: ☃☃").endsWith("☃…");
    assertThat(received.detail()).isInstanceOf(FailureDetail.Part.class);
  }

  @Test
  void cause_staysHere() {
    StorageException failure =
        new StorageException(
            FailureReason.STORAGE_FAULT,
            "read: input/output error",
            FailureDetail.NONE,
            new IllegalStateException("inner secret"));

    StatusRuntimeException status = StorageStatus.toStatus(failure);

    assertThat(status.getStatus().getCause()).isNull();
    assertThat(receive(status).getCause()).isNull();
  }

  @Test
  void connectionThatFails_saysWhereAndWhy() {
    Status refused =
        Status.UNAVAILABLE
            .withDescription("io exception")
            .withCause(new ConnectException("Connection refused: /127.0.0.1:29996"));

    StorageException failure = StorageStatus.fromStatus(refused, null);

    assertThat(failure.reason()).isEqualTo(FailureReason.UNAVAILABLE);
    assertThat(failure).hasMessage("io exception: Connection refused: /127.0.0.1:29996");
  }

  static Stream<FailureReason> reasons() {
    return Arrays.stream(FailureReason.values())
        .filter(
            reason ->
                reason != FailureReason.UNRECOGNIZED
                    && reason != FailureReason.FAILURE_REASON_UNSPECIFIED);
  }

  /** Through bytes, as the transport does. */
  private static StorageException receive(StatusRuntimeException sent) {
    Metadata trailers =
        InternalMetadata.newMetadata(
            InternalMetadata.serialize(Objects.requireNonNull(sent.getTrailers())));
    return StorageStatus.fromStatus(sent.getStatus(), trailers);
  }

  private static byte[] details(Any... details) {
    return com.google.rpc.Status.newBuilder()
        .setCode(Status.Code.NOT_FOUND.value())
        .addAllDetails(List.of(details))
        .build()
        .toByteArray();
  }

  private static Metadata trailers(byte[] details) {
    Metadata trailers = new Metadata();
    trailers.put(Metadata.Key.of(DETAILS, Metadata.BINARY_BYTE_MARSHALLER), details);
    return InternalMetadata.newMetadata(InternalMetadata.serialize(trailers));
  }
}
