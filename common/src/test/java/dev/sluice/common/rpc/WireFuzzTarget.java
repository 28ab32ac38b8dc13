package dev.sluice.common.rpc;

import static dev.sluice.fuzzing.FuzzTarget.require;

import com.google.protobuf.InvalidProtocolBufferException;
import com.google.protobuf.Timestamp;
import dev.sluice.common.model.StorageException;
import dev.sluice.fuzzing.FuzzTarget;
import dev.sluice.v1.ByteRange;
import dev.sluice.v1.ByteSpan;
import dev.sluice.v1.Checksum;
import dev.sluice.v1.Failure;
import dev.sluice.v1.GetObjectRequest;
import dev.sluice.v1.ObjectMetadata;
import dev.sluice.v1.Principal;
import dev.sluice.v1.ReadConditions;
import dev.sluice.v1.WriteConditions;
import io.grpc.Metadata;
import io.grpc.Status;
import java.util.function.Function;

/**
 * What a peer's messages say is understood the same when it is said again, or refused as invalid:
 * {@link WireChecksum}, {@link WireConditions}, {@link WireMetadata}, {@link WirePrincipal}, {@link
 * WireRange}, {@link WireSelection}, {@link WireTime}. Any details of a status are a failure:
 * {@link StorageStatus}.
 */
final class WireFuzzTarget implements FuzzTarget {
  private static final Metadata.Key<byte[]> DETAILS =
      Metadata.Key.of("grpc-status-details-bin", Metadata.BINARY_BYTE_MARSHALLER);

  private interface Parser<M> {
    M parse(byte[] bytes) throws InvalidProtocolBufferException;
  }

  @Override
  public void attack(byte[] input) {
    check(input, Checksum::parseFrom, WireChecksum::toModel, WireChecksum::toProto);
    check(input, ReadConditions::parseFrom, WireConditions::toModel, WireConditions::toProto);
    check(input, WriteConditions::parseFrom, WireConditions::toModel, WireConditions::toProto);
    check(input, ObjectMetadata::parseFrom, WireMetadata::toModel, WireMetadata::toProto);
    check(input, Principal::parseFrom, WirePrincipal::toModel, WirePrincipal::toProto);
    check(input, ByteRange::parseFrom, WireRange::toModel, WireRange::toProto);
    check(input, ByteSpan::parseFrom, WireRange::toModel, WireRange::toProto);
    check(input, Timestamp::parseFrom, WireTime::toModel, WireTime::toProto);
    check(
        input,
        GetObjectRequest::parseFrom,
        WireSelection::toModel,
        selection -> {
          GetObjectRequest.Builder message = GetObjectRequest.newBuilder();
          WireSelection.set(message, selection);
          return message.build();
        });
    check(
        input,
        Failure::parseFrom,
        failure -> StorageStatus.toFailure(StorageStatus.fromFailure(failure)),
        failure -> failure);

    Metadata trailers = new Metadata();
    trailers.put(DETAILS, input);
    StorageException failure = StorageStatus.fromStatus(Status.ABORTED, trailers);
    require(!StorageStatus.s3Code(failure.reason()).isEmpty(), "a failure", failure);
  }

  private static <M, T> void check(
      byte[] input, Parser<M> parser, Function<M, T> toModel, Function<T, M> toProto) {
    M message;
    try {
      message = parser.parse(input);
    } catch (InvalidProtocolBufferException e) {
      return;
    }
    T model;
    try {
      model = toModel.apply(message);
    } catch (StorageException e) {
      Status.Code code = StorageStatus.toStatus(e).getStatus().getCode();
      require(code == Status.Code.INVALID_ARGUMENT, "refused as invalid", message, e);
      return;
    }
    T again = toModel.apply(toProto.apply(model));
    require(model.equals(again), "the same said again", message, model, again);
  }
}
