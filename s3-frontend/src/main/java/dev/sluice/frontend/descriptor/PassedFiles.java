package dev.sluice.frontend.descriptor;

import dev.sluice.v1.FileGrant;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.unix.FileDescriptor;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executor;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.LongAdder;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The files that one agent on this machine passes. Where it passes none, the bytes come as data;
 * after a failure it is left alone for a while.
 */
public final class PassedFiles implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(PassedFiles.class);

  /** Files that may be open at the same time, two descriptors each. */
  private static final int MOST = 128;

  /** The time in which a file has to be there; less than a ticket lives. */
  private static final Duration TAKING = Duration.ofSeconds(5);

  /** The time in which no file is asked for after one did not come. */
  private static final Duration PAUSE = Duration.ofSeconds(10);

  private final Path socket;
  private final DescriptorConnection connection;
  private final LongAdder movedBytes;
  private final MovingThreads threads = new MovingThreads();
  private final Semaphore places = new Semaphore(MOST);
  private volatile @Nullable Long pausedUntil;

  /**
   * The files that come by a socket.
   *
   * @param socketThreads the caller's
   * @param movedBytes counts the bytes that leave them
   */
  public PassedFiles(Path socket, EventLoopGroup socketThreads, LongAdder movedBytes) {
    this.socket = socket;
    this.connection = new DescriptorConnection(socket, socketThreads);
    this.movedBytes = movedBytes;
  }

  /** Whether it is worth asking for one now. */
  public boolean areUsable() {
    Long until = pausedUntil;
    return places.availablePermits() > 0 && (until == null || until - System.nanoTime() <= 0);
  }

  /**
   * Takes what the agent grants.
   *
   * @return the span of the file, the caller's to close; null where it did not come
   */
  public @Nullable PassedFile take(FileGrant grant, long offset, long length)
      throws InterruptedException {
    Executor movers = threads.of(grant.getFileSystem());
    if (movers == null || !places.tryAcquire()) {
      return null;
    }
    FileSeal seal = FileSeal.of(grant);
    CompletableFuture<@Nullable PassedFile> opened =
        connection
            .take(grant.getTicket().toByteArray())
            .thenApplyAsync(descriptor -> open(descriptor, seal, offset, length, movers), movers);
    var _ =
        opened.whenComplete(
            (file, _) -> {
              if (file == null) {
                places.release();
              }
            });
    try {
      return opened.get(TAKING.toNanos(), TimeUnit.NANOSECONDS);
    } catch (ExecutionException e) {
      pause(e.getCause());
      return null;
    } catch (TimeoutException e) {
      abandon(opened);
      pause(e);
      return null;
    } catch (InterruptedException e) {
      abandon(opened);
      throw e;
    }
  }

  /** Closes a file that may come too late. */
  private static void abandon(CompletableFuture<@Nullable PassedFile> opened) {
    var _ =
        opened.thenAccept(
            late -> {
              if (late != null) {
                late.close();
              }
            });
  }

  private @Nullable PassedFile open(
      FileDescriptor descriptor, FileSeal seal, long offset, long length, Executor movers) {
    try {
      return PassedFile.open(descriptor, seal, offset, length, movers, movedBytes, places::release);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private void pause(@Nullable Throwable cause) {
    pausedUntil = System.nanoTime() + PAUSE.toNanos();
    LOG.info("bytes come as data for {}: no file by {}: {}", PAUSE, socket, String.valueOf(cause));
  }

  /** Ends the connection; files that are open stay so until they are closed. */
  @Override
  public void close() {
    connection.close();
  }
}
