package dev.sluice.cli.tool.object;

import dev.sluice.cli.tool.session.Address;
import dev.sluice.cli.tool.session.Arguments;
import dev.sluice.cli.tool.session.Removal;
import dev.sluice.cli.tool.session.Session;
import dev.sluice.cli.tool.session.Tool;
import dev.sluice.cli.tool.terminal.Document;
import dev.sluice.cli.tool.terminal.ExitCode;
import dev.sluice.cli.tool.terminal.ToolFailure;
import dev.sluice.common.model.KeyOrder;
import java.io.IOException;
import java.nio.file.Files;
import java.util.Iterator;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Model.CommandSpec;

/**
 * {@code sync}: makes the destination hold what the source holds. An item is copied where it is
 * missing, has another size, or was changed in the source later than in the destination. Both sides
 * are walked in the order of keys, so memory does not depend on how many there are.
 */
public final class Sync implements Tool {
  private static final String DELETE = "--delete";
  private static final String DRY_RUN = "--dry-run";

  @Override
  public String name() {
    return "sync";
  }

  @Override
  public String about() {
    return "Copy what is missing or differs, from a folder or a prefix to another.";
  }

  @Override
  public List<String> examples() {
    return List.of(
        "sluice sync ./site sluice://web/site",
        "sluice sync --delete sluice://web/site ./site",
        "sluice sync photos/2026 archive/2026");
  }

  @Override
  public void declare(CommandSpec command) {
    Arguments.positional(command, "0..1", "2", "SOURCE DESTINATION");
    Arguments.encoded(command);
    Arguments.flag(command, "Remove from the destination what the source does not hold.", DELETE);
    Arguments.flag(command, "Only print what would be done.", "-n", DRY_RUN);
    Arguments.flag(command, "Do not ask.", "-y", Removal.YES);
  }

  @Override
  public void run(Session session, Arguments arguments) throws IOException, InterruptedException {
    List<String> texts = arguments.positionals();
    List<Place> places = Place.parse(texts.get(0), texts.get(1), arguments.has(Arguments.ENCODED));
    if (places.stream().allMatch(Place.Local.class::isInstance)) {
      throw Transfer.bothLocal();
    }
    if (places.get(0) instanceof Place.Local local && !Files.isDirectory(local.path())) {
      throw new ToolFailure(
          ExitCode.LOCAL, local.path() + ": is no directory (expected: a directory)");
    }
    boolean isDryRun = arguments.has(DRY_RUN);
    if (arguments.has(DELETE) && !isDryRun) {
      session.confirm(
          "Remove from %s what %s does not hold".formatted(texts.get(1), texts.get(0)),
          arguments.has(Removal.YES));
    }
    new Pass(
            session,
            Tree.of(places.get(0)),
            Tree.of(places.get(1)),
            new Transfer(session, Put.options(arguments)),
            arguments.has(DELETE),
            isDryRun)
        .run();
  }

  /** One walk over both sides. */
  private record Pass(
      Session session, Tree from, Tree to, Transfer transfer, boolean deletes, boolean isDryRun) {

    void run() throws IOException, InterruptedException {
      from.requireOutside(to);
      Iterator<Item> sources = from.items(session);
      Iterator<Item> targets = to.items(session);
      Item source = next(sources);
      if (source == null && deletes) {
        // A mistyped source would otherwise empty the destination.
        throw new ToolFailure(
            ExitCode.REFUSED,
            "the source is empty (expected: at least one entry, with " + DELETE + ")");
      }
      Item target = next(targets);
      while (source != null || target != null) {
        int order = order(source, target);
        if (source != null && order <= 0) {
          if (to.canHold(source) && (order < 0 || differs(source, target))) {
            copy(source);
          }
          source = next(sources);
        } else if (target != null && deletes) {
          remove(target);
        }
        if (order >= 0) {
          target = next(targets);
        }
      }
    }

    private void copy(Item item) throws IOException, InterruptedException {
      if (isDryRun) {
        say("copy", from.at(item), to.at(item));
      } else {
        transfer.copy(item, from.at(item), to.at(item));
      }
    }

    private void remove(Item item) throws IOException {
      say("remove", to.at(item), null);
      if (!isDryRun) {
        transfer.remove(item, to.at(item));
      }
    }

    private void say(String what, Place place, @Nullable Place target) throws IOException {
      String words = what + " " + text(place) + (target == null ? "" : " -> " + text(target));
      session
          .output()
          .entry(
              words,
              new Document()
                  .put("action", what)
                  .put("path", text(place))
                  .put("destination", target == null ? "" : text(target))
                  .put("dryRun", isDryRun));
    }
  }

  private static String text(Place place) {
    return switch (place) {
      case Place.Local local -> local.path().toString();
      case Place.Remote remote -> Address.SCHEME + remote.address();
    };
  }

  private static @Nullable Item next(Iterator<Item> items) {
    return items.hasNext() ? items.next() : null;
  }

  private static int order(@Nullable Item source, @Nullable Item target) {
    if (source == null) {
      return 1;
    }
    return target == null ? -1 : Integer.signum(KeyOrder.compare(source.name(), target.name()));
  }

  private static boolean differs(Item source, @Nullable Item target) {
    return target == null
        || source.size() != target.size()
        || source.modified().isAfter(target.modified());
  }
}
