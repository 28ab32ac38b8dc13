package dev.sluice.agent.store.local.check;

import static dev.sluice.agent.store.local.StoreClient.BUCKET;
import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.agent.store.check.CheckOptions;
import dev.sluice.agent.store.local.CheckedStore;
import dev.sluice.agent.store.local.CheckedStore.Way;
import dev.sluice.agent.store.local.StoreClient;
import dev.sluice.agent.store.local.StoreState;
import dev.sluice.agent.store.local.posix.Attributes;
import dev.sluice.agent.store.local.posix.Killed;
import dev.sluice.agent.store.local.posix.KilledPosix;
import dev.sluice.agent.store.local.posix.Posix;
import dev.sluice.agent.store.request.UploadRef;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.InstantSource;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Kills a check that repairs at each of its changes: the next one ends what it began. */
class FolderRepairKillTest {
  @TempDir Path folder;

  private static void damage(Path root, Attributes attributes) throws IOException {
    String id;
    try (StoreClient client = StoreClient.begin(root, new KilledPosix(attributes.limit()))) {
      client.put("same", "x");
      client.put("other", "x");
      client.put("gone", "x");
      UploadRef upload = client.begin("big");
      client.part(upload, 1, "111111");
      client.part(upload, 2, "222222");
      id = upload.id().value();
      client.abort(client.begin("aborted"));
    }
    Path bucket = root.resolve(BUCKET.value());
    Files.delete(bucket.resolve("gone"));
    Files.setLastModifiedTime(bucket.resolve("same"), FileTime.fromMillis(1_000_000_000_000L));
    Files.writeString(bucket.resolve("other"), "changed from outside");
    Path own = root.resolve(".sluice");
    Files.createDirectories(own.resolve("staging/tree/below"));
    Files.writeString(own.resolve("staging/tree/below/file"), "x");
    Files.copy(own.resolve("buckets/photos"), own.resolve("buckets/gone-bucket"));
    Path upload = own.resolve("uploads/photos").resolve(id);
    try (Stream<Path> files = Files.list(upload)) {
      for (Path file : files.filter(f -> f.getFileName().toString().contains("-")).toList()) {
        Files.delete(file);
      }
    }
  }

  private static CheckedStore check(Path root, Way way, Posix posix) {
    return CheckedStore.of(
        new CheckOptions(
            root, List.of(), way == Way.VERIFY, way == Way.REPAIR, InstantSource.system()),
        posix);
  }

  @ParameterizedTest
  @EnumSource
  void killedRepair_isEndedByTheNext(Attributes attributes) throws IOException {
    boolean killed = true;
    int change = 0;
    while (killed) {
      Path root = Files.createDirectory(folder.resolve("killed-at-" + change));
      damage(root, attributes);
      KilledPosix posix = new KilledPosix(attributes.limit());
      posix.killAt(change);
      try {
        check(root, Way.REPAIR, posix);
      } catch (Killed e) {
        // As it was meant.
      }
      killed = posix.isDead();
      posix.closeAll();
      assertRepairs(root, attributes);
      change++;
    }
    assertThat(change).isGreaterThan(20);
  }

  private static void assertRepairs(Path root, Attributes attributes) {
    KilledPosix posix = new KilledPosix(attributes.limit());
    CheckedStore repaired = check(root, Way.REPAIR, posix);
    assertThat(repaired.totals().remaining()).isZero();
    assertThat(check(root, Way.VERIFY, posix).findings()).isEmpty();
    try (StoreClient client = new StoreClient(root, posix)) {
      List<String> state = StoreState.of(client);
      assertThat(state)
          .anyMatch(
              line ->
                  line.contains("key=same") && line.contains("9dd4e461268c8034f5c8564e155c67a6"))
          .anyMatch(line -> line.contains("key=other") && line.endsWith(" changed from outside"))
          .noneMatch(line -> line.contains("  part"));
    }
    assertThat(posix.open()).isEmpty();
  }
}
