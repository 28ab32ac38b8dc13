package dev.sluice.common.rpc;

import dev.sluice.common.model.Caller;
import dev.sluice.common.model.Evaluation;
import dev.sluice.common.model.StorageException;
import dev.sluice.v1.ConditionKey;
import dev.sluice.v1.FailureReason;
import dev.sluice.v1.RequestKeys;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Callers and evaluations, both ways. */
public final class WireCaller {
  /** Condition keys that a client sends alike with one request after the other. */
  private static final List<String> OF_CLIENT =
      List.of(
          "aws:referer",
          "aws:requestedregion",
          "aws:useragent",
          "s3:authtype",
          "s3:signatureversion",
          "s3:tlsversion");

  private WireCaller() {}

  /** A caller as a message. */
  public static dev.sluice.v1.Caller toProto(Caller caller) {
    return withoutKeys(caller).addAllConditionKeys(conditionKeys(caller.conditionKeys())).build();
  }

  /**
   * A caller without {@link #requestKeys}: two requests of one kind by one client have the same
   * bytes.
   */
  static dev.sluice.v1.Caller ofClient(Caller caller) {
    dev.sluice.v1.Caller.Builder message = withoutKeys(caller);
    for (String name : OF_CLIENT) {
      List<String> values = caller.conditionKeys().get(name);
      if (values != null) {
        message.addConditionKeys(conditionKey(name, values));
      }
    }
    return message.build();
  }

  /** Condition keys of a caller that change from request to request. */
  static RequestKeys requestKeys(Caller caller) {
    RequestKeys.Builder message = RequestKeys.newBuilder();
    caller
        .conditionKeys()
        .forEach(
            (name, values) -> {
              if (!OF_CLIENT.contains(name)) {
                message.addConditionKeys(conditionKey(name, values));
              }
            });
    return message.build();
  }

  private static dev.sluice.v1.Caller.Builder withoutKeys(Caller caller) {
    return dev.sluice.v1.Caller.newBuilder()
        .setKind(
            switch (caller.kind()) {
              case OPERATOR -> dev.sluice.v1.Caller.Kind.OPERATOR;
              case ROOT -> dev.sluice.v1.Caller.Kind.ROOT;
              case ACCOUNT_ROOT -> dev.sluice.v1.Caller.Kind.ACCOUNT_ROOT;
              case IDENTITY -> dev.sluice.v1.Caller.Kind.IDENTITY;
              case ANONYMOUS -> dev.sluice.v1.Caller.Kind.ANONYMOUS;
            })
        .setPrincipal(WirePrincipal.toProto(caller.principal()))
        .setUserName(caller.userName())
        .setSourceAddress(caller.sourceAddress())
        .setTls(caller.tls())
        .addAllEvaluations(toProto(caller.evaluations()))
        .addAllDisclosures(toProto(caller.disclosures()));
  }

  /**
   * From a message.
   *
   * @throws StorageException {@code ARGUMENT_INVALID} where it names no caller, or too much
   */
  public static Caller toModel(dev.sluice.v1.Caller message) {
    return toModel(message, RequestKeys.getDefaultInstance());
  }

  /**
   * From two messages.
   *
   * @throws StorageException {@code ARGUMENT_INVALID} where they name no caller, or too much
   */
  static Caller toModel(dev.sluice.v1.Caller message, RequestKeys requestKeys) {
    if (message.getPrincipal().getId().isEmpty()) {
      throw new StorageException(
          FailureReason.ARGUMENT_INVALID, "principal: none (expected: an id)");
    }
    return new Caller(
        switch (message.getKind()) {
          case OPERATOR -> Caller.Kind.OPERATOR;
          case ROOT -> Caller.Kind.ROOT;
          case ANONYMOUS -> Caller.Kind.ANONYMOUS;
          case ACCOUNT_ROOT -> Caller.Kind.ACCOUNT_ROOT;
          case IDENTITY, KIND_UNSPECIFIED, UNRECOGNIZED -> Caller.Kind.IDENTITY;
        },
        WirePrincipal.toModel(message.getPrincipal()),
        message.getUserName(),
        message.getSourceAddress(),
        message.getTls(),
        conditionKeys(message.getConditionKeysList(), requestKeys.getConditionKeysList()),
        toModel(message.getEvaluationsList()),
        toModel(message.getDisclosuresList()));
  }

