package dev.sluice.common.rpc;

import com.google.protobuf.MessageLite;
import dev.sluice.common.model.FailureDetail;
import dev.sluice.common.model.StorageException;
import dev.sluice.v1.FailureReason;
import io.grpc.MethodDescriptor.Marshaller;
import java.io.IOException;
import java.io.InputStream;
import org.jspecify.annotations.Nullable;

/**
 * Carries {@link DataFrame}s: within a process by reference, over a socket as the generated message
 * would be, byte for byte compatible with it, the data written from and read through the buffers
 * they lie in.
 *
 * @param <M> the generated message
 */
final class DataFrameMarshaller<M extends MessageLite> implements Marshaller<DataFrame<M>> {
  private final M empty;
  private final int dataField;

  /**
   * A marshaller.
   *
   * @param empty the message's default instance
   * @param dataField number of its {@code bytes data}
   */
  DataFrameMarshaller(M empty, int dataField) {
    this.empty = empty;
    this.dataField = dataField;
  }

  @Override
  public InputStream stream(DataFrame<M> frame) {
    return new FrameStream<>(frame, dataField);
  }

  @Override
  public DataFrame<M> parse(InputStream stream) {
    try {
      if (stream instanceof FrameStream<?> sent && sent.carries(empty)) {
        @SuppressWarnings("unchecked") // just looked
        DataFrame<M> frame = ((FrameStream<M>) sent).receive();
        return frame == null ? refused("the frame was abandoned by its sender", null) : frame;
      }
      return new FrameReader(stream, dataField).read(empty);
    } catch (FrameReader.TooLong e) {
      return refused(String.valueOf(e.getMessage()), null);
    } catch (IOException e) {
      return refused("no message of this rpc: " + e.getMessage(), e);
    }
  }

  private DataFrame<M> refused(String message, @Nullable IOException cause) {
    return DataFrame.refused(
        empty,
        new StorageException(FailureReason.REQUEST_INVALID, message, FailureDetail.NONE, cause));
  }
}
