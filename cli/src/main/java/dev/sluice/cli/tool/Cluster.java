package dev.sluice.cli.tool;

import dev.sluice.cli.tool.session.Session;
import dev.sluice.cli.tool.terminal.Document;
import dev.sluice.cli.tool.terminal.ExitCode;
import dev.sluice.cli.tool.terminal.Output;
import dev.sluice.cli.tool.terminal.Sizes;
import dev.sluice.common.model.StorageException;
import dev.sluice.common.rpc.WireTime;
import dev.sluice.frontend.AgentAddress;
import dev.sluice.v1.AdminServiceGrpc;
import dev.sluice.v1.BucketServiceGrpc;
import dev.sluice.v1.GetAgentInfoRequest;
import dev.sluice.v1.GetAgentInfoResponse;
import dev.sluice.v1.ListBucketsRequest;
import dev.sluice.v1.ListBucketsResponse;
import io.grpc.health.v1.HealthCheckRequest;
import io.grpc.health.v1.HealthCheckResponse.ServingStatus;
import io.grpc.health.v1.HealthGrpc;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.Function;

/** {@code cluster}: asks each of several agents who it is and how it is, all at once. */
final class Cluster {
  static final String NAME = "cluster";
  static final String ABOUT =
      "Ask agents who they are: health, version, engine and storage, namespace, buckets, space,"
          + " slots and uptime, a line for each. Exits with 3 unless all of them serve.";
  static final List<String> EXAMPLES =
      List.of(
          "sluice cluster --agents 10.0.0.1:29996,10.0.0.2:29996 --token-file token",
          "sluice cluster --root /srv/objects --json");

  private static final String SEPARATOR = "  ";
  private static final long UNKNOWN = -1;

  private final Output output;
  private final InstantSource clock;

  Cluster(Output output, InstantSource clock) {
    this.output = output;
    this.clock = clock;
  }

  /** The answer of an agent, or what is in its place. */
  private sealed interface Answer {
    /**
     * An agent that answers.
     *
     * @param serving whether its health says so
     * @param buckets their number; {@link #UNKNOWN} of one that does not serve
     */
    record Known(GetAgentInfoResponse info, boolean serving, long buckets) implements Answer {}

    /** One that does not. */
    record Failed(String problem) implements Answer {}
  }

  /** Asks them, and prints their answers in the order of the list. */
  ExitCode run(List<AgentAddress> agents, Function<AgentAddress, Session> open)
      throws IOException, InterruptedException {
    boolean allServe = true;
    try (ExecutorService asking = Executors.newVirtualThreadPerTaskExecutor()) {
      List<Future<Answer>> answers = new ArrayList<>();
      for (AgentAddress agent : agents) {
        answers.add(asking.submit(() -> ask(open.apply(agent))));
      }
      for (int i = 0; i < agents.size(); i++) {
        allServe &= print(agents.get(i), result(answers.get(i)));
      }
    }
    output.flush();
    return allServe ? ExitCode.DONE : ExitCode.UNREACHABLE;
  }

  private static Answer result(Future<Answer> answer) throws InterruptedException {
    try {
      return answer.get();
    } catch (ExecutionException e) {
      if (e.getCause() instanceof RuntimeException failure) {
        throw failure;
      }
      throw new IllegalStateException(e.getCause());
    }
  }

  private static Answer ask(Session opened) throws InterruptedException {
    try (Session session = opened) {
      try {
        GetAgentInfoResponse info =
            session.call(
                AdminServiceGrpc.getGetAgentInfoMethod(), GetAgentInfoRequest.getDefaultInstance());
        boolean serving =
            session
                    .call(HealthGrpc.getCheckMethod(), HealthCheckRequest.getDefaultInstance())
                    .getStatus()
                == ServingStatus.SERVING;
        return new Answer.Known(info, serving, serving ? buckets(session) : UNKNOWN);
      } catch (StorageException e) {
        return new Answer.Failed(String.valueOf(session.explained(e).getMessage()));
      }
    }
  }

