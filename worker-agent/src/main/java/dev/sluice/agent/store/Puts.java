package dev.sluice.agent.store;

import dev.sluice.agent.store.access.Access;
import dev.sluice.agent.store.acl.ObjectStanding;
import dev.sluice.agent.store.engine.StorageEngine;
import dev.sluice.agent.store.engine.object.ObjectName;
import dev.sluice.agent.store.engine.object.ObjectRecord;
import dev.sluice.agent.store.engine.object.Stage;
import dev.sluice.agent.store.quota.Quotas;
import dev.sluice.agent.store.request.ObjectInfo;
import dev.sluice.agent.store.request.PutRequest;
import dev.sluice.common.model.AclSpec;
import dev.sluice.common.model.ObjectMetadata;
import java.time.InstantSource;
import java.util.List;

/** Objects stored in one piece. */
final class Puts {
  private final StorageEngine engine;
  private final Quotas quotas;
  private final Publishing publishing;
  private final StoreLimits limits;
  private final InstantSource clock;

  Puts(
      StorageEngine engine,
      Quotas quotas,
      Publishing publishing,
      StoreLimits limits,
      InstantSource clock) {
    this.engine = engine;
    this.quotas = quotas;
    this.publishing = publishing;
    this.limits = limits;
    this.clock = clock;
  }

  BodyWriter<ObjectInfo> begin(Access access, PutRequest request) {
    ObjectName name = new ObjectName(request.bucket(), request.key());
    ObjectMetadata accepted = MetadataRules.accept(request.metadata());
    ReceivedBody.checkDeclared(request.length(), limits.maximumPieceBytes());
    publishing.checkEarly(access, name, request.conditions());
    quotas.requireRoom(name, Math.max(0, request.length()));
    if (!request.acl().equals(AclSpec.NONE)) {
      ObjectStanding _ = standing(access, request); // refused before the bytes come
    }
    Stage stage = engine.stage(request.bucket(), request.length());
    return new ReceivedBody<>(
        stage,
        request.length(),
        limits.maximumPieceBytes(),
        new Digests(request.checksumAlgorithm(), request.statesCrc32c()),
        computed -> {
          access.renew();
          ObjectStanding standing = standing(access, request);
          ObjectRecord record =
              new ObjectRecord(
                  computed.etag(),
                  computed.checksum(),
                  List.of(),
                  null,
                  clock.instant(),
                  accepted.withAcl(standing.acl()),
                  standing.owner());
          return ObjectInfo.of(
              request.key(), publishing.publish(access, name, stage, record, request.conditions()));
        });
  }

  private static ObjectStanding standing(Access access, PutRequest request) {
    return access.rules().standing(access.context().principal(), request.acl());
  }
}
