package dev.sluice.frontend.route;

import static dev.sluice.fuzzing.FuzzTarget.require;

import dev.sluice.common.model.ETag;
import dev.sluice.common.model.EtagCondition;
import dev.sluice.common.model.ReadConditions;
import dev.sluice.common.rpc.WireConditions;
import dev.sluice.fuzzing.FuzzTarget;
import java.util.stream.Collectors;

/**
 * A list of tags means the tags it names, however they are written, and nothing of it is lost on
 * the way to the agent. {@link Conditions}.
 */
final class ConditionsFuzzTarget implements FuzzTarget {
  @Override
  public void attack(byte[] input) {
    String sent = FuzzTarget.wireText(input);
    Conditions.ofRange(sent);
    EtagCondition condition = Conditions.weak(sent);
    if (condition == null) {
      require(sent.isBlank(), "no condition where nothing is said", sent);
      return;
    }
    for (ETag tag : condition.etags()) {
      require(sent.contains(tag.value()), "only tags that were sent", sent, tag);
    }
    if (!condition.any() && !condition.etags().isEmpty()) {
      String list = condition.etags().stream().map(ETag::quoted).collect(Collectors.joining(", "));
      require(condition.equals(Conditions.weak(list)), "there and back", sent, list);
    }
    ReadConditions read = new ReadConditions(condition, null, null, null);
    require(
        read.equals(WireConditions.toModel(WireConditions.toProto(read))), "as sent", sent, read);
  }
}
