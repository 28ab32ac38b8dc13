package dev.sluice.common.model;

import java.time.Instant;

/** The typed detail of a failure; one record per form of {@code sluice.v1.Failure.detail}. */
public sealed interface FailureDetail {
  /** Nothing to say. */
  FailureDetail NONE = new None();

  /** No detail. */
  record None() implements FailureDetail {}

  /**
   * The caller's copy is current.
   *
   * @param etag the object's
   * @param lastModified the object's
   * @param cacheControl the object's {@code Cache-Control}; empty: none
   * @param expires the object's {@code Expires}; empty: none
   */
  record NotModified(ETag etag, Instant lastModified, String cacheControl, String expires)
      implements FailureDetail {}

  /**
   * A condition does not hold.
   *
   * @param header its name as HTTP spells it, {@code If-Match} for one
   */
  record Condition(String header) implements FailureDetail {}

  /**
   * A range lies outside.
   *
   * @param bytes the object's size
   */
  record ObjectSize(long bytes) implements FailureDetail {}

  /**
   * A part was refused.
   *
   * @param partNumber its number
   * @param statedEtag as the client wrote it; empty where it did not
   * @param size its size in bytes; 0 where there is none
   * @param minimum smallest allowed size in bytes, or of a part number that is not satisfiable the
   *     number of parts
   */
  record Part(int partNumber, String statedEtag, long size, long minimum)
      implements FailureDetail {}

  /**
   * Two digests differ.
   *
   * @param algorithm {@code MD5}, {@code CRC32C} …
   * @param stated Base64
   * @param computed Base64
   */
  record Digest(String algorithm, String stated, String computed) implements FailureDetail {}

  /**
   * A length is wrong.
   *
   * @param actual bytes that came or were announced
   * @param expected bytes announced, or the limit
   */
  record Size(long actual, long expected) implements FailureDetail {}
}
