package dev.sluice.agent.store.local;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.agent.store.engine.StorageDevice;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class MountsTest {
  @TempDir Path folder;
  private final AtomicLong now = new AtomicLong();

  @Test
  void bucketsWithoutMounts_areOnTheFileSystemOfTheFolder() throws IOException {
    assertThat(mounts("/", "xfs", "/srv", "ext4").of("bucket"))
        .isEqualTo(new StorageDevice("", true));
    assertThat(mounts("/", "ext4", "/srv/da", "nfs4").of("bucket"))
        .isEqualTo(new StorageDevice("", true));
    assertThat(mounts("/", "ext4", "/srv/data", "ext4", "/srv/data", "nfs4").of("bucket"))
        .as("the later covers the earlier")
        .isEqualTo(new StorageDevice("", false));
  }

  @Test
  void bucketThatIsAMount_isAFileSystemOfItsOwn() throws IOException {
    Mounts mounts = mounts("/", "ext4", "/srv/data/one", "xfs", "/srv/data/two", "fuse.sshfs");

    assertThat(mounts.of("one")).isEqualTo(new StorageDevice("one", true));
    assertThat(mounts.of("two")).isEqualTo(new StorageDevice("two", false));
    assertThat(mounts.of("three")).isEqualTo(new StorageDevice("", true));
  }

  @Test
  void bucketWithAMountInside_isApartAndHandedOver() throws IOException {
    assertThat(mounts("/", "ext4", "/srv/data/one/inner", "xfs").of("one"))
        .isEqualTo(new StorageDevice("one", false));
  }

  @Test
  void mount_isSeenWithinASecond() throws IOException {
    Mounts mounts = mounts("/", "ext4");
    mounts("/", "ext4", "/srv/data/one", "ext4");
    assertThat(mounts.of("one").name()).isEmpty();

    now.addAndGet(Duration.ofSeconds(1).toNanos());

    assertThat(mounts.of("one").name()).isEqualTo("one");
  }

  @Test
  void folder_mayHaveAnyName() throws IOException {
    Path table = table("/", "ext4", "/a\\040b\\134/one", "xfs");

    assertThat(new Mounts(table, Path.of("/a b\\"), Set.of(), now::get).of("one").name())
        .isEqualTo("one");
  }

  @Test
  void tableThatCannotBeRead_leavesOneFileSystemThatIsHandedOver() {
    assertThat(
            new Mounts(folder.resolve("missing"), Path.of("/srv/data"), Set.of(), now::get)
                .of("one"))
        .isEqualTo(StorageDevice.WHOLE);
  }

  @Test
  void mountsOfThisProcess_areRead() {
    assertThat(Mounts.below(folder, false).of("bucket").name()).isEmpty();
    assertThat(Mounts.below(Path.of("/"), false).of("proc"))
        .isEqualTo(new StorageDevice("proc", false));
  }

  @Test
  void bucketThatIsALink_isApartAndHandedOver() throws IOException {
    Path data = Files.createDirectory(folder.resolve("data"));
    Files.createSymbolicLink(data.resolve("one"), folder);

    assertThat(Mounts.below(data, true).of("one")).isEqualTo(new StorageDevice("one", false));
    assertThat(Mounts.below(data, true).of("two").name()).isEmpty();
  }

  private Mounts mounts(String... pointsAndTypes) throws IOException {
    return new Mounts(table(pointsAndTypes), Path.of("/srv/data"), Set.of(), now::get);
  }

  private Path table(String... pointsAndTypes) throws IOException {
    List<String> lines = new ArrayList<>(List.of("not a line of it"));
    for (int i = 0; i < pointsAndTypes.length; i += 2) {
      lines.add(
          "36 35 98:0 / %s rw,noatime shared:1 - %s /dev/sda rw"
              .formatted(pointsAndTypes[i], pointsAndTypes[i + 1]));
    }
    return Files.write(folder.resolve("mountinfo"), lines);
  }
}
