package dev.sluice.cli.tool.terminal;

/** The action when a signal ends the process in the middle. Closed once the middle is over. */
public final class Interruption implements AutoCloseable {
  private final Thread hook;

  public Interruption(Runnable action) {
    hook = new Thread(action, "interrupted");
    Runtime.getRuntime().addShutdownHook(hook);
  }

  @Override
  public void close() {
    try {
      Runtime.getRuntime().removeShutdownHook(hook);
    } catch (IllegalStateException e) {
      // The process is ending: the hook has its turn.
    }
  }
}
