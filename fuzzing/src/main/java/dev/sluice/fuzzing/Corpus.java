package dev.sluice.fuzzing;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/**
 * The inputs that are kept for a target.
 *
 * @param target the full name of its class
 * @param inputs in the order of the files' names
 */
record Corpus(String target, List<Input> inputs) {
  /**
   * One input.
   *
   * @param name of its file
   */
  @SuppressWarnings("ArrayRecordComponent") // handed over, never compared
  record Input(String name, byte[] bytes) {}

  /** Every corpus below a folder. */
  static List<Corpus> allBelow(Path folder) throws IOException {
    List<Corpus> corpora = new ArrayList<>();
    for (Path target : sorted(folder)) {
      List<Input> inputs = new ArrayList<>();
      for (Path input : sorted(target)) {
        inputs.add(new Input(input.getFileName().toString(), Files.readAllBytes(input)));
      }
      corpora.add(new Corpus(target.getFileName().toString(), List.copyOf(inputs)));
    }
    return corpora;
  }

  /** A new target of the class that this corpus is for. */
  FuzzTarget newTarget() throws ReflectiveOperationException {
    return newTarget(target);
  }

  static FuzzTarget newTarget(String className) throws ReflectiveOperationException {
    var constructor = Class.forName(className).getDeclaredConstructor();
    constructor.setAccessible(true);
    return (FuzzTarget) constructor.newInstance();
  }

  private static List<Path> sorted(Path folder) throws IOException {
    try (Stream<Path> entries = Files.list(folder)) {
      return entries.sorted().toList();
    }
  }
}
