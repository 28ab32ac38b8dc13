package dev.sluice.common.rpc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.protobuf.ByteString;
import dev.sluice.common.model.StorageException;
import dev.sluice.v1.FailureReason;
import dev.sluice.v1.GetObjectResponse;
import dev.sluice.v1.PutObjectRequest;
import io.grpc.MethodDescriptor.Marshaller;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import org.junit.jupiter.api.Test;

/** Who has a frame's memory, and who gives it back. What frames are on the wire: the properties. */
class DataFrameTest {
  private static final Marshaller<DataFrame<PutObjectRequest>> PUT =
      DataMethods.PUT_OBJECT.getRequestMarshaller();
  private static final PutObjectRequest MESSAGE = PutObjectRequest.getDefaultInstance();

  private final CountedChunk chunk = new CountedChunk(ByteBuffer.wrap(new byte[10_000]));
  private final DataFrame<PutObjectRequest> sent = DataFrame.of(MESSAGE, chunk);

  @Test
  void receiverInTheSameProcess_getsTheChunkItself() throws IOException {
    InputStream stream = PUT.stream(sent);

    DataFrame<PutObjectRequest> received = PUT.parse(stream);

    assertThat(received.data()).isSameAs(chunk);
    assertThat(sent.isGone()).isTrue();
    stream.close();
    sent.abandon();
    assertThat(chunk.isOpen()).isTrue(); // it is the receiver's now
    received.close();
    assertThat(chunk.isOpen()).isFalse();
  }

  @Test
  void abandonedFrame_isReceivedByNobody() {
    InputStream stream = PUT.stream(sent);
    sent.abandon();

    DataFrame<PutObjectRequest> received = PUT.parse(stream);

    assertThat(chunk.isOpen()).isFalse();
    assertThat(received.data().remaining()).isZero();
    assertThatThrownBy(received::message)
        .isInstanceOfSatisfying(
            StorageException.class,
            refusal -> assertThat(refusal.reason()).isEqualTo(FailureReason.REQUEST_INVALID));
  }

  @Test
  void streamThatIsClosedUnread_givesTheMemoryBack() throws IOException {
    PUT.stream(sent).close();

    assertThat(chunk.isOpen()).isFalse();
    assertThat(sent.isGone()).isTrue();
  }

  @Test
  void frameOfAnotherMethod_isReadAsItsBytes() throws IOException {
    try (InputStream stream =
            PUT.stream(
                DataFrame.of(MESSAGE, new CountedChunk(ByteBuffer.wrap(new byte[] {1, 2, 3}))));
        DataFrame<GetObjectResponse> received =
            DataMethods.GET_OBJECT.getResponseMarshaller().parse(stream)) {
      // data is field 2 here and span there: three bytes that are no span
      assertThatThrownBy(received::message).isInstanceOf(StorageException.class);
    }
  }

  @Test
  void dataBeyondTheLimit_areRefusedByTheirLength() {
    byte[] bytes =
        PutObjectRequest.newBuilder()
            .setData(ByteString.copyFrom(new byte[Chunk.MAX_BYTES + 1]))
            .build()
            .toByteArray();

    DataFrame<PutObjectRequest> received = PUT.parse(new ByteArrayInputStream(bytes));

    assertThatThrownBy(received::message)
        .isInstanceOf(StorageException.class)
        .hasMessage("data: 262145 bytes (expected: at most 262144)");
    assertThat(received.data().remaining()).isZero();
  }
}
