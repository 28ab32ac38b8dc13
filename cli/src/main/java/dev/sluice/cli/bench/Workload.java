package dev.sluice.cli.bench;

import dev.sluice.cli.tool.terminal.ToolFailure;
import java.util.Arrays;
import java.util.Locale;
import java.util.stream.Collectors;

/** A kind of load, as the command line names it. */
enum Workload {
  PUT(0, "objects stored, each under a new key"),
  GET(1_000, "objects read in random order"),
  HEAD(1_000, "metadata of objects in random order"),
  DELETE(10_000, "objects deleted that were stored before"),
  LIST(10_000, "pages of a listing, from random keys on"),
  MIXED(1_000, "gets, heads, puts, deletes and lists by shares"),
  MULTIPART(0, "multipart uploads, from creation to completion"),
  RACE(0, "conditional puts of one key by all clients at once, of which one must win");

  private final int objects;
  private final String about;

  Workload(int objects, String about) {
    this.objects = objects;
    this.about = about;
  }

  /** Objects that are stored before a run, unless the command line says how many. */
  int objects() {
    return objects;
  }

  /** Whether it needs objects that were stored before. */
  boolean reads() {
    return objects > 0;
  }

  String word() {
    return name().toLowerCase(Locale.ROOT);
  }

  /** The workload of a name; fails as a mistake of the command line. */
  static Workload of(String word) {
    return Arrays.stream(values())
        .filter(workload -> workload.word().equals(word))
        .findFirst()
        .orElseThrow(
            () -> ToolFailure.usage("workload: '%s' (expected: %s)".formatted(word, words())));
  }

  /** All names. */
  static String words() {
    return Arrays.stream(values()).map(Workload::word).collect(Collectors.joining(", "));
  }

  /** A line for each, for the help. */
  static String help() {
    return Arrays.stream(values())
        .map(workload -> workload.word() + ": " + workload.about)
        .collect(Collectors.joining("; "));
  }
}
