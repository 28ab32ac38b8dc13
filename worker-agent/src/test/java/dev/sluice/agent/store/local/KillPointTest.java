package dev.sluice.agent.store.local;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import dev.sluice.agent.store.local.posix.Attributes;
import dev.sluice.agent.store.local.posix.Killed;
import dev.sluice.agent.store.local.posix.KilledPosix;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.stream.Stream;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Kills the agent at each change of each operation, and starts it again on what lies there. */
@Execution(ExecutionMode.CONCURRENT)
class KillPointTest {
  @TempDir Path folder;

  static Stream<Arguments> operations() {
    return Arrays.stream(Attributes.values())
        .flatMap(kind -> StoreOperation.all().stream().map(each -> arguments(kind, each)));
  }

  @ParameterizedTest
  @MethodSource("operations")
  void kill_leavesTheOldOrTheNew(Attributes attributes, StoreOperation operation)
      throws IOException {
    Rehearsal rehearsal = Rehearsal.of(operation, root("rehearsal"), attributes);
    int change = 0;
    while (isKilledAt(change, rehearsal, attributes)) {
      change++;
    }
    assertThat(change).as("changes").isPositive();
  }

  private Path root(String name) throws IOException {
    return Files.createDirectory(folder.resolve(name));
  }

  private boolean isKilledAt(int change, Rehearsal rehearsal, Attributes attributes)
      throws IOException {
    Path root = root("killed-at-" + change);
    KilledPosix posix = new KilledPosix(attributes.limit());
    StoreClient client = StoreClient.begin(root, posix);
    StoreOperation.Call call = rehearsal.operation().situation().prepare(client);
    posix.killAt(change);
    try {
      call.of(client);
    } catch (Killed e) {
      // As it was meant.
    }
    boolean killed = posix.isDead();
    posix.closeAll();
    if (killed) {
      assertRestarts(root, rehearsal, call, attributes);
    }
    return killed;
  }

  private static void assertRestarts(
      Path root, Rehearsal rehearsal, StoreOperation.Call call, Attributes attributes) {
    KilledPosix posix = new KilledPosix(attributes.limit());
    try (StoreClient client = new StoreClient(root, posix)) {
      boolean happened = rehearsal.hasHappened(client);
      rehearsal.again(call, client, happened);
      StoreState.assertUploadsCanBeCompleted(client);
      StoreState.assertNothingStays(client);
    }
    assertThat(posix.open()).isEmpty();
  }
}
