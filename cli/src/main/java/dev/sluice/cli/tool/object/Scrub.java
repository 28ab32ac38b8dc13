package dev.sluice.cli.tool.object;

import dev.sluice.cli.tool.session.Address;
import dev.sluice.cli.tool.session.Arguments;
import dev.sluice.cli.tool.session.Keys;
import dev.sluice.cli.tool.session.Session;
import dev.sluice.cli.tool.session.Tool;
import dev.sluice.cli.tool.terminal.Document;
import dev.sluice.cli.tool.terminal.ExitCode;
import dev.sluice.cli.tool.terminal.Output;
import dev.sluice.cli.tool.terminal.Progress;
import dev.sluice.cli.tool.terminal.Sizes;
import dev.sluice.cli.tool.terminal.ToolFailure;
import dev.sluice.common.config.ByteSize;
import dev.sluice.common.rpc.WireTime;
import dev.sluice.frontend.rpc.AnswerStream;
import dev.sluice.v1.AdminServiceGrpc;
import dev.sluice.v1.DamagedObject;
import dev.sluice.v1.GetScrubStatusRequest;
import dev.sluice.v1.GetScrubStatusResponse;
import dev.sluice.v1.ScrubCounts;
import dev.sluice.v1.ScrubRequest;
import dev.sluice.v1.ScrubResponse;
import java.io.IOException;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Model.CommandSpec;

/**
 * {@code scrub}: has the agent read objects again and compare them with what is kept of them, or
 * says what it does and found by itself.
 */
public final class Scrub implements Tool {
  private static final String RATE = "--rate";
  private static final String STATUS = "--status";

  @Override
  public String name() {
    return "scrub";
  }

  @Override
  public String about() {
    return "Read objects again where they lie, compare them with their checksums and ETags, and"
        + " name those that are damaged; files from outside get their MD5 as their ETag.";
  }

  @Override
  public List<String> examples() {
    return List.of(
        "sluice scrub", "sluice scrub photos/2026/ --rate 50MiB", "sluice scrub --status --json");
  }

  @Override
  public void declare(CommandSpec command) {
    Arguments.positional(command, "0", "0..1", "BUCKET[/PREFIX]");
    Arguments.encoded(command);
    Arguments.value(
        command, "SIZE", "Most bytes that are read in a second. Default: no bound.", RATE);
    Arguments.flag(
        command,
        "Read nothing; print what the scrub in the background does, and the damaged objects that"
            + " are known.",
        STATUS);
  }

  @Override
  public void run(Session session, Arguments arguments) throws IOException, InterruptedException {
    long damaged = arguments.has(STATUS) ? status(session, arguments) : scrub(session, arguments);
    if (damaged > 0) {
      throw new ToolFailure(
          ExitCode.CORRUPTED, "damaged objects: %d (expected: none)".formatted(damaged));
    }
  }

  private static long scrub(Session session, Arguments arguments)
      throws IOException, InterruptedException {
    Address address = arguments.positionals().isEmpty() ? null : arguments.address(0);
    ScrubRequest.Builder request = ScrubRequest.newBuilder().setBytesPerSecond(rate(arguments));
    if (address != null) {
      request.setBucket(address.bucket()).setPrefix(address.key());
    }
    ScrubCounts counts = ScrubCounts.getDefaultInstance();
    try (Progress progress = progress(session, address)) {
      AnswerStream<ScrubResponse> answers =
          session.agent().stream(
              session.transfer(), AdminServiceGrpc.getScrubMethod(), request.build());
      while (session.stall().during(answers::hasNext)) {
        ScrubResponse answer = answers.next();
        if (answer.getDamagedCount() > 0) {
          progress.clear();
        }
        for (DamagedObject damaged : answer.getDamagedList()) {
          session.output().entry(words(damaged), document(damaged));
        }
        if (session.streams().outWatched()) {
          session.output().flush();
        }
        progress.add(answer.getCounts().getBytes() - counts.getBytes());
        counts = answer.getCounts();
      }
    }
    session.output().entry(words(counts), document(counts).put("type", "summary"));
    return counts.getRotten() + counts.getUnreadable();
  }

  private static long rate(Arguments arguments) {
    String rate = arguments.text(RATE).orElse("0B");
    try {
      return ByteSize.parse(rate).bytes();
    } catch (IllegalArgumentException e) {
      throw ToolFailure.usage(RATE + ": '" + rate + "' (expected: " + e.getMessage() + ")");
    }
  }