  private static List<ConditionKey> conditionKeys(Map<String, List<String>> keys) {
    return keys.entrySet().stream().map(key -> conditionKey(key.getKey(), key.getValue())).toList();
  }

  private static ConditionKey conditionKey(String name, List<String> values) {
    return ConditionKey.newBuilder().setName(name).addAllValues(values).build();
  }

  private static Map<String, List<String>> conditionKeys(
      List<ConditionKey> ofCaller, List<ConditionKey> ofRequest) {
    if (ofCaller.isEmpty() && ofRequest.isEmpty()) {
      return Map.of();
    }
    Map<String, List<String>> keys = new HashMap<>();
    put(keys, ofCaller);
    put(keys, ofRequest);
    return keys;
  }

  private static void put(Map<String, List<String>> keys, List<ConditionKey> messages) {
    for (ConditionKey key : messages) {
      if (keys.put(key.getName(), List.copyOf(key.getValuesList())) != null) {
        throw new StorageException(
            FailureReason.ARGUMENT_INVALID,
            "condition key: '" + key.getName() + "' comes twice (expected: each once)");
      }
    }
  }

  /** Evaluations as messages. */
  public static List<dev.sluice.v1.Evaluation> toProto(List<Evaluation> evaluations) {
    return evaluations.stream().map(WireCaller::toProto).toList();
  }

  /** From messages; fails with {@code ARGUMENT_INVALID} where they are too many for one request. */
  public static List<Evaluation> toModel(List<dev.sluice.v1.Evaluation> messages) {
    return messages.stream().map(WireCaller::toModel).toList();
  }

  private static dev.sluice.v1.Evaluation toProto(Evaluation evaluation) {
    dev.sluice.v1.Evaluation.Builder message =
        dev.sluice.v1.Evaluation.newBuilder()
            .setAction(evaluation.action())
            .setResource(
                switch (evaluation.resource()) {
                  case TARGET -> dev.sluice.v1.Evaluation.Resource.TARGET;
                  case SOURCE -> dev.sluice.v1.Evaluation.Resource.SOURCE;
                });
    switch (evaluation.outcome()) {
      case Evaluation.Verdict verdict ->
          message.setVerdict(
              switch (verdict) {
                case ALLOW -> dev.sluice.v1.Evaluation.Verdict.ALLOW;
                case DENY -> dev.sluice.v1.Evaluation.Verdict.DENY;
                case SILENT -> dev.sluice.v1.Evaluation.Verdict.SILENT;
              });
      case Evaluation.Pending(List<String> statements) ->
          message.getPendingBuilder().addAllStatements(statements);
    }
    return message.build();
  }

  /** An unknown value allows nothing. */
  private static Evaluation toModel(dev.sluice.v1.Evaluation message) {
    return switch (message.getResource()) {
      case TARGET ->
          new Evaluation(message.getAction(), Evaluation.Resource.TARGET, outcome(message));
      case SOURCE ->
          new Evaluation(message.getAction(), Evaluation.Resource.SOURCE, outcome(message));
      case UNRECOGNIZED ->
          new Evaluation(message.getAction(), Evaluation.Resource.TARGET, Evaluation.Verdict.DENY);
    };
  }

  private static Evaluation.Outcome outcome(dev.sluice.v1.Evaluation message) {
    return switch (message.getOutcomeCase()) {
      case VERDICT ->
          switch (message.getVerdict()) {
            case ALLOW -> Evaluation.Verdict.ALLOW;
            case SILENT -> Evaluation.Verdict.SILENT;
            case DENY, VERDICT_UNSPECIFIED, UNRECOGNIZED -> Evaluation.Verdict.DENY;
          };
      case PENDING -> new Evaluation.Pending(message.getPending().getStatementsList());
      case OUTCOME_NOT_SET -> Evaluation.Verdict.DENY;
    };
  }
}
