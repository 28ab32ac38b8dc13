package dev.sluice.agent.service;

import dev.sluice.agent.store.access.AuthorizingObjectStore;
import dev.sluice.common.model.CallContext;
import dev.sluice.v1.AccessServiceGrpc;
import dev.sluice.v1.DecideRequest;
import dev.sluice.v1.DecideResponse;
import io.grpc.ServerServiceDefinition;

/** Serves {@code sluice.v1.AccessService}. */
public final class AccessService {
  private final ServiceContext serving;
  private final AuthorizingObjectStore store;

  /** The service over a store. */
  public AccessService(ServiceContext serving) {
    this.serving = serving;
    this.store = serving.store();
  }

  /** For a server to add. */
  public ServerServiceDefinition bind() {
    return new ServiceBinding(AccessServiceGrpc.getServiceDescriptor(), serving)
        .unary(AccessServiceGrpc.getDecideMethod(), this::decide)
        .build();
  }

  /** Today nothing that a bucket or an object says takes part, so that neither is looked at. */
  private DecideResponse decide(CallContext context, DecideRequest request) {
    store.decide(context);
    return DecideResponse.getDefaultInstance();
  }
}
