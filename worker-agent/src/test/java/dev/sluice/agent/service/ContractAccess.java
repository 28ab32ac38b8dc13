package dev.sluice.agent.service;

import dev.sluice.agent.store.access.Decision;
import dev.sluice.agent.store.request.AccessRequest;
import dev.sluice.common.model.BucketName;
import dev.sluice.common.model.Caller;
import dev.sluice.common.model.ObjectKey;
import dev.sluice.common.rpc.WireCaller;
import dev.sluice.v1.DecideRequest;
import dev.sluice.v1.ExplainRequest;
import dev.sluice.v1.ExplainResponse;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Requests for decisions as messages, and what comes back. */
final class ContractAccess {
  private ContractAccess() {}

  static DecideRequest decide(AccessRequest request) {
    return DecideRequest.newBuilder()
        .setBucket(bucket(request.target()))
        .setKey(key(request.target()))
        .setSourceBucket(bucket(request.source()))
        .setSourceKey(key(request.source()))
        .build();
  }

  static ExplainRequest explain(Caller caller, AccessRequest request) {
    return ExplainRequest.newBuilder()
        .setCaller(WireCaller.toProto(caller))
        .setBucket(bucket(request.target()))
        .setKey(key(request.target()))
        .setSourceBucket(bucket(request.source()))
        .setSourceKey(key(request.source()))
        .build();
  }

  private static String bucket(AccessRequest.@Nullable Place place) {
    BucketName bucket = place == null ? null : place.bucket();
    return bucket == null ? "" : bucket.value();
  }

  private static String key(AccessRequest.@Nullable Place place) {
    ObjectKey key = place == null ? null : place.key();
    return key == null ? "" : key.value();
  }

  /** The reason comes as one text. */
  static List<Decision> decisions(ExplainResponse answer) {
    return answer.getDecisionsList().stream()
        .map(
            it ->
                new Decision(
                    it.getAllowed() ? Decision.Verdict.ALLOW : Decision.Verdict.DENY,
                    Decision.Decider.valueOf(it.getDecider().name()),
                    it.getStatement(),
                    "",
                    it.getReason()))
        .toList();
  }
}
