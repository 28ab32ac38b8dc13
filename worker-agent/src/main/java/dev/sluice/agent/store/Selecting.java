package dev.sluice.agent.store;

import dev.sluice.agent.store.engine.ObjectPart;
import dev.sluice.agent.store.engine.StoredObject;
import dev.sluice.common.model.ByteRange;
import dev.sluice.common.model.FailureDetail;
import dev.sluice.common.model.RangeCondition;
import dev.sluice.common.model.Selection;
import dev.sluice.common.model.Span;
import dev.sluice.common.model.StorageException;
import dev.sluice.v1.FailureReason;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Finds the bytes that a read selects. */
final class Selecting {
  private Selecting() {}

  /** The selected span; null where all bytes are meant. */
  static @Nullable Span span(Selection selection, StoredObject object) {
    return switch (selection) {
      case Selection.All() -> null;
      case Selection.Range(ByteRange range, RangeCondition condition) ->
          condition == null || Conditions.holds(condition, object)
              ? range.resolve(object.size())
              : null;
      case Selection.Part(int number) -> part(number, object);
    };
  }

  private static Span part(int number, StoredObject object) {
    Refusals.requireWithin("part number", number, 1, StoreLimits.MAX_PARTS);
    List<ObjectPart> parts = object.record().parts();
    if (parts.isEmpty() && number == 1) {
      return new Span(0, object.size());
    }
    long offset = 0;
    for (ObjectPart part : parts) {
      if (part.number() == number) {
        return new Span(offset, part.size());
      }
      offset += part.size();
    }
    int count = Math.max(1, parts.size());
    throw new StorageException(
        FailureReason.PART_NUMBER_NOT_SATISFIABLE,
        "part number: " + number + " (expected: one of the object's " + count + " parts)",
        new FailureDetail.Part(number, "", 0, count));
  }
}
