package dev.sluice.common.rpc;

import static dev.sluice.fuzzing.FuzzTarget.require;

import com.google.protobuf.ByteString;
import com.google.protobuf.CodedInputStream;
import com.google.protobuf.InvalidProtocolBufferException;
import dev.sluice.common.model.StorageException;
import dev.sluice.fuzzing.FuzzTarget;
import dev.sluice.v1.FailureReason;
import dev.sluice.v1.PutObjectRequest;
import io.grpc.MethodDescriptor.Marshaller;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * {@link DataFrameMarshaller} with {@link FrameReader} reads what the generated parser reads, and
 * refuses what that refuses.
 */
final class DataFrameFuzzTarget implements FuzzTarget {
  private static final Marshaller<DataFrame<PutObjectRequest>> FRAMES =
      DataMethods.PUT_OBJECT.getRequestMarshaller();

  @Override
  public void attack(byte[] input) throws IOException {
    PutObjectRequest expected = generated(input);
    if (!Objects.equals(expected, generatedSlowly(input))) {
      return; // protobuf itself is of two minds: about a tenth byte of a varint that overflows
    }
    try (DataFrame<PutObjectRequest> frame = FRAMES.parse(new ByteArrayInputStream(input))) {
      PutObjectRequest message = frame.message();
      ByteBuffer data = ByteBuffer.allocate(frame.data().remaining());
      frame.data().transferTo(data);
      require(expected != null, "refused where the generated parser refuses", message);
      ByteString bytes = ByteString.copyFrom(data.flip());
      if (expected != null) {
        require(bytes.equals(expected.getData()), "the data", bytes);
        require(
            message.equals(expected.toBuilder().clearData().build()),
            "the rest",
            message,
            expected);
      }
    } catch (StorageException e) {
      require(e.reason() == FailureReason.REQUEST_INVALID, "REQUEST_INVALID", e);
      boolean tooLong = expected != null && expected.getData().size() > Chunk.MAX_BYTES;
      require(expected == null || tooLong, "read where the generated parser reads", e, expected);
    }
  }

  private static @Nullable PutObjectRequest generated(byte[] input) {
    try {
      return PutObjectRequest.parseFrom(input);
    } catch (InvalidProtocolBufferException e) {
      return null;
    }
  }

  /** With so small a buffer, where the other way takes shortcuts. */
  private static @Nullable PutObjectRequest generatedSlowly(byte[] input) throws IOException {
    try {
      return PutObjectRequest.parseFrom(
          CodedInputStream.newInstance(new ByteArrayInputStream(input), Long.BYTES));
    } catch (InvalidProtocolBufferException e) {
      return null;
    } catch (IndexOutOfBoundsException e) {
      return null; // protobuf's own mistake, where a length overflows
    }
  }
}
