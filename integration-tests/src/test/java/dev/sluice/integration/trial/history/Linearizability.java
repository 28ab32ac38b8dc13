package dev.sluice.integration.trial.history;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.Comparator;
import java.util.Deque;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Whether a history of one key is linearizable: whether there is an order of its operations that
 * keeps the order of those that did not overlap, in which every answer is right. The search is that
 * of Wing and Gong (1993) with the memory of Lowe (2017): what was tried with the same operations
 * done and the same state is not tried again.
 */
final class Linearizability {
  /** Whether an operation begins or ends here; a list that entries are taken out of. */
  private static final class Entry {
    final int number;
    final @Nullable Entry end;
    final long time;
    @Nullable Entry before;
    @Nullable Entry next;

    Entry(int number, @Nullable Entry end, long time) {
      this.number = number;
      this.end = end;
      this.time = time;
    }
  }

  private record Tried(BitSet done, String state) {}

  private record Step(Entry call, String stateBefore) {}

  private final List<Change> history;
  private final Entry head = new Entry(-1, null, Long.MIN_VALUE);

  private Linearizability(List<Change> history) {
    this.history = history;
    List<Entry> entries = new ArrayList<>();
    for (int i = 0; i < history.size(); i++) {
      Entry end = new Entry(i, null, history.get(i).returned());
      entries.add(new Entry(i, end, history.get(i).called()));
      entries.add(end);
    }
    // At the same moment the beginning comes first: the two may then have overlapped.
    entries.sort(
        Comparator.comparingLong((Entry entry) -> entry.time)
            .thenComparing(entry -> entry.end == null));
    Entry last = head;
    for (Entry entry : entries) {
      last.next = entry;
      entry.before = last;
      last = entry;
    }
  }

  /** Whether a history that begins with this state is linearizable. */
  static boolean holds(List<Change> history, String initial) {
    return new Linearizability(history).search(initial);
  }

  private boolean search(String initial) {
    String state = initial;
    BitSet done = new BitSet(history.size());
    Set<Tried> tried = new HashSet<>();
    Deque<Step> steps = new ArrayDeque<>();
    Entry entry = head.next;
    while (entry != null) {
      if (entry.end == null) {
        if (history.get(entry.number).returned() == Change.NEVER) {
          return true; // all that is known has its place; what is left may never have happened
        }
        if (steps.isEmpty()) {
          return false;
        }
        Step step = steps.pop();
        state = step.stateBefore();
        done.clear(step.call().number);
        putBack(step.call());
        entry = step.call().next;
        continue;
      }
      String after = history.get(entry.number).effect().apply(state);
      if (after != null) {
        done.set(entry.number);
        if (tried.add(new Tried((BitSet) done.clone(), after))) {
          steps.push(new Step(entry, state));
          state = after;
          takeOut(entry);
          entry = head.next;
          continue;
        }
        done.clear(entry.number);
      }
      entry = entry.next;
    }
    return true;
  }

  private static void takeOut(Entry call) {
    unlink(call);
    if (call.end != null) {
      unlink(call.end);
    }
  }

  private static void putBack(Entry call) {
    if (call.end != null) {
      link(call.end);
    }
    link(call);
  }

  private static void unlink(Entry entry) {
    if (entry.before != null) {
      entry.before.next = entry.next;
    }
    if (entry.next != null) {
      entry.next.before = entry.before;
    }
  }

  private static void link(Entry entry) {
    if (entry.before != null) {
      entry.before.next = entry;
    }
    if (entry.next != null) {
      entry.next.before = entry;
    }
  }
}