  /** Progress of the run. Its total takes a listing, made only where a person watches. */
  private static Progress progress(Session session, @Nullable Address address) {
    if (!session.streams().errWatched()) {
      return Progress.HIDDEN;
    }
    long total = -1;
    if (address != null) {
      total = 0;
      for (Keys keys = Keys.below(session, address); keys.hasNext(); ) {
        total += keys.next().getSize();
      }
    }
    return session.progress(address == null ? "all buckets" : address.toString(), total);
  }

  private static long status(Session session, Arguments arguments) throws IOException {
    if (!arguments.positionals().isEmpty() || arguments.has(RATE)) {
      throw ToolFailure.usage(STATUS + ": with an address or a rate (expected: alone)");
    }
    GetScrubStatusResponse status =
        session.call(
            AdminServiceGrpc.getGetScrubStatusMethod(), GetScrubStatusRequest.getDefaultInstance());
    for (DamagedObject damaged : status.getDamagedList()) {
      session.output().entry(words(damaged), document(damaged));
    }
    boolean underWay = isUnderWay(status);
    Document document =
        document(status.getCounts())
            .put("type", "status")
            .put("bytesPerSecond", status.getBytesPerSecond())
            .put("underWay", underWay)
            .put("bucket", status.getBucket())
            .put("key", status.getKey())
            .put("furtherDamaged", status.getFurtherDamaged());
    if (status.hasBegun()) {
      document.put("begun", WireTime.toModel(status.getBegun()));
    }
    if (status.hasEnded()) {
      document.put("ended", WireTime.toModel(status.getEnded()));
    }
    session.output().entry(words(status, underWay), document);
    return status.getDamagedCount() + status.getFurtherDamaged();
  }

  private static boolean isUnderWay(GetScrubStatusResponse status) {
    return status.hasBegun()
        && (!status.hasEnded()
            || WireTime.toModel(status.getEnded()).isBefore(WireTime.toModel(status.getBegun())));
  }

  private static String words(GetScrubStatusResponse status, boolean underWay) {
    String rate =
        status.getBytesPerSecond() == 0
            ? "off"
            : "at most " + Sizes.human(status.getBytesPerSecond()) + "/s";
    String pass;
    if (!status.hasBegun()) {
      pass = "no pass has begun";
    } else if (!underWay) {
      pass = "the last pass ended " + WireTime.toModel(status.getEnded());
    } else if (status.getBucket().isEmpty()) {
      pass = "a pass has just begun";
    } else {
      pass = "a pass is at " + new Address(status.getBucket(), status.getKey());
    }
    return Output.escaped(
        "background scrub: %s; %s: %s".formatted(rate, pass, words(status.getCounts())));
  }

  private static String words(DamagedObject damaged) {
    return Output.escaped(
        "%s  %s: %s"
            .formatted(
                kind(damaged),
                new Address(damaged.getBucket(), damaged.getKey()),
                damaged.getDetail()));
  }

  private static String kind(DamagedObject damaged) {
    return damaged.getDamage().name().toLowerCase(Locale.ROOT);
  }

  private static Document document(DamagedObject damaged) {
    return new Document()
        .put("type", "damaged")
        .put("damage", kind(damaged))
        .put("bucket", damaged.getBucket())
        .put("key", damaged.getKey())
        .put("version", damaged.getVersion())
        .put("bytes", damaged.getSize())
        .put("detail", damaged.getDetail())
        .put("found", WireTime.toModel(damaged.getFound()));
  }

  private static String words(ScrubCounts counts) {
    return "%s read, %d intact, %d given their MD5, %d damaged, %d unprovable, %d changed"
        .formatted(
            Sizes.human(counts.getBytes()),
            counts.getIntact(),
            counts.getTagged(),
            counts.getRotten() + counts.getUnreadable(),
            counts.getUnprovable(),
            counts.getChanged());
  }

  private static Document document(ScrubCounts counts) {
    return new Document()
        .put("bytesRead", counts.getBytes())
        .put("intact", counts.getIntact())
        .put("tagged", counts.getTagged())
        .put("rotten", counts.getRotten())
        .put("unreadable", counts.getUnreadable())
        .put("unprovable", counts.getUnprovable())
        .put("changed", counts.getChanged());
  }
}
