package dev.sluice.fuzzing;

/**
 * Where Jazzer's own process comes in: {@code --target_class} is this class, {@code --target_args}
 * the full name of the target's.
 */
public final class JazzerEntry {
  private static FuzzTarget target = input -> {};

  private JazzerEntry() {}

  /** Called once, with the arguments. */
  public static void fuzzerInitialize(String[] arguments) throws ReflectiveOperationException {
    target = Corpus.newTarget(arguments[0]);
  }

  /** Called for every input. */
  public static void fuzzerTestOneInput(byte[] input) throws Exception {
    target.attack(input);
  }
}
