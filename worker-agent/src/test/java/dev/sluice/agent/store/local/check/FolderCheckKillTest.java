package dev.sluice.agent.store.local.check;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import dev.sluice.agent.store.check.CheckOptions;
import dev.sluice.agent.store.check.Finding;
import dev.sluice.agent.store.check.FindingKind;
import dev.sluice.agent.store.local.CheckedStore;
import dev.sluice.agent.store.local.CheckedStore.Way;
import dev.sluice.agent.store.local.Rehearsal;
import dev.sluice.agent.store.local.StoreClient;
import dev.sluice.agent.store.local.StoreOperation;
import dev.sluice.agent.store.local.posix.Attributes;
import dev.sluice.agent.store.local.posix.Killed;
import dev.sluice.agent.store.local.posix.KilledPosix;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Kills the agent at each change of each operation. A check finds then only what a killed agent
 * leaves; nothing, once an agent has started and swept, or once the check has repaired it, after
 * which all is as it was or as it became.
 */
@Execution(ExecutionMode.CONCURRENT)
class FolderCheckKillTest {
  /** What an agent that is killed may leave. */
  private static final Set<FindingKind> LEFT =
      EnumSet.of(
          FindingKind.STRAY_STAGING,
          FindingKind.UPLOAD_GIVEN_UP,
          FindingKind.UPLOAD_NEVER_BEGUN,
          FindingKind.UPLOADS_WITHOUT_BUCKET,
          FindingKind.STRAY_PART_DATA,
          FindingKind.RECORD_WITHOUT_OBJECT,
          FindingKind.RECORD_WITHOUT_BUCKET);

  @TempDir Path folder;

  static Stream<Arguments> operations() {
    return Arrays.stream(Attributes.values())
        .flatMap(kind -> StoreOperation.all().stream().map(each -> arguments(kind, each)));
  }

  @ParameterizedTest
  @MethodSource("operations")
  void kill_leavesNothingThatAStartOrARepairDoesNotRemove(
      Attributes attributes, StoreOperation operation) throws IOException {
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
      assertThat(check(root, Way.VERIFY, attributes))
          .allSatisfy(finding -> assertThat(finding.kind()).isIn(LEFT));
      if (change % 2 == 0) {
        check(root, Way.REPAIR, attributes);
        assertThat(check(root, Way.VERIFY, attributes)).isEmpty();
      }
      start(root, rehearsal, attributes);
      assertThat(check(root, Way.VERIFY, attributes)).isEmpty();
    }
    return killed;
  }

  private static void start(Path root, Rehearsal rehearsal, Attributes attributes) {
    try (StoreClient client = new StoreClient(root, new KilledPosix(attributes.limit()))) {
      client.store.sweep(null);
      rehearsal.hasHappened(client);
    }
  }

  private static List<Finding> check(Path root, Way way, Attributes attributes) {
    KilledPosix posix = new KilledPosix(attributes.limit());
    CheckOptions options =
        new CheckOptions(
            root, List.of(), way == Way.VERIFY, way == Way.REPAIR, InstantSource.system());
    List<Finding> findings = CheckedStore.of(options, posix).findings();
    assertThat(posix.open()).isEmpty();
    return findings;
  }
}
