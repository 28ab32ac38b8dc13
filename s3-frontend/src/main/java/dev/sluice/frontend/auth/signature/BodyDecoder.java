package dev.sluice.frontend.auth.signature;

import java.nio.ByteBuffer;
import java.util.Map;

/**
 * Turns the bytes of an HTTP request's body into the payload, and proves them on the way. For one
 * body and one thread at a time; its memory does not depend on the body's size.
 *
 * <p>Every method fails with {@link dev.sluice.frontend.s3.S3Exception S3Exception} when the body
 * is not what the request said it would be. A decoder that failed is of no more use, and nothing
 * that it gave out may be stored: only {@link #end} says that the payload is whole and proven.
 */
public sealed interface BodyDecoder permits PlainBody, AwsChunkedBody {
  /**
   * Moves payload from {@code in} to {@code out} until {@code in} is used up or {@code out} is
   * full. The last byte of a signed chunk is given out only after the chunk's signature was found
   * good.
   *
   * @param in bytes of the body, heap or direct; what is consumed was understood
   * @param out where payload goes; never more than the bytes consumed
   */
  void decode(ByteBuffer in, ByteBuffer out);

  /**
   * To be called when the body has ended and all of it was decoded: fails unless the payload is
   * whole and matches what was stated about it.
   */
  void end();

  /**
   * The trailing headers, by lower-case name, complete after {@link #end}; without the trailer's
   * signature.
   */
  Map<String, String> trailers();
}
