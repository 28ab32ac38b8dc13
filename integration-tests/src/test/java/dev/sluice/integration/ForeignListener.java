package dev.sluice.integration;

import io.grpc.HandlerRegistry;
import io.grpc.Metadata;
import io.grpc.MethodDescriptor;
import io.grpc.Server;
import io.grpc.ServerCall;
import io.grpc.ServerMethodDefinition;
import io.grpc.Status;
import io.grpc.netty.NettyServerBuilder;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.jspecify.annotations.Nullable;

/** A gRPC server where an agent might be, that takes every call and keeps what it was given. */
final class ForeignListener implements AutoCloseable {
  private final List<String> methods = new CopyOnWriteArrayList<>();
  private final List<String> given = new CopyOnWriteArrayList<>();
  private final byte[] answer;
  private final Server server;

  /**
   * Listens on a port of this machine; 0: a free one.
   *
   * @param answer to every call; empty: none, but UNIMPLEMENTED
   */
  ForeignListener(int port, byte[] answer) throws IOException {
    this.answer = answer;
    server =
        NettyServerBuilder.forAddress(new InetSocketAddress(InetAddress.getLoopbackAddress(), port))
            .fallbackHandlerRegistry(new Everything())
            .build()
            .start();
  }

  int port() {
    return server.getPort();
  }

  /** The methods that were called. */
  List<String> methods() {
    return List.copyOf(methods);
  }

  /** All headers and messages. */
  List<String> given() {
    return List.copyOf(given);
  }

  @Override
  public void close() {
    server.shutdownNow();
  }

  private final class Everything extends HandlerRegistry {
    @Override
    public ServerMethodDefinition<?, ?> lookupMethod(String name, @Nullable String authority) {
      return ServerMethodDefinition.create(
          MethodDescriptor.<byte[], byte[]>newBuilder()
              .setType(MethodDescriptor.MethodType.BIDI_STREAMING)
              .setFullMethodName(name)
              .setRequestMarshaller(new Bytes())
              .setResponseMarshaller(new Bytes())
              .build(),
          this::taken);
    }

    private ServerCall.Listener<byte[]> taken(ServerCall<byte[], byte[]> call, Metadata headers) {
      methods.add(call.getMethodDescriptor().getFullMethodName());
      given.add(headers.toString());
      call.request(1);
      return new ServerCall.Listener<>() {
        @Override
        public void onMessage(byte[] message) {
          given.add(new String(message, StandardCharsets.ISO_8859_1));
          call.request(1);
        }

        @Override
        public void onHalfClose() {
          if (answer.length == 0) {
            call.close(Status.UNIMPLEMENTED, new Metadata());
          } else {
            call.sendHeaders(new Metadata());
            call.sendMessage(answer);
            call.close(Status.OK, new Metadata());
          }
        }
      };
    }
  }

  private static final class Bytes implements MethodDescriptor.Marshaller<byte[]> {
    @Override
    public InputStream stream(byte[] value) {
      return new ByteArrayInputStream(value);
    }

    @Override
    public byte[] parse(InputStream stream) {
      try {
        return stream.readAllBytes();
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
  }
}
