package dev.sluice.frontend.http;

import dev.sluice.common.model.MetadataLimit;
import dev.sluice.common.model.ObjectKey;
import dev.sluice.frontend.form.FormBody;
import java.time.Duration;

/**
 * The limits of a client's use.
 *
 * @param headerBytes request line and headers together
 * @param connections at the same time
 * @param headerTimeout from the first byte of a request to the end of its headers
 * @param bodyTimeout nothing sent or taken in the middle of a request
 * @param idleTimeout between requests
 * @param linger after an answer to a request whose body was not read
 */
public record HttpLimits(
    int headerBytes,
    int connections,
    Duration headerTimeout,
    Duration bodyTimeout,
    Duration idleTimeout,
    LingerLimits linger) {
  /** Status line and all that an answer says but what is kept with its object. */
  private static final int OWN_HEADER_BYTES = 8 << 10;

  /**
   * Bytes in an answer for one byte of user metadata, at most: a name of one letter without a value
   * is {@code x-amz-meta-a: } and a line end, and one with a blank for its value an encoded word.
   */
  private static final int METADATA_GROWTH = 16;

  /** Characters for a byte of a redirection's URL, percent-encoded. */
  private static final int URL_GROWTH = 3;

  /**
   * The longest head of an answer: everything that may be kept with an object is given back, with
   * headers that the request asks for in its query in their places, and a form's redirection.
   */
  int answerHeadBytes() {
    int object =
        METADATA_GROWTH * MetadataLimit.USER_METADATA.bytes()
            + MetadataLimit.CONTENT_HEADERS.bytes()
            + headerBytes;
    int redirection = URL_GROWTH * (FormBody.FIELDS_BYTES + ObjectKey.MAX_BYTES) + headerBytes;
    return OWN_HEADER_BYTES + Math.max(object, redirection);
  }
}
