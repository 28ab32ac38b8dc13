package dev.sluice.agent.service;

import com.google.protobuf.ByteString;
import com.google.protobuf.Descriptors.FieldDescriptor;
import com.google.protobuf.Message;
import dev.sluice.common.rpc.Chunk;
import dev.sluice.common.rpc.DataFrame;
import dev.sluice.common.rpc.DataMethods;
import dev.sluice.v1.GetObjectRequest;
import dev.sluice.v1.GetObjectResponse;
import dev.sluice.v1.ObjectServiceGrpc;
import dev.sluice.v1.PutObjectRequest;
import dev.sluice.v1.PutObjectResponse;
import dev.sluice.v1.UploadPartRequest;
import dev.sluice.v1.UploadPartResponse;
import dev.sluice.v1.UploadServiceGrpc;
import io.grpc.MethodDescriptor;
import io.grpc.MethodDescriptor.Marshaller;
import java.io.InputStream;
import java.nio.ByteBuffer;

/**
 * The three methods that carry bodies, as a caller with generated messages has them.
 *
 * @param put of an object
 * @param part of an upload
 * @param get of an object
 */
record BodyMethods(
    MethodDescriptor<PutObjectRequest, PutObjectResponse> put,
    MethodDescriptor<UploadPartRequest, UploadPartResponse> part,
    MethodDescriptor<GetObjectRequest, GetObjectResponse> get) {
  /** As protoc generates them: the bytes of every message are written and parsed. */
  static final BodyMethods GENERATED =
      new BodyMethods(
          ObjectServiceGrpc.getPutObjectMethod(),
          UploadServiceGrpc.getUploadPartMethod(),
          ObjectServiceGrpc.getGetObjectMethod());

  /** As the frontend has them: frames with chunks, which one process hands over as they are. */
  static final BodyMethods FRAMED =
      new BodyMethods(
          DataMethods.PUT_OBJECT.toBuilder(
                  new Framed<>(
                      DataMethods.PUT_OBJECT.getRequestMarshaller(),
                      PutObjectRequest.getDefaultInstance()),
                  DataMethods.PUT_OBJECT.getResponseMarshaller())
              .build(),
          DataMethods.UPLOAD_PART.toBuilder(
                  new Framed<>(
                      DataMethods.UPLOAD_PART.getRequestMarshaller(),
                      UploadPartRequest.getDefaultInstance()),
                  DataMethods.UPLOAD_PART.getResponseMarshaller())
              .build(),
          DataMethods.GET_OBJECT.toBuilder(
                  DataMethods.GET_OBJECT.getRequestMarshaller(),
                  new Framed<>(
                      DataMethods.GET_OBJECT.getResponseMarshaller(),
                      GetObjectResponse.getDefaultInstance()))
              .build());

  /** Makes frames of generated messages, and generated messages of frames. */
  private static final class Framed<M extends Message> implements Marshaller<M> {
    private final Marshaller<DataFrame<M>> frames;
    private final FieldDescriptor data;

    Framed(Marshaller<DataFrame<M>> frames, M empty) {
      this.frames = frames;
      this.data = empty.getDescriptorForType().findFieldByName("data");
    }

    @Override
    @SuppressWarnings("unchecked") // a builder makes the message that made it
    public InputStream stream(M message) {
      ByteString bytes = (ByteString) message.getField(data);
      M rest = (M) message.toBuilder().clearField(data).build();
      return frames.stream(DataFrame.of(rest, new Bytes(bytes.asReadOnlyByteBuffer())));
    }

    @Override
    @SuppressWarnings("unchecked") // a builder makes the message that made it
    public M parse(InputStream stream) {
      try (DataFrame<M> frame = frames.parse(stream)) {
        ByteBuffer bytes = ByteBuffer.allocate(frame.data().remaining());
        frame.data().transferTo(bytes);
        return (M)
            frame.message().toBuilder().setField(data, ByteString.copyFrom(bytes.flip())).build();
      }
    }
  }

  /** Bytes that nobody lent. */
  private record Bytes(ByteBuffer buffer) implements Chunk {
    @Override
    public int remaining() {
      return buffer.remaining();
    }

    @Override
    public ByteBuffer whole() {
      return buffer.duplicate();
    }

    @Override
    public void transferTo(ByteBuffer target) {
      while (buffer.hasRemaining() && target.hasRemaining()) {
        target.put(buffer.get());
      }
    }

    @Override
    public void close() {}
  }
}
