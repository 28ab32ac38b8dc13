package dev.sluice.agent.store.local.posix;

import static dev.sluice.agent.store.local.posix.TestPaths.bytes;
import static dev.sluice.agent.store.local.posix.TestPaths.text;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class InotifyTest {
  @TempDir private Path directory;

  private final Posix posix = Posix.system();
  private Descriptor base;
  private Inotify inotify;

  @BeforeEach
  void open() throws ErrnoException {
    base = posix.openRoot(bytes(directory.toString()));
    inotify = Inotify.open(posix);
  }

  @AfterEach
  void close() {
    inotify.close();
    base.close();
  }

  @Test
  void changesOfNames_areSeenInOrder() throws IOException {
    int watch = inotify.watch(base, Inotify.NAMES);
    Files.writeString(directory.resolve("f"), "x");
    Files.createDirectory(directory.resolve("d"));
    Files.move(directory.resolve("f"), directory.resolve("é"));
    Files.delete(directory.resolve("é"));

    assertThat(inotify.await(Duration.ofSeconds(10))).isTrue();
    List<InotifyEvent> events = drain();

    assertThat(events)
        .extracting(event -> text(event.name()))
        .containsExactly("f", "d", "f", "é", "é");
    assertThat(events)
        .extracting(event -> event.mask() & Inotify.NAMES)
        .containsExactly(
            Inotify.CREATE, Inotify.CREATE, Inotify.MOVED_FROM, Inotify.MOVED_TO, Inotify.DELETE);
    assertThat(events).extracting(InotifyEvent::watch).containsOnly(watch);
    assertThat(events)
        .extracting(InotifyEvent::isDirectory)
        .containsExactly(false, true, false, false, false);
    assertThat(events.get(2).cookie()).isEqualTo(events.get(3).cookie()).isNotZero();
    assertThat(drain()).isEmpty();
  }

  @Test
  void manyEvents_areAllDrained() throws IOException {
    inotify.watch(base, Inotify.CREATE);
    for (int file = 0; file < 5_000; file++) {
      posix.create(base, bytes("a-file-with-a-name-" + file), 0644).close();
    }

    assertThat(drain()).hasSize(5_000);
  }

  @Test
  void sameDirectory_hasTheSameWatch() throws IOException {
    try (Descriptor again = posix.openRoot(bytes(directory.toString()))) {
      assertThat(inotify.watch(again, Inotify.NAMES)).isEqualTo(inotify.watch(base, Inotify.NAMES));
    }
  }

  @Test
  void endedWatch_saysSo_andSeesNothingMore() throws IOException {
    int watch = inotify.watch(base, Inotify.NAMES);
    assertThat(inotify.unwatch(watch)).isTrue();
    Files.writeString(directory.resolve("f"), "x");

    assertThat(drain())
        .singleElement()
        .satisfies(event -> assertThat(event.isWatchGone()).isTrue());
    assertThat(inotify.unwatch(watch)).isFalse();
  }

  @Test
  void removedDirectory_endsItsWatch() throws IOException {
    Files.createDirectory(directory.resolve("d"));
    try (Descriptor inner = posix.openDirectory(base, bytes("d"))) {
      inotify.watch(inner, Inotify.NAMES);
    }
    Files.delete(directory.resolve("d"));

    List<InotifyEvent> events = drain();

    assertThat(events.getFirst().mask() & Inotify.DELETE_SELF).isNotZero();
    assertThat(events.getLast().isWatchGone()).isTrue();
  }

  @Test
  void overflow_isNoWatchs() {
    InotifyEvent event = new InotifyEvent(-1, Inotify.OVERFLOW, 0, new byte[0]);

    assertThat(event.isOverflow()).isTrue();
    assertThat(event.isWatchGone()).isFalse();
  }

  private List<InotifyEvent> drain() throws ErrnoException {
    List<InotifyEvent> events = new ArrayList<>();
    assertThat(inotify.drain(events::add)).isEqualTo(events.size());
    return events;
  }
}
