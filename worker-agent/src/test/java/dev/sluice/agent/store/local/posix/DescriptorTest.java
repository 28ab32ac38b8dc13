package dev.sluice.agent.store.local.posix;

import static dev.sluice.agent.store.local.posix.TestPaths.assertErrno;
import static dev.sluice.agent.store.local.posix.TestPaths.bytes;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DescriptorTest {
  /** Notes which numbers are really closed. */
  private static final class ClosingPosix extends Posix {
    private final List<Integer> closed = new ArrayList<>();

    @Override
    synchronized void closeNumber(int number) {
      closed.add(number);
      super.closeNumber(number);
    }
  }

  @TempDir private Path directory;

  private final ClosingPosix posix = new ClosingPosix();
  private Descriptor base;

  @BeforeEach
  void openBase() throws ErrnoException {
    base = posix.openRoot(bytes(directory.toString()));
  }

  @AfterEach
  void closeBase() {
    base.close();
  }

  @Test
  void closedTwice_isClosedOnce() throws IOException {
    Descriptor file = posix.create(base, bytes("f"), 0644);
    file.close();
    file.close();

    assertThat(posix.closed).hasSize(1);
    assertThat(file.isClosed()).isTrue();
  }

  @Test
  void closedDescriptor_isNotUsed() throws IOException {
    Descriptor file = posix.create(base, bytes("f"), 0644);
    file.close();

    assertErrno(Errno.EBADF, () -> posix.stat(file));
    assertErrno(Errno.EBADF, file::share);
    assertThatThrownBy(() -> posix.sync(file))
        .hasMessage("use of a closed descriptor f: EBADF (errno 9)");
  }

  @Test
  void sharedFile_staysOpenUntilTheLastHandleCloses() throws IOException {
    Descriptor file = posix.create(base, bytes("f"), 0644);
    Descriptor shared = file.share();
    file.close();

    assertErrno(Errno.EBADF, () -> posix.stat(file));
    assertThat(posix.stat(shared).isRegular()).isTrue();
    assertThat(posix.closed).isEmpty();

    shared.close();
    assertThat(posix.closed).hasSize(1);
  }

  @Test
  void useUnderWay_keepsTheNumberFromBeingGivenAgain() throws IOException {
    Descriptor file = posix.create(base, bytes("f"), 0644);
    try (CountedDescriptor held = file.hold()) {
      file.close();
      assertThat(posix.closed).isEmpty();
      assertThat(held.number()).isPositive();
    }
    assertThat(posix.closed).hasSize(1);
  }

  @Test
  void closeInTheMiddleOfReads_endsThem_andNeverReadsAnotherFile() throws Exception {
    try (Descriptor other = posix.create(base, bytes("other"), 0644)) {
      posix.write(other, ByteBuffer.wrap(bytes("wrong")), 0);
    }
    try (ExecutorService threads = Executors.newFixedThreadPool(2)) {
      for (int round = 0; round < 200; round++) {
        Descriptor file = posix.create(base, bytes("f" + round), 0644);
        posix.write(file, ByteBuffer.wrap(bytes("right")), 0);
        Future<Integer> reader = threads.submit(() -> readUntilClosed(file));
        Future<?> closer =
            threads.submit(
                () -> {
                  file.close();
                  posix.openForReading(base, bytes("other")).close();
                  return null;
                });
        closer.get();
        assertThat(reader.get()).isNotNegative();
      }
    }
  }

  private int readUntilClosed(Descriptor file) {
    ByteBuffer content = ByteBuffer.allocateDirect(5);
    int reads = 0;
    while (true) {
      try {
        posix.read(file, content.clear(), 0);
      } catch (ErrnoException e) {
        assertThat(e.errno()).isEqualTo(Errno.EBADF);
        return reads;
      }
      assertThat(content.flip()).isEqualTo(ByteBuffer.wrap(bytes("right")));
      reads++;
    }
  }
}
