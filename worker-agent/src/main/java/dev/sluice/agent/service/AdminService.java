package dev.sluice.agent.service;

import dev.sluice.agent.store.ObjectStore;
import dev.sluice.agent.store.access.Decision;
import dev.sluice.agent.store.engine.EngineFeature;
import dev.sluice.agent.store.engine.EngineInfo;
import dev.sluice.agent.store.engine.SweepResult;
import dev.sluice.agent.store.scrub.Scrubber;
import dev.sluice.common.model.CallContext;
import dev.sluice.common.model.StorageException;
import dev.sluice.common.rpc.WireTime;
import dev.sluice.v1.AdminServiceGrpc;
import dev.sluice.v1.FailureReason;
import dev.sluice.v1.GetAgentInfoRequest;
import dev.sluice.v1.GetAgentInfoResponse;
import dev.sluice.v1.GetScrubStatusRequest;
import dev.sluice.v1.GetScrubStatusResponse;
import dev.sluice.v1.SweepRequest;
import dev.sluice.v1.SweepResponse;
import io.grpc.ServerServiceDefinition;
import java.time.Duration;
import java.time.Instant;
import java.util.function.IntSupplier;

/** Serves {@code sluice.v1.AdminService}. */
public final class AdminService {
  private final ServiceContext serving;
  private final ObjectStore store;
  private final Scrubber scrubber;
  private final IntSupplier ownedSlots;
  private final String version;
  private final String agentId;
  private final Instant started;

  /**
   * The service over a store.
   *
   * @param ownedSlots the number of slots that the agent owns at the moment
   * @param version of Sluice
   * @param agentId of this agent
   * @param started when the agent did
   */
  public AdminService(
      ServiceContext serving,
      Scrubber scrubber,
      IntSupplier ownedSlots,
      String version,
      String agentId,
      Instant started) {
    this.serving = serving;
    this.scrubber = scrubber;
    this.ownedSlots = ownedSlots;
    this.store = serving.store();
    this.version = version;
    this.agentId = agentId;
    this.started = started;
  }

  /** For a server to add. */
  public ServerServiceDefinition bind() {
    return new ServiceBinding(AdminServiceGrpc.getServiceDescriptor(), serving)
        .unary(AdminServiceGrpc.getGetAgentInfoMethod(), this::info)
        .longUnary(AdminServiceGrpc.getSweepMethod(), this::sweep)
        .add(AdminServiceGrpc.getScrubMethod(), new ScrubHandler(serving, scrubber))
        .longUnary(AdminServiceGrpc.getGetScrubStatusMethod(), this::scrubStatus)
        .build();
  }

  private GetAgentInfoResponse info(CallContext context, GetAgentInfoRequest request) {
    EngineInfo engine = store.info();
    GetAgentInfoResponse.Builder answer =
        GetAgentInfoResponse.newBuilder()
            .setVersion(version)
            .setAgentId(agentId)
            .setEngine(engine.name())
            .setLocation(engine.location())
            .setFormatVersion(engine.formatVersion())
            .setDurability(engine.durability())
            .setStarted(WireTime.toProto(started))
            .setOwnedSlots(ownedSlots.getAsInt())
            .setSharesNamespace(engine.features().contains(EngineFeature.SHARED_NAMESPACE));
    if (engine.namespaceId() != null) {
      answer.setNamespaceId(engine.namespaceId());
    }
    if (engine.freeBytes() >= 0) {
      answer.setFreeBytes(engine.freeBytes());
    }
    if (engine.totalBytes() >= 0) {
      answer.setTotalBytes(engine.totalBytes());
    }
    return answer.build();
  }

  private SweepResponse sweep(CallContext context, SweepRequest request) {
    Decision.ofAdministration(context.caller()).require();
    SweepResult result =
        store.sweep(request.hasUploadExpiry() ? duration(request.getUploadExpiry()) : null);
    return SweepResponse.newBuilder()
        .setStagingRemoved(result.stagingRemoved())
        .setUploadsAborted(result.uploadsAborted())
        .setTombstonesRemoved(result.tombstonesRemoved())
        .build();
  }

  private GetScrubStatusResponse scrubStatus(CallContext context, GetScrubStatusRequest request) {
    Decision.ofAdministration(context.caller()).require();
    return ScrubMessages.status(scrubber.settings(), scrubber.reviewed());
  }

  private static Duration duration(com.google.protobuf.Duration expiry) {
    Duration duration = Duration.ofSeconds(expiry.getSeconds(), expiry.getNanos());
    if (duration.isNegative()) {
      throw new StorageException(
          FailureReason.ARGUMENT_INVALID,
          "upload_expiry: " + duration + " (expected: not negative)");
    }
    return duration;
  }
}
