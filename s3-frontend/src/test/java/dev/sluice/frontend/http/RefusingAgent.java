package dev.sluice.frontend.http;

import dev.sluice.common.model.StorageException;
import dev.sluice.common.rpc.StorageStatus;
import dev.sluice.v1.FailureReason;
import io.grpc.HandlerRegistry;
import io.grpc.Metadata;
import io.grpc.MethodDescriptor;
import io.grpc.ServerCall;
import io.grpc.ServerMethodDefinition;
import io.grpc.StatusRuntimeException;
import java.io.ByteArrayInputStream;
import java.io.InputStream;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** An agent that refuses every call, as a real one does for a caller to whom nothing is granted. */
final class RefusingAgent extends HandlerRegistry {
  private static final MethodDescriptor.Marshaller<byte[]> NOTHING =
      new MethodDescriptor.Marshaller<>() {
        @Override
        public InputStream stream(byte[] value) {
          return new ByteArrayInputStream(value);
        }

        @Override
        public byte[] parse(InputStream stream) {
          return new byte[0];
        }
      };

  @Override
  public ServerMethodDefinition<?, ?> lookupMethod(String name, @Nullable String authority) {
    MethodDescriptor<byte[], byte[]> method =
        MethodDescriptor.<byte[], byte[]>newBuilder(NOTHING, NOTHING)
            .setType(MethodDescriptor.MethodType.UNKNOWN)
            .setFullMethodName(name)
            .build();
    return ServerMethodDefinition.create(
        method,
        (call, headers) -> {
          refuse(call);
          return new ServerCall.Listener<>() {};
        });
  }

  private static void refuse(ServerCall<?, ?> call) {
    StatusRuntimeException refusal =
        StorageStatus.toStatus(new StorageException(FailureReason.ACCESS_DENIED, "refused"));
    Metadata trailers = Objects.requireNonNull(refusal.getTrailers(), "details");
    call.close(refusal.getStatus(), trailers);
  }
}
