package dev.sluice.agent.store.local;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.agent.store.local.posix.Attributes;
import dev.sluice.agent.store.local.posix.Errno;
import dev.sluice.agent.store.local.posix.FaultyPosix;
import dev.sluice.agent.store.local.posix.PosixCall;
import dev.sluice.agent.store.request.ObjectInfo;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Sidecars that no object needs any more, where some of what decides that cannot be read. */
class SidecarSweepTest {
  private static final List<String> GONE = List.of("big", "d/a", "key");

  @TempDir private Path root;

  @ParameterizedTest
  @EnumSource(names = {"EIO", "EACCES", "ESTALE"})
  void sweep_ofWhatCannotBeOpened_goesOnWithTheOthers(Errno errno) {
    FaultyPosix posix = new FaultyPosix(Attributes.SMALL.limit());
    try (StoreClient client = StoreClient.begin(root, posix)) {
      ObjectInfo kept = client.put("a", "kept");
      PosixCall hit;
      int at = 0;
      do {
        for (String key : GONE) {
          client.put(key, "old");
          client.delete(key);
        }
        assertThat(sidecars()).hasSizeGreaterThan(GONE.size());
        posix.fail(new FaultyPosix.Fault(errno, SidecarSweepTest::opensFile, at++, false));
        client.store.sweep(null);
        hit = posix.heal();
        assertThat(sidecars())
            .as("%s at call %s", errno, at)
            .hasSizeBetween(1, hit == null ? 1 : 2);
        assertThat(client.tag("a")).isEqualTo(kept);
      } while (hit != null);
      assertThat(at).as("calls").isGreaterThan(GONE.size());
    }
  }

  private static boolean opensFile(PosixCall call) {
    return call == PosixCall.OPEN_FOR_READING;
  }

  private List<String> sidecars() {
    Path folder = root.resolve(".sluice/sidecars");
    return List.of(Objects.requireNonNull(folder.toFile().list()));
  }
}
