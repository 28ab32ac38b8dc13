package dev.sluice.agent.service;

import dev.sluice.agent.store.ObjectReading;
import dev.sluice.agent.store.engine.object.OpenFile;
import dev.sluice.agent.store.request.ObjectHead;
import dev.sluice.common.model.ByteSpan;
import dev.sluice.common.model.StorageException;
import dev.sluice.common.rpc.WireTime;
import dev.sluice.v1.FailureReason;
import dev.sluice.v1.FileGrant;
import io.netty.channel.unix.FileDescriptor;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.WritableByteChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributes;
import org.jspecify.annotations.Nullable;

/**
 * A body in the file that the agent has passed, by the contract of the grant: after each read the
 * file has to be what the agent opened.
 */
final class PassedReading implements ObjectReading {
  private final ObjectHead head;
  private final FileGrant grant;
  private final FileDescriptor descriptor;
  private final FileChannel channel;
  private long position;
  private long left;

  /** The span of the head, or all of the file. */
  PassedReading(ObjectHead head, FileGrant grant, FileDescriptor descriptor) {
    this.head = head;
    this.grant = grant;
    this.descriptor = descriptor;
    ByteSpan span = head.span();
    this.position = span == null ? 0 : span.offset();
    this.left = span == null ? head.info().size() : span.length();
    try {
      this.channel = FileChannel.open(path(), StandardOpenOption.READ);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private Path path() {
    return Path.of("/proc/self/fd/" + descriptor.intValue());
  }

  @Override
  public ObjectHead head() {
    return head;
  }

  @Override
  public long read(ByteBuffer target) {
    int length = (int) Math.min(left, target.remaining());
    int limit = target.limit();
    target.limit(target.position() + length);
    try {
      while (target.hasRemaining()) {
        int read = channel.read(target, position);
        if (read < 0) {
          throw changed();
        }
        position += read;
        left -= read;
      }
      requireUnchanged();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } finally {
      target.limit(limit);
    }
    return left;
  }

  private void requireUnchanged() throws IOException {
    BasicFileAttributes now = Files.readAttributes(path(), BasicFileAttributes.class);
    if (now.size() != grant.getSize()
        || !now.lastModifiedTime().toInstant().equals(WireTime.toModel(grant.getModified()))) {
      throw changed();
    }
  }

  private static StorageException changed() {
    return new StorageException(
        FailureReason.STORAGE_FAULT, "file: another (expected: as it was when opened)");
  }

  @Override
  public boolean canMove() {
    return false;
  }

  @Override
  public int move(int most, WritableByteChannel target) {
    throw new UnsupportedOperationException("bytes are read from the file");
  }

  @Override
  public @Nullable OpenFile openFile() {
    return null;
  }

  @Override
  public void close() {
    try (channel) {
      descriptor.close();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
