package dev.sluice.frontend.descriptor;

import dev.sluice.common.model.FailureDetail;
import dev.sluice.common.model.FileBytes;
import dev.sluice.common.model.StorageException;
import dev.sluice.v1.FailureReason;
import io.netty.channel.unix.FileDescriptor;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.WritableByteChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.LongAdder;
import org.jspecify.annotations.Nullable;

/**
 * The span of an open file that an agent has passed. Its leading bytes are moved by the kernel;
 * after each move, and after the last ones were read, the file has to be what the agent opened.
 * Every call to the file system is made on its own threads, the closing too.
 */
public final class PassedFile implements FileBytes, AutoCloseable {
  /** The last bytes of a body, which are read and checked before they leave. */
  private static final int READ_AT_THE_END = 32 << 10;

  private final FileDescriptor descriptor;
  private final FileChannel channel;
  private final FileSeal seal;
  private final long end;
  private final Executor threads;
  private final LongAdder movedBytes;
  private final Runnable gone;

  /** Bytes of the span that have not left, the last ones included. */
  private final AtomicLong left;

  /** Its owner, and the calls under way. */
  private final AtomicInteger users = new AtomicInteger(1);

  private PassedFile(
      FileDescriptor descriptor,
      FileChannel channel,
      FileSeal seal,
      long offset,
      long length,
      Executor threads,
      LongAdder movedBytes,
      Runnable gone) {
    this.descriptor = descriptor;
    this.channel = channel;
    this.seal = seal;
    this.end = offset + length;
    this.left = new AtomicLong(length);
    this.threads = threads;
    this.movedBytes = movedBytes;
    this.gone = gone;
  }

  /**
   * Makes a passed descriptor readable; on one of the threads.
   *
   * @param descriptor from now on the file's, and closed where this fails
   * @param gone is run once the file is closed
   * @return null where the file is not what the agent opened
   */
  static @Nullable PassedFile open(
      FileDescriptor descriptor,
      FileSeal seal,
      long offset,
      long length,
      Executor threads,
      LongAdder movedBytes,
      Runnable gone)
      throws IOException {
    // The JDK makes a channel of a path only; the descriptor itself serves to look at the file.
    FileChannel channel = null;
    try {
      Path path = path(descriptor);
      channel = FileChannel.open(path, StandardOpenOption.READ);
      if (seal.holds(path)) {
        return new PassedFile(descriptor, channel, seal, offset, length, threads, movedBytes, gone);
      }
    } catch (IOException | RuntimeException | Error e) {
      close(descriptor, channel);
      throw e;
    }
    close(descriptor, channel);
    return null;
  }

  private static Path path(FileDescriptor descriptor) {
    return Path.of("/proc/self/fd/" + descriptor.intValue());
  }

  @Override
  public long remaining() {
    return Math.max(0, left.get() - READ_AT_THE_END);
  }

  @Override
  public void move(int most, WritableByteChannel target, Outcome outcome) {
    if (!enter()) {
      outcome.failed(closed());
      return;
    }
    threads.execute(
        () -> {
          try {
            move(Math.min(most, remaining()), target, outcome);
          } finally {
            leave();
          }
        });
  }

  private void move(long length, WritableByteChannel target, Outcome outcome) {
    long moved;
    try {
      moved = send(length, target);
      requireUnchanged();
    } catch (IOException | RuntimeException | Error e) {
      outcome.failed(e);
      return;
    }
    left.addAndGet(-moved);
    movedBytes.add(moved);
    outcome.moved((int) moved);
  }

  private long send(long length, WritableByteChannel target) throws IOException {
    try {
      return channel.transferTo(position(), length, target);
    } catch (IOException e) {
      read(ByteBuffer.allocate(1)); // where the file is at fault, this says so
      throw e;
    }
  }

  /**
   * Waits for the bytes that are not moved, and for the file to be found unchanged.
   *
   * @return none, where they were given already
   * @throws StorageException where it has changed, or the storage gives no sign for so long
   */
  public ByteBuffer last(Duration limit) throws InterruptedException {
    if (left.get() == 0) {
      return ByteBuffer.allocate(0);
    }
    if (!enter()) {
      throw closed();
    }
    CompletableFuture<ByteBuffer> bytes = new CompletableFuture<>();
    threads.execute(
        () -> {
          try {
            bytes.complete(readLast());
          } catch (RuntimeException | Error e) {
            bytes.completeExceptionally(e);
          } finally {
            leave();
          }
        });
    try {
      return bytes.get(limit.toNanos(), TimeUnit.NANOSECONDS);
    } catch (TimeoutException e) {
      throw new StorageException(
          FailureReason.DEADLINE_PASSED,
          "the storage gave no sign for " + limit,
          FailureDetail.NONE,
          e);
    } catch (ExecutionException e) {
      throw e.getCause() instanceof StorageException failure
          ? failure
          : new StorageException(
              FailureReason.INTERNAL, "a passed file: not read", FailureDetail.NONE, e.getCause());
    }
  }

  private ByteBuffer readLast() {
    ByteBuffer bytes = ByteBuffer.allocate((int) left.get());
    read(bytes);
    requireUnchanged();
    left.set(0);
    movedBytes.add(bytes.limit());
    return bytes.flip();
  }

  private long position() {
    return end - left.get();
  }

  private void read(ByteBuffer target) {
    long offset = position();
    try {
      while (target.hasRemaining()) {
        int read = channel.read(target, offset);
        if (read < 0) {
          throw changed();
        }
        offset += read;
      }
    } catch (IOException e) {
      throw fault(e);
    }
  }

  private void requireUnchanged() {
    try {
      if (!seal.holds(path(descriptor))) {
        throw changed();
      }
    } catch (IOException e) {
      throw fault(e);
    }
  }

  private static StorageException changed() {
    return new StorageException(
        FailureReason.STORAGE_FAULT,
        "file: changed from outside while it was read (expected: as it was when opened)");
  }

  private static StorageException fault(IOException cause) {
    return new StorageException(
        FailureReason.STORAGE_FAULT,
        "a passed file: " + cause.getMessage(),
        FailureDetail.NONE,
        cause);
  }

  private static StorageException closed() {
    return new StorageException(FailureReason.CALL_CANCELLED, "the call ended before its bytes");
  }

  private boolean enter() {
    return users.getAndUpdate(now -> now == 0 ? 0 : now + 1) > 0;
  }

  private void leave() {
    if (users.decrementAndGet() == 0) {
      threads.execute(
          () -> {
            close(descriptor, channel);
            gone.run();
          });
    }
  }

  private static void close(FileDescriptor descriptor, @Nullable FileChannel channel) {
    try {
      try (channel) {
        descriptor.close();
      }
    } catch (IOException e) {
      // It was only read: there is nothing that closing could lose.
    }
  }

  /** Closes it once no call is under way; to be called once. */
  @Override
  public void close() {
    leave();
  }
}
