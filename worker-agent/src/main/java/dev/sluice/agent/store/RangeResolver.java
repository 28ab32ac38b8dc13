package dev.sluice.agent.store;

import dev.sluice.agent.store.engine.object.ObjectPart;
import dev.sluice.agent.store.engine.object.StoredObject;
import dev.sluice.common.model.ByteRange;
import dev.sluice.common.model.ByteSpan;
import dev.sluice.common.model.FailureDetail;
import dev.sluice.common.model.RangeCondition;
import dev.sluice.common.model.Selection;
import dev.sluice.common.model.StorageException;
import dev.sluice.v1.FailureReason;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Finds the bytes that a read selects. */
final class RangeResolver {
  private RangeResolver() {}

  /**
   * The selected span; null where all bytes are meant, which no Content-Range can say of an empty
   * object: its last bytes and its only part are then the object, as on AWS.
   */
  static @Nullable ByteSpan span(Selection selection, StoredObject object) {
    return switch (selection) {
      case Selection.All() -> null;
      case Selection.Range(ByteRange range, RangeCondition condition) ->
          condition == null || Conditions.holds(condition, object)
              ? range(range, object.size())
              : null;
      case Selection.Part(int number) -> {
        ByteSpan part = part(number, object);
        yield object.size() == 0 ? null : part;
      }
    };
  }

  private static @Nullable ByteSpan range(ByteRange range, long size) {
    boolean lastOfNothing =
        size == 0 && range instanceof ByteRange.Suffix(long length) && length > 0;
    return lastOfNothing ? null : range.resolve(size);
  }

  private static ByteSpan part(int number, StoredObject object) {
    Refusals.requireWithin("part number", number, 1, StoreLimits.MAX_PARTS);
    List<ObjectPart> parts = object.record().parts();
    if (parts.isEmpty() && number == 1) {
      return new ByteSpan(0, object.size());
    }
    long offset = 0;
    for (ObjectPart part : parts) {
      if (part.number() == number) {
        return new ByteSpan(offset, part.size());
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
