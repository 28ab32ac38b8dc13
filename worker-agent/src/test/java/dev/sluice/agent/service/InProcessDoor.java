package dev.sluice.agent.service;

import dev.sluice.agent.descriptor.Tickets;
import io.grpc.ManagedChannel;
import io.grpc.ServerBuilder;
import io.grpc.inprocess.InProcessChannelBuilder;
import io.grpc.inprocess.InProcessServerBuilder;
import java.util.UUID;

/** Calls within this process, to a name; no file is passed. */
record InProcessDoor(String name, Tickets tickets) implements StoreDoor {
  static InProcessDoor open() {
    return new InProcessDoor(UUID.randomUUID().toString(), new Tickets(0, System::nanoTime));
  }

  @Override
  public ServerBuilder<?> server() {
    return InProcessServerBuilder.forName(name).directExecutor();
  }

  @Override
  public ManagedChannel channel() {
    return InProcessChannelBuilder.forName(name).directExecutor().build();
  }

  @Override
  public void close() {}
}
