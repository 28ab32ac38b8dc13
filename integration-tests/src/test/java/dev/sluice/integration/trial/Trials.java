package dev.sluice.integration.trial;

import dev.sluice.integration.trial.core.Deployment;
import dev.sluice.integration.trial.core.Dice;
import dev.sluice.integration.trial.model.ModelTrial;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/** Runs the long variants of the trials: the same classes as in the tests, for longer. */
public final class Trials {
  private final Map<String, Long> numbers = new HashMap<>();
  private final Path folder;

  private Trials(List<String> flags, Path folder) {
    this.folder = folder;
    for (int i = 0; i + 1 < flags.size(); i += 2) {
      numbers.put(flags.get(i), Long.parseLong(flags.get(i + 1)));
    }
  }

  /** Runs the family that the first argument names, with the numbers that the others say. */
  public static void main(String[] arguments) throws IOException {
    Path folder = Files.createTempDirectory("sluice-trial-");
    try {
      new Trials(List.of(arguments).subList(1, arguments.length), folder).run(arguments[0]);
    } finally {
      remove(folder);
    }
  }

  private void run(String family) {
    long seed = number("--seed", Dice.seed());
    System.out.println(family + ", seed " + seed);
    switch (family) {
      case "model" -> model(seed);
      default -> throw new IllegalArgumentException(family + " (expected: model)");
    }
  }

  private long number(String flag, long otherwise) {
    return numbers.getOrDefault(flag, otherwise);
  }

  private void model(long seed) {
    long each = number("--steps", 100_000) / 3;
    try (Deployment one = Deployment.local(folder.resolve("one"), 1)) {
      model("local engine, one frontend", one, seed, each);
    }
    try (Deployment two = Deployment.local(folder.resolve("two"), 2)) {
      model("local engine, two frontends", two, seed + 1_000_000, each);
    }
    try (Deployment memory = Deployment.memory(2)) {
      model("memory engine, two frontends", memory, seed + 2_000_000, each);
    }
  }

  private static void model(String what, Deployment deployment, long seed, long steps) {
    try (ModelTrial trial = new ModelTrial(deployment)) {
      System.out.println(what + ": " + trial.run(seed, steps) + " steps, all as the model");
    }
  }

  private static void remove(Path folder) throws IOException {
    try (Stream<Path> files = Files.walk(folder)) {
      for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
        Files.delete(file);
      }
    }
  }
}
