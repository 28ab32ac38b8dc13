package dev.sluice.integration.trial.model;

import dev.sluice.integration.trial.core.Client;
import dev.sluice.integration.trial.core.Deployment;
import dev.sluice.integration.trial.core.Dice;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/** Random scripts against a deployment and the model; the first that fails is made short. */
public final class ModelTrial implements AutoCloseable {
  /** Scripts of this length meet uploads that began long ago, and shrink in seconds. */
  private static final int SCRIPT_STEPS = 120;

  private static final int SHRINK_TRIES = 400;
  private static final int CLIENTS = 4;

  private final List<Client> clients = new ArrayList<>();

  /** A trial of a deployment, whose frontends its clients share. */
  public ModelTrial(Deployment deployment) {
    for (int i = 0; i < CLIENTS; i++) {
      int frontend = i;
      clients.add(new Client(() -> deployment.s3(frontend)));
    }
  }

  /**
   * Takes so many steps, in scripts of which each has its seed from the first one.
   *
   * @return how many were taken
   * @throws AssertionError with the shortest script that was found
   */
  public long run(long seed, long steps) {
    long taken = 0;
    for (long script = seed; taken < steps; script++) {
      taken += run(script);
    }
    return taken;
  }

  private int run(long seed) {
    List<Op.Step> script = new ScriptMaker(new Dice(seed)).script(SCRIPT_STEPS);
    check(seed, script, (client, request) -> clients.get(client).send(request));
    return script.size();
  }

  static void check(long seed, List<Op.Step> script, Wire wire) {
    Run.Wrong wrong = Run.of(script, wire);
    if (wrong == null) {
      return;
    }
    List<Op.Step> failing = script.subList(0, wrong.step() + 1);
    List<Op.Step> shortest =
        Shrinker.shrink(failing, shorter -> Run.of(shorter, wire) != null, SHRINK_TRIES);
    Run.Wrong again = Run.of(shortest, wire);
    throw new AssertionError(
        "seed "
            + seed
            + ": the server answers otherwise than S3 after\n"
            + shortest.stream().map(step -> "  " + step).collect(Collectors.joining("\n"))
            + "\n"
            + (again == null ? "(once; not again) " + wrong.story() : again.story()));
  }

  @Override
  public void close() {
    clients.forEach(Client::close);
  }
}
