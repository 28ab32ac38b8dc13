package dev.sluice.frontend.rpc;

import dev.sluice.common.memory.MemoryPlan;
import dev.sluice.common.rpc.DataFrame;
import dev.sluice.common.rpc.DataMethods;
import dev.sluice.v1.GetObjectRequest;
import dev.sluice.v1.GetObjectResponse;
import dev.sluice.v1.PutObjectRequest;
import dev.sluice.v1.PutObjectResponse;
import io.grpc.ManagedChannel;
import io.grpc.Metadata;
import io.grpc.MethodDescriptor;
import io.grpc.Server;
import io.grpc.ServerCall;
import io.grpc.ServerServiceDefinition;
import io.grpc.inprocess.InProcessChannelBuilder;
import io.grpc.inprocess.InProcessServerBuilder;
import java.io.IOException;
import java.time.InstantSource;
import java.util.Objects;
import java.util.Queue;
import java.util.UUID;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** An agent in this process that does with a put or a get only what the test has it do. */
final class ScriptedAgent implements AutoCloseable {
  private final Queue<DataFrame<PutObjectRequest>> received = new ConcurrentLinkedQueue<>();
  private final Server server;
  private final ManagedChannel channel;
  private Consumer<ServerCall<GetObjectRequest, DataFrame<GetObjectResponse>>> whenReady =
      call -> {};
  private volatile @Nullable ServerCall<DataFrame<PutObjectRequest>, PutObjectResponse> put;
  private volatile @Nullable ServerCall<GetObjectRequest, DataFrame<GetObjectResponse>> get;
  private volatile boolean cancelled;

  ScriptedAgent() {
    String address = UUID.randomUUID().toString();
    MethodDescriptor<DataFrame<PutObjectRequest>, PutObjectResponse> putMethod =
        DataMethods.PUT_OBJECT;
    ServerServiceDefinition service =
        ServerServiceDefinition.builder(Objects.requireNonNull(putMethod.getServiceName()))
            .addMethod(putMethod, this::startPut)
            .addMethod(DataMethods.GET_OBJECT, this::startGet)
            .build();
    try {
      server =
          InProcessServerBuilder.forName(address)
              .directExecutor()
              .addService(service)
              .build()
              .start();
    } catch (IOException e) {
      throw new IllegalStateException(e);
    }
    channel = InProcessChannelBuilder.forName(address).directExecutor().build();
  }

  AgentClient client() {
    return new AgentClient(
        channel, new ReadLanes(MemoryPlan.frontend(128 << 20, 32 << 20)), InstantSource.system());
  }

  AgentClient client(AgentTimeouts timeouts) {
    return new AgentClient(
        channel,
        channel,
        new ReadLanes(MemoryPlan.frontend(128 << 20, 32 << 20)),
        InstantSource.system(),
        timeouts,
        null);
  }

  /** What a get does whenever its receiver is ready for more. */
  void whenReady(Consumer<ServerCall<GetObjectRequest, DataFrame<GetObjectResponse>>> does) {
    whenReady = does;
  }

  ServerCall<DataFrame<PutObjectRequest>, PutObjectResponse> put() {
    return Objects.requireNonNull(put);
  }

  ServerCall<GetObjectRequest, DataFrame<GetObjectResponse>> get() {
    return Objects.requireNonNull(get);
  }

  /** Frames of a put that came and were not closed. */
  Queue<DataFrame<PutObjectRequest>> received() {
    return received;
  }

  /** Whether the frontend has broken off its call. */
  boolean isCancelled() {
    return cancelled;
  }

  /** Vanishes with everything under way. */
  void vanish() {
    server.shutdownNow();
  }

  @Override
  public void close() {
    received.forEach(DataFrame::close);
    channel.shutdownNow();
    server.shutdownNow();
  }

  private ServerCall.Listener<DataFrame<PutObjectRequest>> startPut(
      ServerCall<DataFrame<PutObjectRequest>, PutObjectResponse> call, Metadata headers) {
    put = call;
    call.sendHeaders(new Metadata());
    return new ServerCall.Listener<>() {
      @Override
      public void onMessage(DataFrame<PutObjectRequest> frame) {
        received.add(frame);
      }

      @Override
      public void onCancel() {
        cancelled = true;
      }
    };
  }

  private ServerCall.Listener<GetObjectRequest> startGet(
      ServerCall<GetObjectRequest, DataFrame<GetObjectResponse>> call, Metadata headers) {
    get = call;
    call.sendHeaders(new Metadata());
    call.request(2);
    return new ServerCall.Listener<>() {
      @Override
      public void onHalfClose() {
        whenReady.accept(call);
      }

      @Override
      public void onReady() {
        whenReady.accept(call);
      }

      @Override
      public void onCancel() {
        cancelled = true;
      }
    };
  }
}
