package dev.sluice.cli.tool;

/** The action when a signal ends the process in the middle. Closed once the middle is over. */
final class Interruption implements AutoCloseable {
  private final Thread hook;

  Interruption(Runnable action) {
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
