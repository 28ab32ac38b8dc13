package dev.sluice.cli.tool.session;

import dev.sluice.cli.tool.terminal.ToolFailure;
import java.io.IOException;
import java.util.List;
import picocli.CommandLine.Model.CommandSpec;

/** One command over an agent's services. */
public interface Tool {
  /** Its name on the command line. */
  String name();

  /** A sentence for the help text. */
  String about();

  /** Command lines to begin with. */
  List<String> examples();

  /** Declares its options and arguments. */
  void declare(CommandSpec command);

  /**
   * Does it.
   *
   * @throws ToolFailure says why not
   * @throws dev.sluice.common.model.StorageException the agent's reason
   * @throws IOException of the output; other files' failures are a {@link ToolFailure}
   */
  void run(Session session, Arguments arguments) throws IOException, InterruptedException;
}
