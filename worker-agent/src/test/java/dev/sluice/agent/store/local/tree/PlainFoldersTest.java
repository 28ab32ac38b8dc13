package dev.sluice.agent.store.local.tree;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.agent.store.local.Fixture;
import dev.sluice.agent.store.local.LocalSettings;
import dev.sluice.agent.store.local.posix.Descriptor;
import dev.sluice.agent.store.local.posix.ErrnoException;
import dev.sluice.agent.store.local.posix.Names;
import dev.sluice.agent.store.local.posix.Posix;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Puts into folders that have nothing for new files do not look at them each time. */
class PlainFoldersTest {
  private Instant now = Instant.parse("2026-01-02T03:04:05Z");

  @Test
  void plainFolder_isRememberedForAMoment() {
    PlainFolders plain = new PlainFolders(() -> now);
    assertThat(plain.contains("photos/a")).isFalse();
    plain.add("photos/a");
    assertThat(plain.contains("photos/a")).isTrue();
    assertThat(plain.contains("photos/b")).isFalse();

    now = now.plus(PlainFolders.REMEMBERED);
    assertThat(plain.contains("photos/a")).isFalse();
  }

  @Test
  void clockThatIsSetBack_makesTheMomentNoLonger() {
    PlainFolders plain = new PlainFolders(() -> now);
    plain.add("photos/a");
    now = now.minusSeconds(3600);
    assertThat(plain.contains("photos/a")).isFalse();
  }

  @Test
  void manyFolders_areNotRememberedForEver() {
    PlainFolders plain = new PlainFolders(() -> now);
    for (int folder = 0; folder < 100_000; folder++) {
      plain.add("photos/" + folder);
    }
    assertThat(plain.size()).isLessThanOrEqualTo(1024);
    assertThat(plain.contains("photos/99999")).isTrue();
  }

  private LocalSettings settings(Path root) {
    LocalSettings usual = LocalSettings.of(root);
    return new LocalSettings(
        root,
        usual.fsync(),
        usual.fileMode(),
        usual.directoryMode(),
        usual.snapshotBytes(),
        usual.uploadBytes(),
        usual.listingStaleness(),
        () -> now,
        usual.maximumUploads(),
        usual.reserve(),
        usual.requireStore(),
        usual.followLinks());
  }

  @Test
  void putsIntoAPlainFolder_lookAtItOnce(@TempDir Path root) throws Exception {
    AtomicInteger looks = new AtomicInteger();
    Posix counting =
        new Posix() {
          @Override
          public byte @Nullable [] attribute(Descriptor file, byte[] attribute)
              throws ErrnoException {
            if (Names.show(attribute).equals("system.posix_acl_default")) {
              looks.incrementAndGet();
            }
            return super.attribute(file, attribute);
          }
        };
    try (Fixture local = new Fixture(settings(root), counting)) {
      Files.createDirectory(local.file("plain"));
      looks.set(0);
      local.put("plain/one", "x");
      local.put("plain/two", "x");
      assertThat(looks).hasValue(1);

      now = now.plus(PlainFolders.REMEMBERED);
      local.put("plain/three", "x");
      assertThat(looks).hasValue(2);
    }
  }
}
