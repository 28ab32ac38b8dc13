package dev.sluice.cli.bench;

import dev.sluice.cli.tool.terminal.ExitCode;
import dev.sluice.cli.tool.terminal.ToolFailure;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import javax.net.ssl.SSLSocketFactory;
import org.HdrHistogram.Histogram;

/**
 * One endpoint under load: what is stored there first, its runs, and what is removed at the end.
 */
final class Site implements AutoCloseable {
  private static final int NOT_FOUND = 404;

  /** The share of objects that a warm-up may delete. */
  private static final int WARM_UP_SHARE = 10;

  private final BenchOptions options;
  private final int number;
  private final Endpoint endpoint;
  private final Interrupt interrupt;
  private final ProgressLine progress;
  private final Space space;
  private final Connection control;
  private final Clients clients;
  private final Dataset objects;
  private final Map<Operation, Histogram> latencies = new EnumMap<>(Operation.class);
  private boolean madeBucket;
  private boolean touched;

  /**
   * An endpoint.
   *
   * @param number which of the endpoints of the options, from 0
   */
  Site(
      BenchOptions options,
      int number,
      InstantSource clock,
      SSLSocketFactory tls,
      Interrupt interrupt,
      ProgressLine progress) {
    this.options = options;
    this.number = number;
    BenchOptions.Target target = options.targets().get(number);
    this.endpoint = target.endpoint();
    this.interrupt = interrupt;
    this.progress = progress;
    space = new Space(options.bucket(), options.prefix(), options.separator());
    objects = new Dataset(space, "data", options.objects(), options.size());
    List<Connection> connections = new ArrayList<>();
    for (int i = 0; i <= options.clients(); i++) {
      AccessKey key = target.key();
      RequestSigner signer = key == null ? null : new RequestSigner(key, clock);
      connections.add(new Connection(endpoint, tls, signer, options.timeout()));
    }
    control = connections.removeLast();
    clients = new Clients(connections, interrupt);
  }

  /** Reaches the server, makes the bucket where there is none, and stores what is to be read. */
  void prepare() throws InterruptedException {
    try {
      control.connect();
      clients.connect();
    } catch (ExchangeFailure e) {
      throw new ToolFailure(ExitCode.UNREACHABLE, String.valueOf(e.getMessage()));
    }
    try {
      Response bucket = control.exchange(Request.head(space.path()), true);
      if (bucket.status() == NOT_FOUND) {
        Expected.ok(control.exchange(Request.put(space.path(), "", Payload.NONE), true));
        madeBucket = true;
      }
    } catch (ExchangeFailure e) {
      throw new ToolFailure(
          ExitCode.UNREACHABLE,
          "%s: bucket %s: %s".formatted(endpoint, options.bucket(), e.getMessage()));
    }
    touched = true;
    if (options.workload().reads() && options.workload() != Workload.DELETE) {
      store(objects);
    }
  }

  private void store(Dataset dataset) throws InterruptedException {
    progress.begin("storing %d objects at %s".formatted(dataset.count(), endpoint));
    Clients.Run stored =
        clients.run(
            dataset.storing(),
            new Clients.Pace(BenchOptions.LONGEST, dataset.count(), 0),
            progress);
    stored.recording().failures().values().stream()
        .findFirst()
        .ifPresent(
            failure -> {
              throw new ToolFailure(
                  ExitCode.FAILED,
                  "%s: cannot store the objects to begin with: %s"
                      .formatted(endpoint, failure.first()));
            });
  }

  /** Runs the load once, after its warm-up. */
  Measurement measure(int round) throws InterruptedException {
    if (options.workload() == Workload.DELETE) {
      store(objects);
    }
    Work work = work("run-" + round);
    if (!options.warmUp().isZero()) {
      boolean deletes = options.workload() == Workload.DELETE;
      progress.begin("warming up at %s".formatted(endpoint));
      Clients.Run _ =
          clients.run(
              deletes ? work : work("warm-up-" + round),
              new Clients.Pace(
                  options.warmUp(),
                  deletes ? options.objects() / WARM_UP_SHARE : Long.MAX_VALUE,
                  options.perSecond()),
              progress);
    }
    progress.begin(
        "%s at %s, round %d of %d"
            .formatted(options.workload().word(), endpoint, round, options.rounds()));
    Clients.Pace pace =
        new Clients.Pace(options.duration(), options.operations(), options.perSecond());
    Clients.Run run = clients.run(work, pace, progress);
    for (Operation operation : run.recording().operations()) {
      Histogram latency = run.recording().latency(operation);
      latencies.merge(operation, latency, Site::sum);
    }
    Measurement measured = Measurement.of(number, round, endpoint.toString(), run);
    // The disk holds one run at a time.
    if (!options.keep() && round < options.rounds() && !interrupt.hasArrived()) {
      new Cleanup(space, control).remove("run-" + round + "/");
      new Cleanup(space, control).remove("warm-up-" + round + "/");
    }
    return measured;
  }

  private static Histogram sum(Histogram some, Histogram more) {
    some.add(more);
    return some;
  }

  /** The latencies of all runs. */
  List<Result.Times> times() {
    return latencies.entrySet().stream()
        .map(entry -> new Result.Times(number, entry.getKey(), entry.getValue()))
        .toList();
  }

  private Work work(String folder) {
    long size = options.size();
    return switch (options.workload()) {
      case PUT -> Work.of(Operation.PUT, Turns.put(space, folder, size));
      case GET -> Work.of(Operation.GET, Turns.get(objects));
      case HEAD -> Work.of(Operation.HEAD, Turns.head(objects));
      case DELETE -> Work.of(Operation.DELETE, Turns.delete(objects));
      case LIST -> Work.of(Operation.LIST, Turns.list(objects, options.page()));
      case MIXED -> options.mix().work(objects, folder, size, options.page(), options.clients());
      case MULTIPART -> new Uploads(space, folder, options.parts(), options.partSize()).work();
      case RACE -> new Races(space, folder, size, options.clients());
    };
  }

  /** Removes what was written; empty where all is gone, else why not. */
  String clean() {
    if (!touched || options.keep()) {
      return "";
    }
    Cleanup cleanup = new Cleanup(space, control);
    try {
      cleanup.remove("");
      if (madeBucket) {
        cleanup.removeBucket();
      }
      return "";
    } catch (ToolFailure e) {
      return "%s: %s".formatted(endpoint, e.getMessage());
    }
  }

  @Override
  public void close() {
    clients.close();
    control.close();
  }
}
