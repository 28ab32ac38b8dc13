package dev.sluice.frontend.op;

import dev.sluice.common.memory.MemoryPlan;
import dev.sluice.common.model.StorageException;
import dev.sluice.common.rpc.StorageStatus;
import dev.sluice.frontend.rpc.AgentClient;
import dev.sluice.frontend.rpc.AgentTimeouts;
import dev.sluice.frontend.rpc.ReadLanes;
import io.grpc.HandlerRegistry;
import io.grpc.ManagedChannel;
import io.grpc.Metadata;
import io.grpc.MethodDescriptor;
import io.grpc.Server;
import io.grpc.ServerCall;
import io.grpc.ServerMethodDefinition;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import io.grpc.inprocess.InProcessChannelBuilder;
import io.grpc.inprocess.InProcessServerBuilder;
import java.io.IOException;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * An agent in this process that gives the answers a test sets, and keeps every message it gets. A
 * method without an answer is UNIMPLEMENTED.
 */
final class StubAgent implements AutoCloseable {
  private static final int MOST_MESSAGES = 1000;

  private record Received(String method, Object message) {}

  private final Map<String, ServerMethodDefinition<?, ?>> methods = new ConcurrentHashMap<>();
  private final List<Received> received = new CopyOnWriteArrayList<>();
  private final Server server;
  private final ManagedChannel channel;

  StubAgent() {
    String address = UUID.randomUUID().toString();
    HandlerRegistry registry =
        new HandlerRegistry() {
          @Override
          public @Nullable ServerMethodDefinition<?, ?> lookupMethod(
              String method, @Nullable String authority) {
            return methods.get(method);
          }
        };
    try {
      server =
          InProcessServerBuilder.forName(address)
              .directExecutor()
              .fallbackHandlerRegistry(registry)
              .build()
              .start();
    } catch (IOException e) {
      throw new IllegalStateException(e);
    }
    channel = InProcessChannelBuilder.forName(address).directExecutor().build();
  }

  /** As if it were another process. */
  AgentClient client() {
    return new AgentClient(channel, lanes(), InstantSource.system());
  }

  AgentClient clientInThisProcess() {
    Duration patience = Duration.ofMinutes(1);
    return AgentClient.inThisProcess(
        channel, lanes(), InstantSource.system(), new AgentTimeouts(patience, patience));
  }

  private static ReadLanes lanes() {
    return new ReadLanes(MemoryPlan.frontend(128 << 20, 32 << 20));
  }

  /** Sets the one answer to every message of a method. */
  <Q, A> void answers(MethodDescriptor<Q, A> method, A answer) {
    handles(method, (message, answers) -> answers.accept(answer));
  }

  /** Sets what a method answers to each message; a {@link StorageException} ends the call. */
  <Q, A> void handles(MethodDescriptor<Q, A> method, BiConsumer<Q, Consumer<A>> answers) {
    methods.put(
        method.getFullMethodName(),
        ServerMethodDefinition.create(method, (call, headers) -> begun(call, answers)));
  }

  /** Sets the failure of every call of a method. */
  <Q, A> void fails(MethodDescriptor<Q, A> method, StorageException failure) {
    handles(
        method,
        (message, answers) -> {
          throw failure;
        });
  }

  /** The one message that came for a method. */
  <Q> Q received(MethodDescriptor<Q, ?> method) {
    List<Q> all = allReceived(method);
    if (all.size() != 1) {
      throw new AssertionError(method.getBareMethodName() + ": " + all + " (expected: 1 message)");
    }
    return all.getFirst();
  }

  /** The messages that came for a method, in order. */
  @SuppressWarnings("unchecked") // its messages are kept under no other method
  <Q> List<Q> allReceived(MethodDescriptor<Q, ?> method) {
    return received.stream()
        .filter(message -> message.method().equals(method.getBareMethodName()))
        .map(message -> (Q) message.message())
        .toList();
  }

  /** Names of the methods for which messages came, in order. */
  List<String> methods() {
    return received.stream().map(Received::method).toList();
  }

  @Override
  public void close() {
    channel.shutdownNow();
    server.shutdownNow();
  }

  private <Q, A> ServerCall.Listener<Q> begun(
      ServerCall<Q, A> call, BiConsumer<Q, Consumer<A>> answers) {
    String method = Objects.requireNonNull(call.getMethodDescriptor().getBareMethodName());
    call.sendHeaders(new Metadata());
    call.request(MOST_MESSAGES);
    return new ServerCall.Listener<>() {
      private boolean failed;

      @Override
      public void onMessage(Q message) {
        received.add(new Received(method, message));
        try {
          answers.accept(message, call::sendMessage);
        } catch (StorageException e) {
          failed = true;
          StatusRuntimeException status = StorageStatus.toStatus(e);
          call.close(
              status.getStatus(),
              Objects.requireNonNullElseGet(status.getTrailers(), Metadata::new));
        }
      }

      @Override
      public void onHalfClose() {
        if (!failed) {
          call.close(Status.OK, new Metadata());
        }
      }
    };
  }
}
