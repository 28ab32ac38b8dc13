package dev.sluice.agent.store.local;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.ByteString;
import dev.sluice.agent.store.format.CheckedMessage;
import dev.sluice.agent.store.format.MoveEntry;
import dev.sluice.agent.store.key.KeyPath;
import dev.sluice.agent.store.local.posix.Errno;
import dev.sluice.agent.store.local.posix.FaultyPosix;
import dev.sluice.agent.store.local.posix.LimitedAttributes;
import dev.sluice.agent.store.local.posix.Posix;
import dev.sluice.agent.store.local.posix.PosixCall;
import dev.sluice.agent.store.local.volume.StoreDemand;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * A folder that does not open, whichever call fails, leaves no descriptor open: one that went away
 * is opened again every second until it is back.
 */
class OpeningFaultTest {
  @TempDir Path above;
  private final FaultyPosix posix = new FaultyPosix(LimitedAttributes.AS_THEY_ARE);

  /** What is opened, and how. */
  enum Way {
    NEW_STORE,
    STORE,
    READ_ONLY;

    FolderStorage open(LocalSettings settings, Posix posix) {
      return switch (this) {
        case NEW_STORE, STORE -> LocalEngine.open(settings, posix);
        case READ_ONLY -> ReadOnlyFolder.open(settings, StoreDemand.NONE, posix);
      };
    }
  }

  @ParameterizedTest
  @EnumSource
  void fault_leavesNothingOpen(Way way) throws IOException {
    int at = 0;
    int failures = 0;
    boolean hit = true;
    while (hit) {
      LocalSettings settings = LocalSettings.of(folder(way, at));
      posix.fail(new FaultyPosix.Fault(Errno.ENOSPC, _ -> true, at, false));
      boolean opened = opens(way, settings);
      PosixCall failed = posix.heal();
      assertThat(posix.open()).as("after %s, call %d", failed, at).isEmpty();
      hit = failed != null;
      failures += opened ? 0 : 1;
      at++;
    }
    assertThat(failures).isPositive();
  }

  private boolean opens(Way way, LocalSettings settings) {
    try (FolderStorage engine = way.open(settings, posix)) {
      return engine.folder().lock() != null || way == Way.READ_ONLY;
    } catch (IllegalStateException e) {
      assertThat(e).hasMessageContaining("The data folder " + settings.root());
      return false;
    }
  }

  private Path folder(Way way, int at) throws IOException {
    Path folder = Files.createDirectory(above.resolve(way + "-" + at));
    if (way != Way.NEW_STORE) {
      new Fixture(folder).close();
      noteAreas(folder);
    }
    return folder;
  }

  /** Two areas inside a bucket, as they are found noted at a start. */
  private static void noteAreas(Path folder) throws IOException {
    Path notes = Files.createDirectory(folder.resolve(".sluice/areas"));
    for (String name : List.of("one", "two")) {
      Path inner = folder.resolve(Fixture.BUCKET.value()).resolve(name);
      Files.createDirectories(
          inner.resolve(new String(KeyPath.stagingName(), StandardCharsets.UTF_8)));
      MoveEntry note =
          MoveEntry.newBuilder()
              .setBucket(Fixture.BUCKET.value())
              .setPath(ByteString.copyFromUtf8(name))
              .build();
      Files.write(notes.resolve(name), CheckedMessage.write(note));
    }
  }
}
