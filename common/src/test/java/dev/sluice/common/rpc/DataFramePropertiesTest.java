package dev.sluice.common.rpc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.protobuf.ByteString;
import com.google.protobuf.Descriptors.FieldDescriptor;
import com.google.protobuf.InvalidProtocolBufferException;
import com.google.protobuf.Message;
import dev.sluice.common.model.StorageException;
import dev.sluice.v1.FailureReason;
import dev.sluice.v1.GetObjectResponse;
import dev.sluice.v1.PutObjectRequest;
import dev.sluice.v1.UploadPartRequest;
import io.grpc.Drainable;
import io.grpc.MethodDescriptor.Marshaller;
import io.grpc.internal.CompositeReadableBuffer;
import io.grpc.internal.ReadableBuffers;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

/**
 * Frames on the wire are the generated messages: whatever one side writes the other reads as the
 * generated code would. The generated parser is the judge in every case.
 */
class DataFramePropertiesTest {
  /** One of the three streams of bodies: its frames, and the generated message. */
  record Stream<M extends Message>(Marshaller<DataFrame<M>> frames, M empty) {
    FieldDescriptor dataField() {
      return empty.getDescriptorForType().findFieldByName("data");
    }

    M parse(byte[] bytes) throws InvalidProtocolBufferException {
      @SuppressWarnings("unchecked") // a message's parser makes messages of its class
      M message = (M) empty.getParserForType().parseFrom(bytes);
      return message;
    }

    @Override
    public String toString() {
      return empty.getDescriptorForType().getName();
    }
  }

  /** How a receiver takes the bytes of a frame out of its stream. */
  enum Taking {
    DRAINED,
    BYTE_BY_BYTE,
    IN_ARRAYS
  }

  /** What the bytes of a message come in. */
  enum Arrival {
    PLAIN_STREAM,
    ONE_BUFFER,
    MANY_BUFFERS
  }

  @Property
  void frame_isTheGeneratedMessageOnTheWire(
      @ForAll("streams") Stream<?> stream,
      @ForAll long seed,
      @ForAll("lengths") int length,
      @ForAll Taking taking)
      throws IOException {
    frameIsGeneratedMessage(stream, seed, length, taking);
  }

  private static <M extends Message> void frameIsGeneratedMessage(
      Stream<M> stream, long seed, int length, Taking taking) throws IOException {
    Random random = new Random(seed);
    Message.Builder whole = new AnyMessage(random).like(stream.empty()).toBuilder();
    @SuppressWarnings("unchecked") // a builder makes the message that made it
    M rest = (M) whole.clone().clearField(stream.dataField()).build();
    byte[] data = bytes(random, length);
    CountedChunk chunk = new CountedChunk(ByteBuffer.wrap(data));
    byte[] wire;
    try (InputStream sent = stream.frames().stream(DataFrame.of(rest, chunk))) {
      int announced = sent.available();
      wire = take(sent, taking);
      assertThat(wire).hasSize(announced);
    }

    assertThat(stream.parse(wire))
        .isEqualTo(whole.setField(stream.dataField(), ByteString.copyFrom(data)).build());
    assertThat(chunk.isOpen()).isFalse();
  }

  @Property
  void generatedMessage_isReadInAnyForm(
      @ForAll("streams") Stream<?> stream,
      @ForAll long seed,
      @ForAll("lengths") int length,
      @ForAll Arrival arrival)
      throws IOException {
    Random random = new Random(seed);
    List<byte[]> fields =
        new ArrayList<>(
            WireFields.split(new AnyMessage(random).like(stream.empty()).toByteArray()));
    // Further fields of the same number: of bytes the last counts, messages merge.
    fields.addAll(WireFields.split(new AnyMessage(random).like(stream.empty()).toByteArray()));
    int number = stream.dataField().getNumber();
    fields.add(WireFields.bytes(number, bytes(random, length), random.nextBoolean()));
    if (random.nextBoolean()) {
      fields.add(WireFields.bytes(number, new byte[0], random.nextBoolean()));
    }
    for (int i = random.nextInt(3); i > 0; i--) {
      fields.add(WireFields.unknown(random));
    }
    Collections.shuffle(fields, random);

    readsAsGenerated(stream, WireFields.join(fields), arrival, random);
  }

  @Property
  void dataAtTheEnd_isReadFromItsBuffers(
      @ForAll("streams") Stream<?> stream,
      @ForAll long seed,
      @ForAll("lengths") int length,
      @ForAll Arrival arrival)
      throws IOException {
    Random random = new Random(seed);
    Message rest =
        new AnyMessage(random)
            .like(stream.empty()).toBuilder().clearField(stream.dataField()).build();
    List<byte[]> fields = new ArrayList<>(WireFields.split(rest.toByteArray()));
    fields.add(WireFields.bytes(stream.dataField().getNumber(), bytes(random, length), false));

    readsAsGenerated(stream, WireFields.join(fields), arrival, random);
  }

