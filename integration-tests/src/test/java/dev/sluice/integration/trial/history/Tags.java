package dev.sluice.integration.trial.history;

import dev.sluice.integration.trial.core.Dice;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicLong;

/** The marks of all writes, and the ETag that each of them made, as far as it is known. */
final class Tags {
  private static final int REMEMBERED = 12;

  private final AtomicLong marks = new AtomicLong();
  private final Map<String, String> byMark = new ConcurrentHashMap<>();
  private final List<String> seen = new CopyOnWriteArrayList<>();

  /** A new mark of a write whose ETag is known. */
  String mark(String tag) {
    String mark = mark();
    know(mark, tag);
    return mark;
  }

  /** A new mark. */
  String mark() {
    return "m" + marks.incrementAndGet();
  }

  void know(String mark, String tag) {
    byMark.put(mark, tag);
    seen.add(tag);
    if (seen.size() > REMEMBERED) {
      seen.removeFirst();
    }
  }

  /** One that was made lately; empty where none was. */
  String some(Dice dice) {
    List<String> now = List.copyOf(seen);
    return now.isEmpty() ? "" : dice.of(now);
  }

  /** Whether what a mark made may have this ETag. */
  boolean has(String mark, String tag) {
    return !mark.isEmpty() && byMark.getOrDefault(mark, tag).equals(tag);
  }

  /** Whether a condition may hold on a state: none, absent ({@code *}), or a tag. */
  boolean holds(String condition, String state) {
    return condition.isEmpty() || (condition.equals("*") ? state.isEmpty() : has(state, condition));
  }
}
