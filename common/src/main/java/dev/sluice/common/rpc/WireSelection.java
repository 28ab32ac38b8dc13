package dev.sluice.common.rpc;

import dev.sluice.common.model.ETag;
import dev.sluice.common.model.RangeCondition;
import dev.sluice.common.model.Selection;
import dev.sluice.common.model.StorageException;
import dev.sluice.v1.ByteRange;
import dev.sluice.v1.FailureReason;
import dev.sluice.v1.GetObjectRequest;
import dev.sluice.v1.HeadObjectRequest;
import java.util.function.Consumer;
import java.util.function.IntConsumer;
import org.jspecify.annotations.Nullable;

/** The selection of a read's bytes, to and from messages. */
public final class WireSelection {
  private WireSelection() {}

  /** Says in a message which bytes are meant. */
  public static void set(GetObjectRequest.Builder message, Selection selection) {
    set(selection, message::setRange, message::setIfRange, message::setPartNumber);
  }

  /** Says in a message which bytes are meant. */
  public static void set(HeadObjectRequest.Builder message, Selection selection) {
    set(selection, message::setRange, message::setIfRange, message::setPartNumber);
  }

  /** The bytes that a message means. A condition without a range is {@code REQUEST_INVALID}. */
  public static Selection toModel(GetObjectRequest message) {
    return toModel(
        message.hasRange() ? message.getRange() : null,
        message.hasIfRange() ? message.getIfRange() : null,
        message.hasPartNumber() ? new Selection.Part(message.getPartNumber()) : Selection.ALL);
  }

  /** The bytes that a message means. A condition without a range is {@code REQUEST_INVALID}. */
  public static Selection toModel(HeadObjectRequest message) {
    return toModel(
        message.hasRange() ? message.getRange() : null,
        message.hasIfRange() ? message.getIfRange() : null,
        message.hasPartNumber() ? new Selection.Part(message.getPartNumber()) : Selection.ALL);
  }

  private static void set(
      Selection selection,
      Consumer<ByteRange> range,
      Consumer<dev.sluice.v1.RangeCondition> ifRange,
      IntConsumer partNumber) {
    switch (selection) {
      case Selection.All() -> {}
      case Selection.Range(var bytes, var condition) -> {
        range.accept(WireRange.toProto(bytes));
        if (condition != null) {
          ifRange.accept(toProto(condition));
        }
      }
      case Selection.Part(int number) -> partNumber.accept(number);
    }
  }

  private static Selection toModel(
      @Nullable ByteRange range,
      dev.sluice.v1.@Nullable RangeCondition ifRange,
      Selection withoutRange) {
    if (range != null) {
      return new Selection.Range(
          WireRange.toModel(range), ifRange == null ? null : toModel(ifRange));
    }
    if (ifRange != null) {
      throw new StorageException(
          FailureReason.REQUEST_INVALID, "if_range: without a range (expected: only with one)");
    }
    return withoutRange;
  }

  private static dev.sluice.v1.RangeCondition toProto(RangeCondition condition) {
    var message = dev.sluice.v1.RangeCondition.newBuilder();
    switch (condition) {
      case RangeCondition.Tag(ETag etag) -> message.setEtag(etag.value());
      case RangeCondition.Time(var time) -> message.setLastModified(WireTime.toProto(time));
    }
    return message.build();
  }

  private static @Nullable RangeCondition toModel(dev.sluice.v1.RangeCondition condition) {
    return switch (condition.getConditionCase()) {
      case CONDITION_NOT_SET -> null;
      case ETAG -> new RangeCondition.Tag(new ETag(condition.getEtag()));
      case LAST_MODIFIED -> new RangeCondition.Time(WireTime.toModel(condition.getLastModified()));
    };
  }
}
