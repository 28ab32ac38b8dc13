package dev.sluice.agent.service;

import dev.sluice.agent.descriptor.Tickets;
import io.grpc.ManagedChannel;
import io.grpc.ServerBuilder;

/** The way by which callers reach a served store. */
interface StoreDoor extends AutoCloseable {
  /** For files that are passed to callers. */
  Tickets tickets();

  /** What services are added to. */
  ServerBuilder<?> server();

  /** The callers' end of it. */
  ManagedChannel channel();

  /** Ends what belongs to the way itself; server and channel have ended. */
  @Override
  void close();
}
