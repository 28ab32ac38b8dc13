package dev.sluice.agent.store.local.upload;

import dev.sluice.agent.store.engine.upload.PartRecord;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * The plan to make parts one file: the file where most of them lie in place already, and the parts
 * to be copied into it. Where that would harm a committed part, which must still be there if
 * nothing comes of the completion, a new file takes them all.
 *
 * @param base the file to assemble in; null: a new one
 * @param inPlaceEnd where the last of the parts ends that lie in the base already
 * @param moves what to copy
 * @param size bytes of the whole
 */
record AssemblyPlan(@Nullable String base, long inPlaceEnd, List<Move> moves, long size) {
  /**
   * A part to be copied.
   *
   * @param part which
   * @param offset where it belongs
   */
  record Move(PartRecord part, long offset) {}

  /**
   * Plans.
   *
   * @param wanted the parts, in the order they will have
   * @param committed all parts of the upload
   */
  static AssemblyPlan of(List<PartRecord> wanted, Collection<PartRecord> committed) {
    List<Move> all = new ArrayList<>();
    Map<String, Long> inPlace = new HashMap<>();
    long size = 0;
    for (PartRecord part : wanted) {
      all.add(new Move(part, size));
      if (part.place().offset() == size) {
        inPlace.merge(part.place().file(), part.size(), Long::sum);
      }
      size += part.size();
    }
    String base = null;
    for (Map.Entry<String, Long> file : inPlace.entrySet()) {
      if (file.getValue() > (base == null ? 0 : inPlace.getOrDefault(base, 0L))) {
        base = file.getKey();
      }
    }
    if (base != null) {
      List<Move> moves = movesInto(base, all);
      if (isHarmless(base, moves, size, committed)) {
        return new AssemblyPlan(base, inPlaceEnd(base, wanted, moves), moves, size);
      }
    }
    return new AssemblyPlan(null, 0, all, size);
  }

  private static long inPlaceEnd(String base, List<PartRecord> wanted, List<Move> moves) {
    Set<PartRecord> moved = moves.stream().map(Move::part).collect(Collectors.toSet());
    return wanted.stream()
        .filter(part -> part.place().file().equals(base) && !moved.contains(part))
        .mapToLong(part -> part.place().offset() + part.size())
        .max()
        .orElse(0);
  }

  private static List<Move> movesInto(String base, List<Move> all) {
    return all.stream()
        .filter(move -> !move.part().place().equals(new PartRecord.Place(base, move.offset())))
        .toList();
  }

  private static boolean isHarmless(
      String base, List<Move> moves, long size, Collection<PartRecord> committed) {
    NavigableMap<Long, Long> written = new TreeMap<>();
    for (Move move : moves) {
      if (move.part().size() > 0) {
        written.put(move.offset(), move.offset() + move.part().size());
      }
    }
    for (PartRecord part : committed) {
      long from = part.place().offset();
      long to = from + part.size();
      if (part.place().file().equals(base) && from < to) {
        Map.Entry<Long, Long> last = written.lowerEntry(to);
        if (to > size || (last != null && last.getValue() > from)) {
          return false;
        }
      }
    }
    return true;
  }
}
