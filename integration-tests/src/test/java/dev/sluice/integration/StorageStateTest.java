package dev.sluice.integration;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.function.BooleanSupplier;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A storage that takes no writes, as clients, load balancers and monitoring see it. */
@Timeout(300)
class StorageStateTest {
  private static final long DISK_BYTES = 64 << 20;
  private static final int FILLER_BYTES = 45 << 20;
  private static final Duration LIMIT = Duration.ofSeconds(90);

  @TempDir private Path folder;

  @Test
  void lowSpace_refusesWritesUntilItPasses() throws IOException {
    try (LoopMount disk = LoopMount.of(folder, "ext4", DISK_BYTES, "-m", "0");
        SluiceProcess server =
            SluiceProcess.standalone(Files.createDirectory(disk.point().resolve("data")))
                .with("--minimum-free-space", "1TiB", "--minimum-free-percent", "50")
                .start()) {
      String object = server.s3() + "/bucket/key";
      assertThat(CurlAnswer.of("-X", "PUT", server.s3() + "/bucket").status()).isEqualTo(200);
      assertThat(put(object).status()).isEqualTo(200);
      assertThat(CurlAnswer.of(server.admin("/readyz")).body().strip()).isEqualTo("ready");
      assertThat(metric(server, "sluice_storage_low_filesystems")).isZero();

      Path filler = Files.write(disk.point().resolve("filler"), new byte[FILLER_BYTES]);
      await(() -> metric(server, "sluice_storage_low_filesystems") == 1);
      CurlAnswer refused = put(object);
      assertThat(refused.status()).isEqualTo(507);
      assertThat(refused.text("Code")).isEqualTo("InsufficientStorage");
      assertThat(metric(server, "sluice_storage_refused_writes_total")).isPositive();
      CurlAnswer ready = CurlAnswer.of(server.admin("/readyz"));
      assertThat(ready.status()).isEqualTo(200);
      assertThat(ready.body()).startsWith("ready: low on space, writes are refused");
      assertThat(CurlAnswer.of(object).status()).isEqualTo(200);
      assertThat(CurlAnswer.of("-X", "DELETE", object).status()).isEqualTo(204);

      Files.delete(filler);
      await(() -> put(object).status() == 200);
    }
  }

  @Test
  void readOnly_servesWhatIsThereAndChangesNothing() throws IOException {
    Path data = folder.resolve("data");
    Files.createDirectories(data.resolve("photos/2026"));
    Files.writeString(data.resolve("photos/2026/lake"), "water");
    List<String> before = tree(data);
    try (SluiceProcess server =
        SluiceProcess.standalone(data).with("--read-only", "true").start()) {
      String object = server.s3() + "/photos/2026/lake";
      assertThat(CurlAnswer.of(object).body()).isEqualTo("water");
      assertThat(CurlAnswer.of(server.s3() + "/photos?list-type=2").text("Key"))
          .isEqualTo("2026/lake");
      for (CurlAnswer change :
          List.of(
              put(object),
              CurlAnswer.of("-X", "PUT", server.s3() + "/bucket"),
              CurlAnswer.of("-X", "DELETE", object))) {
        assertThat(change.status()).isEqualTo(403);
        assertThat(change.text("Code")).isEqualTo("AccessDenied");
      }
      assertThat(CurlAnswer.of(server.admin("/readyz")).status()).isEqualTo(200);
      assertThat(metric(server, "sluice_storage_refused_writes_total")).isZero();
    }
    assertThat(tree(data)).isEqualTo(before);
  }

  private static CurlAnswer put(String address) {
    return CurlAnswer.of("-X", "PUT", "-d", "text", address);
  }

  /** The sum of a metric's values; 0 where it is not shown. */
  private static double metric(SluiceProcess server, String name) {
    return CurlAnswer.of(server.admin("/metrics"))
        .body()
        .lines()
        .filter(line -> line.startsWith(name + " ") || line.startsWith(name + "{"))
        .mapToDouble(line -> Double.parseDouble(line.substring(line.lastIndexOf(' ') + 1)))
        .sum();
  }

  private static void await(BooleanSupplier condition) {
    long end = System.nanoTime() + LIMIT.toNanos();
    while (!condition.getAsBoolean()) {
      assertThat(System.nanoTime()).as("it does not come true").isLessThan(end);
    }
  }

  private static List<String> tree(Path data) throws IOException {
    try (Stream<Path> files = Files.walk(data)) {
      return files.map(file -> data.relativize(file).toString()).sorted().toList();
    }
  }
}
