package dev.sluice.agent.service;

import io.grpc.MethodDescriptor;
import io.grpc.ServerCallHandler;
import io.grpc.ServerServiceDefinition;
import io.grpc.ServiceDescriptor;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Collects the methods of one service, some of them with a marshaller of ours in place of the
 * generated one. The service keeps its generated schema, so that reflection shows it.
 */
final class ServiceBinding {
  private final ServiceDescriptor generated;
  private final ServiceContext serving;
  private final Map<MethodDescriptor<?, ?>, ServerCallHandler<?, ?>> methods =
      new LinkedHashMap<>();

  ServiceBinding(ServiceDescriptor generated, ServiceContext serving) {
    this.generated = generated;
    this.serving = serving;
  }

  <Q, A> ServiceBinding unary(MethodDescriptor<Q, A> method, UnaryHandler.Work<Q, A> work) {
    return add(method, new UnaryHandler<>(serving, method, UnaryHandler.Turn.USUAL, work));
  }

  /** One that is short where the storage is fast: it may run on the thread that it came on. */
  <Q, A> ServiceBinding shortUnary(MethodDescriptor<Q, A> method, UnaryHandler.Work<Q, A> work) {
    return add(method, new UnaryHandler<>(serving, method, UnaryHandler.Turn.SHORT, work));
  }

  /**
   * One that is mostly answered without any work, on the thread that the question came on: {@code
   * attempt}, which never blocks, gives null where there is work this time.
   */
  <Q, A> ServiceBinding immediateUnary(
      MethodDescriptor<Q, A> method,
      UnaryHandler.Attempt<Q, A> attempt,
      UnaryHandler.Work<Q, A> work) {
    return add(method, UnaryHandler.immediate(serving, method, attempt, work));
  }

  /** One whose work may take minutes: it grows with objects, keys or uploads, or waits for such. */
  <Q, A> ServiceBinding longUnary(MethodDescriptor<Q, A> method, UnaryHandler.Work<Q, A> work) {
    return add(method, new UnaryHandler<>(serving, method, UnaryHandler.Turn.LONG, work));
  }

  /** One whose work is mostly short: {@code attempt} gives null where it is long this time. */
  <Q, A> ServiceBinding shortOrLongUnary(
      MethodDescriptor<Q, A> method,
      UnaryHandler.Attempt<Q, A> attempt,
      UnaryHandler.Work<Q, A> work) {
    return add(method, UnaryHandler.shortOrLong(serving, method, attempt, work));
  }

  <Q, A> ServiceBinding add(MethodDescriptor<Q, A> method, ServerCallHandler<Q, A> handler) {
    methods.put(method, handler);
    return this;
  }

  /** The service; fails where a method of the contract is missing. */
  ServerServiceDefinition build() {
    ServiceDescriptor.Builder descriptor =
        ServiceDescriptor.newBuilder(generated.getName())
            .setSchemaDescriptor(generated.getSchemaDescriptor());
    methods.keySet().forEach(descriptor::addMethod);
    if (methods.size() != generated.getMethods().size()) {
      throw new IllegalStateException(
          "methods of %s: %d (expected: %d)"
              .formatted(generated.getName(), methods.size(), generated.getMethods().size()));
    }
    ServerServiceDefinition.Builder service = ServerServiceDefinition.builder(descriptor.build());
    methods.forEach((method, handler) -> bind(service, method, handler));
    return service.build();
  }

  @SuppressWarnings("unchecked") // add() took them together
  private static <Q, A> void bind(
      ServerServiceDefinition.Builder service,
      MethodDescriptor<Q, A> method,
      ServerCallHandler<?, ?> handler) {
    service.addMethod(method, (ServerCallHandler<Q, A>) handler);
  }
}
