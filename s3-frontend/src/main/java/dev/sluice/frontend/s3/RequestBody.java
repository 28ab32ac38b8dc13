package dev.sluice.frontend.s3;

import dev.sluice.common.model.ChecksumValue;
import java.nio.ByteBuffer;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/**
 * The payload of a request: unframed, and proven on the way by whatever the request states about
 * it. For one thread.
 *
 * <p>Every method fails with {@link S3Exception} where the body is not what the head says.
 */
public interface RequestBody {
  /**
   * Length of the payload in bytes, as the head states it; empty where it is known at its end only,
   * of a form's file or of chunks. Fails with MissingContentLength where the head says neither.
   */
  OptionalLong length();

  /** The same length; 0 where {@link #length} fails, since there is no body then. */
  OptionalLong statedLength();

  /** Whether the head states more bytes than these; false where it states no length. */
  boolean isLongerThan(long bytes);

  /** The digests that the head states of the payload. */
  ClientDigests digests();

  /** Whether the client waits for {@code 100 Continue}, which the first {@link #read} sends. */
  boolean clientWaits();

  /**
   * Blocks until the target is full or the payload has ended.
   *
   * @return whether the payload has ended; it is then whole, and all that is stated about it by
   *     signatures holds. What was read before counts only from here on
   */
  boolean read(ByteBuffer target) throws InterruptedException;

  /**
   * The checksum that followed the payload as a trailer; null: none did. Known once the payload has
   * ended.
   */
  @Nullable ChecksumValue trailer();
}
