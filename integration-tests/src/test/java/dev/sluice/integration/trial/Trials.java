package dev.sluice.integration.trial;

import dev.sluice.integration.LoopMount;
import dev.sluice.integration.trial.core.Deployment;
import dev.sluice.integration.trial.core.Dice;
import dev.sluice.integration.trial.core.TrialStorage;
import dev.sluice.integration.trial.crash.CrashTrial;
import dev.sluice.integration.trial.crash.CutDisk;
import dev.sluice.integration.trial.crash.Kill;
import dev.sluice.integration.trial.crash.SoakTrial;
import dev.sluice.integration.trial.history.AgentStrikes;
import dev.sluice.integration.trial.history.HistoryTrial;
import dev.sluice.integration.trial.history.RaceTrial;
import dev.sluice.integration.trial.load.LoadTrial;
import dev.sluice.integration.trial.model.ModelTrial;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Runs the long variants of the trials: the same classes as in the tests, for longer. */
public final class Trials {
  private static final String STORAGE = "--storage";

  private final Map<String, Long> numbers = new HashMap<>();
  private final @Nullable TrialStorage storage;
  private final Path folder;

  private Trials(List<String> flags, @Nullable TrialStorage otherwise, Path folder) {
    this.folder = folder;
    TrialStorage stated = otherwise;
    for (int i = 0; i + 1 < flags.size(); i += 2) {
      if (flags.get(i).equals(STORAGE)) {
        stated = new TrialStorage(flags.get(i + 1), Map.of());
      } else {
        numbers.put(flags.get(i), Long.parseLong(flags.get(i + 1)));
      }
    }
    storage = stated;
  }

  /** Runs the family that the first argument names, with the numbers that the others say. */
  public static void main(String[] arguments) throws IOException, InterruptedException {
    run(List.of(arguments), null);
  }

  /**
   * The same.
   *
   * @param storage where the arguments name none; null: local files
   */
  public static void run(List<String> arguments, @Nullable TrialStorage storage)
      throws IOException, InterruptedException {
    Path folder = Files.createTempDirectory("sluice-trial-");
    try {
      new Trials(arguments.subList(1, arguments.size()), storage, folder).run(arguments.getFirst());
    } finally {
      remove(folder);
    }
  }

  private void run(String family) throws IOException, InterruptedException {
    long seed = number("--seed", Dice.seed());
    System.out.println(family + ", seed " + seed);
    switch (family) {
      case "model" -> model(seed);
      case "history" -> history(seed);
      default -> onLocalFiles(family, seed);
    }
  }

  private void onLocalFiles(String family, long seed) throws IOException, InterruptedException {
    requireLocalFiles(family);
    switch (family) {
      case "kill" -> kill(seed);
      case "power" -> power(seed);
      case "soak" -> soak(seed);
      case "load" -> load();
      default ->
          throw new IllegalArgumentException(
              family + " (expected: model, kill, power, history, soak, load)");
    }
  }

  private long number(String flag, long otherwise) {
    return numbers.getOrDefault(flag, otherwise);
  }

  /** A deployment in a place of its own below the storage, or on local files. */
  private Deployment deployment(String name, int frontends) {
    Path own = folder.resolve(name);
    if (storage == null) {
      return Deployment.local(own, frontends);
    }
    TrialStorage place = new TrialStorage(storage.uri() + "/" + name, storage.environment());
    int agents = (int) number("--agents", 1);
    return agents == 1
        ? Deployment.on(place, own, frontends)
        : Deployment.shared(place, own, agents, frontends);
  }

  private void requireLocalFiles(String family) {
    if (storage != null) {
      throw new IllegalArgumentException(
          STORAGE
              + ": "
              + storage.uri()
              + " (expected: nothing; "
              + family
              + " looks at local files)");
    }
  }

  private void model(long seed) {
    long each = number("--steps", 100_000) / 4;
    String engine = storage == null ? "local engine" : storage.uri();
    try (Deployment one = deployment("one", 1)) {
      model(engine + ", one frontend", one, seed, each);
    }
    try (Deployment two = deployment("two", 2)) {
      model(engine + ", two frontends", two, seed + 1_000_000, each);
    }
    if (storage == null) {
      memory(seed, each);
    }
  }

  private static void memory(long seed, long each) {
    try (Deployment memory = Deployment.memory(1)) {
      model("memory engine, one frontend", memory, seed + 2_000_000, each);
    }
    try (Deployment memory = Deployment.memory(2)) {
      model("memory engine, two frontends", memory, seed + 3_000_000, each);
    }
  }

  private static void model(String what, Deployment deployment, long seed, long steps) {
    try (ModelTrial trial = new ModelTrial(deployment)) {
      System.out.println(what + ": " + trial.run(seed, steps) + " steps, all as the model");
    }
  }

  private void kill(long seed) {
    Path data = folder.resolve("data");
    try (Deployment deployment = Deployment.local(data, 2)) {
      Kill kill = new Kill(deployment);
      System.out.println(CrashTrial.run(deployment, data, kill, seed, number("--kills", 1_000)));
    }
  }

  private void power(long seed) {
    long each = number("--cuts", 200) / 2;
    for (String kind : List.of("ext4", "xfs")) {
      System.out.println(kind + ": " + CutDisk.run(folder, kind, seed, each));
    }
  }

  private void history(long seed) {
    try (Deployment deployment = deployment("data", 2)) {
      System.out.println(RaceTrial.run(deployment, number("--rounds", 10_000)));
      System.out.println(
          HistoryTrial.run(
              deployment, new AgentStrikes(deployment), seed, number("--histories", 1_000)));
    }
  }

  private void soak(long seed) throws IOException, InterruptedException {
    Path data = folder.resolve("data");
    try (Deployment deployment = Deployment.local(data, 2)) {
      Duration length = Duration.ofMinutes(number("--minutes", 30));
      System.out.println(SoakTrial.run(deployment, data, seed, length));
    }
  }

  private void load() throws IOException, InterruptedException {
    System.out.println(
        LoadTrial.transfers(
            folder.resolve("transfers"), (int) number("--clients", 64), number("--mebibytes", 64)));
    int slow = (int) number("--slow", 200);
    System.out.println(LoadTrial.slow(folder.resolve("slow"), slow, slow));
    try (LoopMount disk = LoopMount.of(folder.resolve("hung"), "ext4")) {
      System.out.println(LoadTrial.hung(disk, (int) number("--hung", 300)));
    }
    System.out.println(LoadTrial.idle(folder.resolve("idle"), (int) number("--idle", 5_000)));
  }

  private static void remove(Path folder) throws IOException {
    try (Stream<Path> files = Files.walk(folder)) {
      for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
        Files.delete(file);
      }
    }
  }
}
