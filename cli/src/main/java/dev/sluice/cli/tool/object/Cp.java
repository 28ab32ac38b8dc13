package dev.sluice.cli.tool.object;

import dev.sluice.cli.tool.session.Arguments;
import dev.sluice.cli.tool.session.Session;
import dev.sluice.cli.tool.session.Tool;
import java.io.IOException;
import java.util.List;
import picocli.CommandLine.Model.CommandSpec;

/** {@code cp} and {@code mv}: copies within the agent, from files to objects, and back. */
public final class Cp implements Tool {
  static final String RECURSIVE = "--recursive";
  private static final String PLACES = "SOURCE DESTINATION";

  private final boolean isMove;

  /** {@code cp}, or {@code mv}, which removes what it has copied. */
  public Cp(boolean isMove) {
    this.isMove = isMove;
  }

  @Override
  public String name() {
    return isMove ? "mv" : "cp";
  }

  @Override
  public String about() {
    return isMove
        ? "Copy objects or files, and remove each when it has been copied."
        : "Copy objects within the agent, files to objects, or objects to files.";
  }

  @Override
  public List<String> examples() {
    return List.of(
        "sluice " + name() + " photos/2026/lake.jpg photos/best/",
        "sluice " + name() + " -r photos/2026/ archive/2026/",
        "sluice " + name() + " lake.jpg sluice://photos/2026/",
        "sluice " + name() + " 'sluice://photos/2026/*.jpg' ./downloads/");
  }

  @Override
  public void declare(CommandSpec command) {
    Arguments.positional(command, "0..1", "2", PLACES);
    Arguments.encoded(command);
    Arguments.flag(command, "All below a folder or a prefix.", "-r", RECURSIVE);
    Arguments.value(
        command, "*|ETAG", "Only where there is none, or another.", Arguments.IF_NONE_MATCH);
  }

  @Override
  public void run(Session session, Arguments arguments) throws IOException, InterruptedException {
    List<String> texts = arguments.positionals();
    List<Place> places = Place.parse(texts.get(0), texts.get(1), arguments.has(Arguments.ENCODED));
    new Copying(session, Put.options(arguments), isMove)
        .run(places.get(0), places.get(1), arguments.has(RECURSIVE));
  }
}