  private static long buckets(Session session) {
    long buckets = 0;
    ListBucketsRequest.Builder request = ListBucketsRequest.newBuilder();
    ListBucketsResponse page;
    do {
      page = session.call(BucketServiceGrpc.getListBucketsMethod(), request.build());
      buckets += page.getBucketsCount();
      if (page.getBucketsCount() > 0) {
        request.setStartAfter(page.getBucketsList().getLast().getName());
      }
    } while (page.getTruncated());
    return buckets;
  }

  /** Prints a line; whether the agent serves. */
  private boolean print(AgentAddress agent, Answer answer) throws IOException {
    Document document = new Document().put("agent", agent.toString());
    switch (answer) {
      case Answer.Failed(String problem) -> {
        output.entry(
            String.join(SEPARATOR, agent.toString(), "no answer", problem),
            document.put("serving", false).put("problem", problem));
        return false;
      }
      case Answer.Known(GetAgentInfoResponse info, boolean serving, long buckets) -> {
        Duration up = Duration.between(WireTime.toModel(info.getStarted()), clock.instant());
        output.entry(
            words(agent, info, serving, buckets, up), fill(document, info, serving, buckets, up));
        return serving;
      }
    }
  }

  private static String words(
      AgentAddress agent, GetAgentInfoResponse info, boolean serving, long buckets, Duration up) {
    List<String> words = new ArrayList<>();
    words.add(agent.toString());
    words.add(serving ? "serving" : "not serving");
    words.add(info.getVersion());
    words.add(info.getEngine() + " " + info.getLocation());
    words.add(
        (info.getSharesNamespace() ? "shared namespace " : "namespace ")
            + (info.hasNamespaceId() ? info.getNamespaceId() : "without an id"));
    words.add(buckets == UNKNOWN ? "buckets unknown" : counted(buckets, "bucket"));
    if (info.hasFreeBytes()) {
      words.add(
          Sizes.human(info.getFreeBytes())
              + (info.hasTotalBytes() ? " free of " + Sizes.human(info.getTotalBytes()) : " free"));
    }
    if (info.getSharesNamespace()) {
      words.add(counted(info.getOwnedSlots(), "slot"));
    }
    words.add("up " + inWords(up));
    return String.join(SEPARATOR, words);
  }

  private static Document fill(
      Document document, GetAgentInfoResponse info, boolean serving, long buckets, Duration up) {
    Instant started = WireTime.toModel(info.getStarted());
    document
        .put("serving", serving)
        .put("id", info.getAgentId())
        .put("version", info.getVersion())
        .put("engine", info.getEngine())
        .put("location", info.getLocation())
        .put("durability", info.getDurability())
        .put("sharesNamespace", info.getSharesNamespace())
        .put("namespace", info.getNamespaceId())
        .put("ownedSlots", info.getOwnedSlots())
        .put("started", started)
        .put("uptimeSeconds", up.toSeconds());
    if (buckets != UNKNOWN) {
      document.put("buckets", buckets);
    }
    if (info.hasFreeBytes()) {
      document.put("freeBytes", info.getFreeBytes());
    }
    if (info.hasTotalBytes()) {
      document.put("totalBytes", info.getTotalBytes());
    }
    return document;
  }

  private static String counted(long number, String what) {
    return number + " " + what + (number == 1 ? "" : "s");
  }

  /** The two largest units: {@code 3d 4h}, {@code 12m 5s}, {@code 7s}. */
  private static String inWords(Duration up) {
    if (up.toDays() > 0) {
      return up.toDays() + "d " + up.toHoursPart() + "h";
    }
    if (up.toHours() > 0) {
      return up.toHours() + "h " + up.toMinutesPart() + "m";
    }
    return up.toMinutes() > 0
        ? up.toMinutes() + "m " + up.toSecondsPart() + "s"
        : Math.max(0, up.toSeconds()) + "s";
  }
}
