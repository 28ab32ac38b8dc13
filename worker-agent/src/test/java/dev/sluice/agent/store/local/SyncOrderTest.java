package dev.sluice.agent.store.local;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import dev.sluice.agent.store.local.posix.Attributes;
import dev.sluice.agent.store.local.posix.VolatileDisk;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Nothing is shown, and nobody is answered, before all that it rests on is on the disk. */
class SyncOrderTest {
  @TempDir Path folder;

  static Stream<Arguments> operations() {
    return Arrays.stream(Attributes.values())
        .flatMap(kind -> StoreOperation.all().stream().map(each -> arguments(kind, each)));
  }

  @ParameterizedTest
  @MethodSource("operations")
  void answer_restsOnWhatIsOnTheDisk(Attributes attributes, StoreOperation operation)
      throws IOException {
    VolatileDisk disk = new VolatileDisk(attributes.limit(), root("whole"));
    assertThat(complaints(disk, operation, -1)).isEmpty();
    int syncs = disk.syncs();

    for (int omitted = 0; omitted < syncs; omitted++) {
      VolatileDisk less = new VolatileDisk(attributes.limit(), root("without-" + omitted));
      assertThat(complaints(less, operation, omitted))
          .as("complaints without the sync %s of %s", omitted, syncs)
          .isNotEmpty();
    }
  }

  private Path root(String name) throws IOException {
    return Files.createDirectory(folder.resolve(name)).toRealPath();
  }

  private static List<String> complaints(
      VolatileDisk disk, StoreOperation operation, int omittedSync) {
    try (StoreClient client = StoreClient.begin(disk.root(), disk)) {
      StoreOperation.Call call = operation.situation().prepare(client);
      disk.watch(omittedSync);
      call.of(client);
      return disk.complaints();
    }
  }
}
