package dev.sluice.agent.store.local.volume;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import dev.sluice.agent.store.local.posix.Descriptor;
import dev.sluice.agent.store.local.posix.Errno;
import dev.sluice.agent.store.local.posix.ErrnoException;
import dev.sluice.agent.store.local.posix.Failures;
import dev.sluice.agent.store.local.posix.Names;
import dev.sluice.agent.store.local.posix.Posix;
import dev.sluice.common.model.StorageException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.List;
import java.util.concurrent.atomic.LongAdder;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.slf4j.LoggerFactory;

/**
 * What the log says where the storage refuses what it is asked: one record, with path and errno.
 */
class RefusalsTest {
  private static final Logger LOG =
      (Logger) LoggerFactory.getLogger("dev.sluice.agent.store.local");

  @TempDir Path root;

  private final ListAppender<ILoggingEvent> records = new ListAppender<>();

  @BeforeEach
  void listen() {
    records.start();
    LOG.addAppender(records);
  }

  @AfterEach
  void listenNoMore() {
    LOG.detachAppender(records);
  }

  /** The records of this test alone: others may run beside it. */
  private List<String> warnings(String about) {
    return List.copyOf(records.list).stream()
        .filter(record -> record.getLevel() == Level.WARN)
        .map(ILoggingEvent::getFormattedMessage)
        .filter(message -> message.contains(about))
        .toList();
  }

  @Test
  void failedCall_knowsItsPlaceFromTheRootOn() throws Exception {
    Files.createDirectories(root.resolve("bucket/a/b"));
    Posix posix = Posix.system();
    try (Descriptor top = posix.openRoot(Names.of(root.toString()));
        Descriptor bucket = posix.openDirectory(top, Names.of("bucket"));
        Descriptor folder = posix.openDirectory(bucket, Names.of("a/b"))) {
      ErrnoException opening = failure(() -> posix.openForReading(folder, Names.of("none")));
      ErrnoException naming = failure(() -> posix.unlink(folder, Names.of("none")));

      assertThat(List.of(opening, naming))
          .extracting(ErrnoException::place)
          .containsOnly(root + "/bucket/a/b/none");
      assertThat(opening).hasMessage("openat2 none: ENOENT (errno 2)");
    }
  }

  private interface Call {
    void run() throws ErrnoException;
  }

  private static ErrnoException failure(Call call) {
    return catchThrowableOfType(ErrnoException.class, call::run);
  }

  @ParameterizedTest
  @EnumSource(
      value = Errno.class,
      names = {"EACCES", "EPERM", "EROFS", "ENOSPC", "EDQUOT"})
  void refusal_isOneWarningWithPathAndErrno(Errno errno) {
    String name = "refused-" + errno;
    StorageException failure =
        Failures.of(new ErrnoException(errno, "renameat2", Names.of("/data/" + name)));

    assertThat(warnings(name))
        .containsExactly(
            "%s: renameat2 /data/%s: %s (errno %d)"
                .formatted(failure.reason(), name, errno, errno.number()));
    assertThat(records.list).allSatisfy(record -> assertThat(record.getThrowableProxy()).isNull());
  }

  @Test
  void otherFailure_isNoRefusal() {
    Failures.of(new ErrnoException(Errno.EIO, "read", Names.of("broken-disk")));

    assertThat(warnings("broken-disk")).isEmpty(); // who ends the call logs it, with its stack
  }

  @Test
  void spaceThatRunsOut_isAWarningThatNamesTheFolder() throws Exception {
    Posix posix = Posix.system();
    try (Descriptor top = posix.openRoot(Names.of(root.toString()))) {
      FreeSpaceMonitor watch =
          new FreeSpaceMonitor(
              posix,
              top,
              new DeferredRelease(posix, 0, false),
              new FreeSpaceReserve(Long.MAX_VALUE, 50),
              InstantSource.system(),
              new LongAdder());
      StorageException full =
          catchThrowableOfType(StorageException.class, () -> watch.requireRoom(Long.MAX_VALUE));

      assertThat(full).hasMessageNotContaining(root.toString());
      assertThat(warnings(root.toString())).hasSize(1).first().asString().contains("STORAGE_FULL");
    }
  }
}
