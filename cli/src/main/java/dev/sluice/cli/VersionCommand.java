package dev.sluice.cli;

import java.io.PrintWriter;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** Prints the version of Sluice and of the Java that runs it. */
@Command(name = "version", description = "Print the version of Sluice and of Java.")
final class VersionCommand implements Callable<Integer> {

  // Set by picocli before call(): no other way leads here.
  @SuppressWarnings("NullAway.Init")
  @Spec
  private CommandSpec spec;

  @Override
  public Integer call() {
    String packaged = VersionCommand.class.getPackage().getImplementationVersion();
    String version = packaged == null ? "(not packaged)" : packaged;
    PrintWriter out = spec.commandLine().getOut();
    out.println("sluice " + version + ", Java " + Runtime.version());
    out.flush();
    return 0;
  }
}
