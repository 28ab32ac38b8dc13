package dev.sluice.fuzzing;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Base64;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.DynamicNode;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.Timeout;

/**
 * What a module's build asks of its targets: every input of the corpus, and the same variants of
 * them each time. Whoever looks for new ones runs {@code fuzzing/run}.
 */
public abstract class FuzzTargetsContract {
  private static final Path FOLDER = Path.of("src", "test", "resources", "fuzz");
  private static final int VARIANTS = Integer.getInteger("sluice.fuzz.variants", 5_000);
  private static final long SEED = Long.getLong("sluice.fuzz.seed", 1);

  /** A module that has targets. */
  protected FuzzTargetsContract() {}

  @TestFactory
  @Timeout(600)
  Stream<DynamicNode> target_keepsItsPromises() throws IOException {
    return Corpus.allBelow(FOLDER).stream()
        .map(corpus -> DynamicTest.dynamicTest(corpus.target(), () -> attack(corpus)));
  }

  private static void attack(Corpus corpus) throws ReflectiveOperationException {
    FuzzTarget target = corpus.newTarget();
    for (Corpus.Input input : corpus.inputs()) {
      Throwable failure = failure(target, input.bytes());
      if (failure != null) {
        throw broken(corpus.target() + " breaks on " + input.name(), input.bytes(), failure);
      }
    }
    List<byte[]> inputs = corpus.inputs().stream().map(Corpus.Input::bytes).toList();
    Variants variants = new Variants(inputs, SEED);
    for (int i = 0; i < VARIANTS; i++) {
      byte[] input = variants.next();
      Throwable failure = failure(target, input);
      if (failure != null) {
        byte[] shorter = shortened(target, input, failure);
        Throwable cause = failure(target, shorter);
        String what = corpus.target() + " breaks on variant " + i + " of seed " + SEED;
        throw broken(what, shorter, cause == null ? failure : cause);
      }
    }
  }

  /** Cuts out of an input what its failure does not need. */
  private static byte[] shortened(FuzzTarget target, byte[] input, Throwable failure) {
    byte[] shortest = input;
    for (int size = Math.max(1, input.length / 2); size > 0; size /= 2) {
      for (int from = 0; from + size <= shortest.length; ) {
        byte[] shorter = Variants.replaced(shortest, from, from + size, new byte[0]);
        Throwable same = failure(target, shorter);
        if (same != null && same.getClass() == failure.getClass()) {
          shortest = shorter;
        } else {
          from += size;
        }
      }
    }
    return shortest;
  }

  private static @Nullable Throwable failure(FuzzTarget target, byte[] input) {
    try {
      target.attack(input.clone());
      return null;
    } catch (Exception | AssertionError | StackOverflowError e) {
      return e;
    }
  }

  private static AssertionError broken(String what, byte[] input, Throwable cause) {
    return new AssertionError(
        what
            + "\nas text: "
            + FuzzTarget.wireText(input)
            + "\nin Base64: "
            + Base64.getEncoder().encodeToString(input),
        cause);
  }
}
