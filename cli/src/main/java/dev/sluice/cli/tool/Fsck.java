package dev.sluice.cli.tool;

import dev.sluice.agent.store.check.CheckListener;
import dev.sluice.agent.store.check.CheckOptions;
import dev.sluice.agent.store.check.CheckTotals;
import dev.sluice.agent.store.check.Finding;
import dev.sluice.agent.store.local.check.FolderCheck;
import dev.sluice.cli.tool.session.Arguments;
import dev.sluice.cli.tool.terminal.Document;
import dev.sluice.cli.tool.terminal.ExitCode;
import dev.sluice.cli.tool.terminal.Output;
import dev.sluice.cli.tool.terminal.Sizes;
import dev.sluice.cli.tool.terminal.Streams;
import dev.sluice.cli.tool.terminal.ToolFailure;
import dev.sluice.common.model.BucketName;
import dev.sluice.common.model.StorageException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import picocli.CommandLine.Model.CommandSpec;

/**
 * {@code fsck}: reports what a data folder holds that should not be there, and repairs it. It works
 * on the folder, not through an agent.
 */
final class Fsck {
  static final String NAME = "fsck";
  static final String ABOUT =
      "Check a data folder, and report what should not be there: damaged records, records without"
          + " bytes, leftovers, names that are no keys.";
  static final List<String> EXAMPLES =
      List.of(
          "sluice fsck --root /srv/objects",
          "sluice fsck --root /srv/objects --verify --json",
          "sluice fsck --root /srv/objects --repair");

  private static final String BUCKET = "--bucket";
  private static final String VERIFY = "--verify";
  private static final String REPAIR = "--repair";

  private final Streams streams;
  private final Output output;
  private final InstantSource clock;

  Fsck(Streams streams, Output output, InstantSource clock) {
    this.streams = streams;
    this.output = output;
    this.clock = clock;
  }

  /** Declares its options, but for those that all tools have. */
  static void declare(CommandSpec command) {
    Arguments.values(
        command, "BUCKET", "Check this bucket alone; may be given several times.", BUCKET);
    Arguments.flag(
        command, "Read all bytes as well, and compare them with tags and checksums.", VERIFY);
    Arguments.flag(
        command,
        "Repair what can be repaired without giving up bytes; no agent may serve the folder.",
        REPAIR);
  }

  /** Checks the folder. */
  ExitCode run(Arguments arguments, Path folder) throws IOException {
    CheckOptions options =
        new CheckOptions(
            folder, buckets(arguments), arguments.has(VERIFY), arguments.has(REPAIR), clock);
    try (FolderCheck check = FolderCheck.open(options);
        CheckProgress progress =
            streams.errWatched() && !arguments.has("--quiet")
                ? CheckProgress.shown(streams.err())
                : CheckProgress.HIDDEN) {
      if (check.isLive() && output.form() == Output.Form.LINES) {
        streams
            .err()
            .println("sluice: an agent serves the folder: what may be under way is left out");
      }
      CheckTotals totals = check.run(new Teller(progress));
      progress.clear();
      summarize(totals, check.isLive());
      output.flush();
      return totals.remaining() == 0 ? ExitCode.DONE : ExitCode.FINDINGS;
    } catch (IllegalStateException | UnsupportedOperationException e) {
      output.flush();
      throw new ToolFailure(ExitCode.LOCAL, String.valueOf(e.getMessage()));
    } catch (UncheckedIOException e) {
      throw e.getCause();
    }
  }

  private static List<BucketName> buckets(Arguments arguments) {
    try {
      return arguments.texts(BUCKET).stream().map(BucketName::new).toList();
    } catch (StorageException e) {
      throw ToolFailure.usage(String.valueOf(e.getMessage()));
    }
  }

  /** Prints findings as they come. */
  private final class Teller implements CheckListener {
    private final CheckProgress progress;

    Teller(CheckProgress progress) {
      this.progress = progress;
    }

    @Override
    public void found(Finding finding) {
      progress.clear();
      try {
        output.entry(words(finding), document(finding));
        if (streams.outWatched()) {
          output.flush();
        }
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }

    @Override
    public void looked(CheckTotals totals) {
      progress.show(totals);
    }
  }

  /** A line; a name's control characters would otherwise make more of it. */
  private static String words(Finding finding) {
    String outcome =
        switch (finding.outcome()) {
          case LEFT -> finding.kind().isNote() ? "  (note)" : "";
          case REPAIRED -> "  (repaired)";
          case FAILED -> "  (NOT repaired)";
        };
    String detail = finding.detail().isEmpty() ? "" : ": " + finding.detail();
    return Output.escaped(finding.kind().word() + "  " + finding.path() + detail + outcome);
  }

  private static Document document(Finding finding) {
    return new Document()
        .put("type", "finding")
        .put("kind", finding.kind().word())
        .put("severity", finding.kind().isNote() ? "note" : "error")
        .put("path", finding.path())
        .put("bucket", finding.bucket())
        .put("key", finding.key())
        .put("bytes", finding.bytes())
        .put("detail", finding.detail())
        .put("outcome", finding.outcome().name().toLowerCase(Locale.ROOT));
  }

  private void summarize(CheckTotals totals, boolean live) throws IOException {
    Document document =
        new Document()
            .put("type", "summary")
            .put("live", live)
            .put("buckets", totals.buckets())
            .put("objects", totals.objects())
            .put("bytes", totals.bytes())
            .put("bytesRead", totals.read())
            .put("repaired", totals.repaired())
            .put("remaining", totals.remaining());
    totals.found().forEach((kind, count) -> document.put(kind.word(), count));
    String kinds =
        totals.found().entrySet().stream()
            .map(entry -> entry.getValue() + " " + entry.getKey().word())
            .collect(Collectors.joining(", "));
    String read = totals.read() == 0 ? "" : ", " + Sizes.human(totals.read()) + " read";
    output.entry(
        "%s, %s, %s%s: %s"
            .formatted(
                counted(totals.buckets(), "bucket"),
                counted(totals.objects(), "object"),
                Sizes.human(totals.bytes()),
                read,
                kinds.isEmpty()
                    ? "nothing found"
                    : kinds
                        + "; "
                        + totals.repaired()
                        + " repaired, "
                        + totals.remaining()
                        + " left"),
        document);
  }

  private static String counted(long count, String what) {
    return count + " " + what + (count == 1 ? "" : "s");
  }
}
