package dev.sluice.common.policy;

import dev.sluice.common.model.Caller;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;

/**
 * Condition keys of a call: those that its caller states, and those that follow from the connection
 * and the time. Those of the requester follow from {@link Requester}.
 *
 * @param caller of the call
 * @param now when it is decided
 */
public record CallerKeys(Caller caller, Instant now) implements ConditionKeys {
  @Override
  public List<String> values(String key) {
    return switch (key) {
      case "aws:sourceip" ->
          caller.sourceAddress().isEmpty() ? List.of() : List.of(caller.sourceAddress());
      case "aws:securetransport" -> List.of(Boolean.toString(caller.tls()));
      case "aws:currenttime" -> List.of(now.truncatedTo(ChronoUnit.SECONDS).toString());
      case "aws:epochtime" -> List.of(Long.toString(now.getEpochSecond()));
      default -> caller.conditionKeys().getOrDefault(key, List.of());
    };
  }
}