  @Property
  void damagedMessage_isRefusedWhereTheGeneratedParserRefusesIt(
      @ForAll("streams") Stream<?> stream, @ForAll long seed, @ForAll Arrival arrival)
      throws IOException {
    Random random = new Random(seed);
    byte[] wire = new AnyMessage(random).like(stream.empty()).toByteArray();
    if (wire.length == 0) {
      wire = new byte[] {0};
    }
    for (int i = random.nextInt(3); i >= 0; i--) {
      wire[random.nextInt(wire.length)] = (byte) random.nextInt(256);
    }
    byte[] damaged = random.nextBoolean() ? wire : Arrays.copyOf(wire, random.nextInt(wire.length));

    readsAsGenerated(stream, damaged, arrival, random);
  }

  private static <M extends Message> void readsAsGenerated(
      Stream<M> stream, byte[] wire, Arrival arrival, Random random) throws IOException {
    try (DataFrame<M> frame = stream.frames().parse(arriving(wire, arrival, random))) {
      M expected;
      try {
        expected = stream.parse(wire);
      } catch (InvalidProtocolBufferException e) {
        assertThatThrownBy(frame::message)
            .isInstanceOfSatisfying(
                StorageException.class,
                refusal -> assertThat(refusal.reason()).isEqualTo(FailureReason.REQUEST_INVALID));
        return;
      }
      ByteString data = (ByteString) expected.getField(stream.dataField());
      assertThat(frame.data().remaining()).isEqualTo(data.size());
      ByteBuffer whole = frame.data().whole();
      if (whole != null) {
        assertThat(ByteString.copyFrom(whole)).isEqualTo(data);
      }
      ByteBuffer taken = ByteBuffer.allocate(data.size());
      while (frame.data().remaining() > 0) {
        int step = Math.min(taken.remaining(), 1 + random.nextInt(70_000));
        ByteBuffer piece = taken.slice(taken.position(), step);
        frame.data().transferTo(piece);
        taken.position(taken.position() + piece.position());
      }
      assertThat(ByteString.copyFrom(taken.flip())).isEqualTo(data);
      assertThat(frame.message())
          .isEqualTo(expected.toBuilder().clearField(stream.dataField()).build());
    }
  }

  @Provide
  Arbitrary<Stream<?>> streams() {
    return Arbitraries.of(
        new Stream<>(
            DataMethods.PUT_OBJECT.getRequestMarshaller(), PutObjectRequest.getDefaultInstance()),
        new Stream<>(
            DataMethods.UPLOAD_PART.getRequestMarshaller(), UploadPartRequest.getDefaultInstance()),
        new Stream<>(
            DataMethods.GET_OBJECT.getResponseMarshaller(),
            GetObjectResponse.getDefaultInstance()));
  }

  /** Around the lengths where something changes: of a varint, of copying, of the largest chunk. */
  @Provide
  Arbitrary<Integer> lengths() {
    return Arbitraries.oneOf(
        Arbitraries.of(0, 1, 127, 128, 4095, 4096, 4097, 16_383, 16_384, Chunk.MAX_BYTES),
        Arbitraries.integers().between(0, Chunk.MAX_BYTES));
  }

  private static byte[] bytes(Random random, int length) {
    byte[] bytes = new byte[length];
    random.nextBytes(bytes);
    return bytes;
  }

  private static byte[] take(InputStream sent, Taking taking) throws IOException {
    ByteArrayOutputStream taken = new ByteArrayOutputStream();
    switch (taking) {
      case DRAINED -> {
        int length = ((Drainable) sent).drainTo(taken);
        assertThat(taken.size()).isEqualTo(length);
      }
      case BYTE_BY_BYTE -> {
        for (int next = sent.read(); next >= 0; next = sent.read()) {
          taken.write(next);
        }
      }
      case IN_ARRAYS -> sent.transferTo(taken);
    }
    return taken.toByteArray();
  }

  /** As gRPC's transports hand messages over. */
  private static InputStream arriving(byte[] wire, Arrival arrival, Random random) {
    return switch (arrival) {
      case PLAIN_STREAM -> new ByteArrayInputStream(wire);
      case ONE_BUFFER ->
          ReadableBuffers.openStream(ReadableBuffers.wrap(ByteBuffer.wrap(wire)), true);
      case MANY_BUFFERS -> {
        CompositeReadableBuffer pieces = new CompositeReadableBuffer();
        for (int from = 0; from < wire.length; ) {
          int length = Math.min(wire.length - from, 1 + random.nextInt(20_000));
          pieces.addBuffer(ReadableBuffers.wrap(ByteBuffer.wrap(wire, from, length).slice()));
          from += length;
        }
        yield ReadableBuffers.openStream(pieces, true);
      }
    };
  }
}
