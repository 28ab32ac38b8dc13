package dev.sluice.common.policy;

import java.util.BitSet;

/** Set of actions of {@link S3Actions}, by their indexes. */
final class ActionSet {
  private final BitSet indexes = new BitSet();

  /** Set of actions as AWS names them. */
  static ActionSet of(String... names) {
    ActionSet set = new ActionSet();
    for (String name : names) {
      set.add(S3Actions.indexOf(name));
    }
    return set;
  }

  void add(int index) {
    indexes.set(index);
  }

  void addAll(ActionSet others) {
    indexes.or(others.indexes);
  }

  boolean contains(int index) {
    return indexes.get(index);
  }

  boolean isEmpty() {
    return indexes.isEmpty();
  }

  boolean intersects(ActionSet others) {
    return indexes.intersects(others.indexes);
  }

  /** All actions that are not in this set. */
  ActionSet complement() {
    ActionSet rest = new ActionSet();
    rest.indexes.set(0, S3Actions.names().size());
    rest.indexes.andNot(indexes);
    return rest;
  }
}
