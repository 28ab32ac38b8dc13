package dev.sluice.engine.hdfs;

import dev.sluice.common.model.BucketName;
import dev.sluice.common.model.KeySlot;
import dev.sluice.common.model.StorageException;
import dev.sluice.v1.FailureReason;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Looks at objects that miss none that is on its way from one of its homes to the other. */
sealed interface HdfsSight {
  /** An object that is there all the time; null where there is none. */
  <T> @Nullable T find(BucketName bucket, Supplier<@Nullable T> look);

  /** All objects that are there all the time. */
  <T> T survey(BucketName bucket, Supplier<T> survey);

  /**
   * That of an agent which moves all objects itself.
   *
   * @param places know what it moves
   */
  record Alone(HdfsPlaces places) implements HdfsSight {
    @Override
    public <T> @Nullable T find(BucketName bucket, Supplier<@Nullable T> look) {
      return places.of(bucket).find(look::get);
    }

    @Override
    public <T> T survey(BucketName bucket, Supplier<T> survey) {
      return places.of(bucket).survey(survey::get);
    }
  }

  /**
   * That of one agent of several: what it does not see counts only if no move was under way before
   * nor after, and none ended meanwhile.
   *
   * @param help takes a slot over whose move does not end
   */
  record Shared(HdfsMoves moves, Consumer<KeySlot> help) implements HdfsSight {
    private static final int MAX_LOOKS = 512;

    private static final int LOOKS_BEFORE_HELP = 128;
    private static final long MAX_PAUSE_MILLIS = 10;

    @Override
    public <T> @Nullable T find(BucketName bucket, Supplier<@Nullable T> look) {
      T found = look.get();
      for (int looks = 1; found == null && looks <= MAX_LOOKS; looks++) {
        HdfsMoves.Stamp before = moves.stamp(bucket);
        found = look.get();
        if (found != null || isUnmoved(bucket, before)) {
          return found;
        }
        waitOrHelp(bucket, before, looks);
      }
      if (found == null) {
        throw moving(bucket);
      }
      return found;
    }

    @Override
    public <T> T survey(BucketName bucket, Supplier<T> survey) {
      for (int looks = 1; looks <= MAX_LOOKS; looks++) {
        HdfsMoves.Stamp before = moves.stamp(bucket);
        if (before.isQuiet()) {
          T seen = survey.get();
          if (isUnmoved(bucket, before)) {
            return seen;
          }
        }
        waitOrHelp(bucket, before, looks);
      }
      throw moving(bucket);
    }

    private boolean isUnmoved(BucketName bucket, HdfsMoves.Stamp before) {
      return before.isQuiet() && moves.stamp(bucket).equals(before);
    }

    private void waitOrHelp(BucketName bucket, HdfsMoves.Stamp before, int looks) {
      HdfsPause.before(looks, MAX_PAUSE_MILLIS);
      if (looks % LOOKS_BEFORE_HELP != 0) {
        return;
      }
      for (String mark : before.underWay()) {
        KeySlot slot = HdfsMoves.slotOf(bucket, mark);
        if (slot != null && moves.stamp(bucket).underWay().contains(mark)) {
          help.accept(slot);
        }
      }
    }

    private static StorageException moving(BucketName bucket) {
      return new StorageException(
          FailureReason.UNAVAILABLE,
          "bucket %s: an object was on its way at each of %d looks (expected: a retry)"
              .formatted(bucket, MAX_LOOKS));
    }
  }
}
