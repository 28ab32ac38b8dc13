package dev.sluice.integration.trial.crash;

import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** An upload whose beginning was acknowledged, and what may be of it. */
final class OpenUpload {
  /** How far its end may have come. */
  enum End {
    NONE,
    MAYBE_COMPLETED,
    MAYBE_ABORTED
  }

  final String key;
  final String id;
  final String mark;

  /** Bodies of all attempts by their tag. */
  final Map<String, byte[]> bodies = new HashMap<>();

  /** Part number to the tags that may be there; the empty one stands for no part. */
  final Map<Integer, Set<String>> parts = new TreeMap<>();

  End end = End.NONE;

  /** What it becomes, once somebody tried to complete it. */
  @Nullable Version whole;

  /** What the key may have held right after that attempt. */
  Set<Version> afterwards = Set.of();

  /** The list with which somebody tried. */
  String list = "";

  OpenUpload(String key, String id, String mark) {
    this.key = key;
    this.id = id;
    this.mark = mark;
  }

  Set<String> part(int number) {
    return parts.computeIfAbsent(number, _ -> new HashSet<>(Set.of("")));
  }

  /** Whether it is known of each part what it is. */
  boolean isCertain() {
    return parts.values().stream().allMatch(tags -> tags.size() == 1);
  }
}
