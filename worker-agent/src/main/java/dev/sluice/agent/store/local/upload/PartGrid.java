package dev.sluice.agent.store.local.upload;

import dev.sluice.agent.store.engine.upload.PartRecord;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The slots in which parts are written so that they need not move: slot n of a file of equal slots,
 * whose length is elected from the lengths that parts declare, the largest so far. A slot has one
 * writer at a time and is taken once its part is committed; every other attempt goes to a file of
 * its own. For one thread at a time.
 */
final class PartGrid {
  /**
   * Beyond this offset (bytes) no slot is given: file systems have limits, and parts far out are
   * mistakes.
   */
  private static final long MAX_FILE_BYTES = 8L << 40;

  private static final String FILE_PREFIX = "grid-";

  /**
   * A place for one part.
   *
   * @param length bytes a part may have here
   * @param number the part's, 1..10000
   */
  record Slot(long length, int number) {
    String file() {
      return FILE_PREFIX + length;
    }

    long offset() {
      return (number - 1) * length;
    }
  }

  private final Set<Slot> busy = new HashSet<>();
  private long elected;

  /** Learns of a part that was committed before this process began. */
  void remember(PartRecord part) {
    String file = part.place().file();
    if (file.startsWith(FILE_PREFIX)) {
      try {
        elected = Math.max(elected, Long.parseLong(file.substring(FILE_PREFIX.length())));
      } catch (NumberFormatException e) {
        // A file from a later version: no slot of ours.
        return;
      }
    }
  }

  /**
   * Takes the slot of a part.
   *
   * @param declared bytes that will come, -1 where not known
   * @param committed parts by number
   * @return null where the part has to go elsewhere
   */
  @Nullable Slot take(int number, long declared, Map<Integer, PartRecord> committed) {
    if (declared <= 0) {
      return null;
    }
    elected = Math.max(elected, declared);
    Slot slot = new Slot(elected, number);
    if (elected > MAX_FILE_BYTES / number || isTaken(slot, committed.get(number))) {
      return null;
    }
    return busy.add(slot) ? slot : null;
  }

  private static boolean isTaken(Slot slot, @Nullable PartRecord part) {
    return part != null && part.place().equals(new PartRecord.Place(slot.file(), slot.offset()));
  }

  void release(Slot slot) {
    busy.remove(slot);
  }
}
