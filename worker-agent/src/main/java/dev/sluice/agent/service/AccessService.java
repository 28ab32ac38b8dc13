package dev.sluice.agent.service;

import dev.sluice.agent.store.ObjectStore;
import dev.sluice.agent.store.access.Decision;
import dev.sluice.agent.store.request.AccessRequest;
import dev.sluice.common.model.BucketName;
import dev.sluice.common.model.CallContext;
import dev.sluice.common.model.Caller;
import dev.sluice.common.model.ObjectKey;
import dev.sluice.common.rpc.WireCaller;
import dev.sluice.v1.AccessServiceGrpc;
import dev.sluice.v1.DecideRequest;
import dev.sluice.v1.DecideResponse;
import dev.sluice.v1.ExplainRequest;
import dev.sluice.v1.ExplainResponse;
import io.grpc.ServerServiceDefinition;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Serves {@code sluice.v1.AccessService}. */
public final class AccessService {
  private final ServiceContext serving;
  private final ObjectStore store;

  /** The service over a store. */
  public AccessService(ServiceContext serving) {
    this.serving = serving;
    this.store = serving.store();
  }

  /** For a server to add. */
  public ServerServiceDefinition bind() {
    return new ServiceBinding(AccessServiceGrpc.getServiceDescriptor(), serving)
        .immediateUnary(AccessServiceGrpc.getDecideMethod(), this::decideAtOnce, this::decide)
        .unary(AccessServiceGrpc.getExplainMethod(), this::explain)
        .build();
  }

  private @Nullable DecideResponse decideAtOnce(CallContext context, DecideRequest request) {
    AccessRequest asked = asked(request);
    return store.decideAtOnce(context, asked) ? allowed(context, asked) : null;
  }

  private DecideResponse decide(CallContext context, DecideRequest request) {
    AccessRequest asked = asked(request);
    store.decide(context, asked);
    return allowed(context, asked);
  }

  private DecideResponse allowed(CallContext context, AccessRequest asked) {
    return DecideResponse.newBuilder()
        .setRequesterCharged(context.caller().pays() && store.charges(context, asked))
        .build();
  }

  private static AccessRequest asked(DecideRequest request) {
    return new AccessRequest(
        place(request.getBucket(), request.getKey()),
        source(request.getSourceBucket(), request.getSourceKey()));
  }

  private static AccessRequest.Place place(String bucket, String key) {
    return new AccessRequest.Place(
        bucket.isEmpty() ? null : new BucketName(bucket),
        key.isEmpty() ? null : new ObjectKey(key));
  }

  private static AccessRequest.@Nullable Place source(String bucket, String key) {
    return bucket.isEmpty() ? null : place(bucket, key);
  }

  private ExplainResponse explain(CallContext context, ExplainRequest request) {
    Decision.ofAdministration(context.caller()).require();
    Caller explained = WireCaller.toModel(request.getCaller());
    List<Decision> decisions =
        store.explain(
            new CallContext(explained, context.requestId(), context.deadline()),
            new AccessRequest(
                place(request.getBucket(), request.getKey()),
                source(request.getSourceBucket(), request.getSourceKey())));
    ExplainResponse.Builder answer = ExplainResponse.newBuilder();
    for (int i = 0; i < decisions.size(); i++) {
      answer.addDecisions(message(explained.evaluations().get(i).action(), decisions.get(i)));
    }
    return answer.build();
  }

  private static dev.sluice.v1.Decision message(String action, Decision decision) {
    return dev.sluice.v1.Decision.newBuilder()
        .setAction(action)
        .setAllowed(decision.allowed())
        .setDecider(decider(decision.decider()))
        .setStatement(decision.statement())
        .setReason(decision.reason())
        .build();
  }

  private static dev.sluice.v1.Decision.Decider decider(Decision.Decider decider) {
    return switch (decider) {
      case SERVER -> dev.sluice.v1.Decision.Decider.SERVER;
      case ACCOUNT -> dev.sluice.v1.Decision.Decider.ACCOUNT;
      case IDENTITY -> dev.sluice.v1.Decision.Decider.IDENTITY;
      case BUCKET_POLICY -> dev.sluice.v1.Decision.Decider.BUCKET_POLICY;
      case BUCKET_ACL -> dev.sluice.v1.Decision.Decider.BUCKET_ACL;
      case OBJECT_ACL -> dev.sluice.v1.Decision.Decider.OBJECT_ACL;
      case PUBLIC_ACCESS_BLOCK -> dev.sluice.v1.Decision.Decider.PUBLIC_ACCESS_BLOCK;
      case NOTHING -> dev.sluice.v1.Decision.Decider.NOTHING;
      case OTHER_ACCOUNT -> dev.sluice.v1.Decision.Decider.OTHER_ACCOUNT;
    };
  }
}
