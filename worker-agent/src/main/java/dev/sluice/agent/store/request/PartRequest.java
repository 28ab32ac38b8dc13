package dev.sluice.agent.store.request;

import dev.sluice.common.model.ChecksumAlgorithm;
import org.jspecify.annotations.Nullable;

/**
 * The declaration of a part, before its bytes.
 *
 * @param upload of which upload
 * @param number 1..10000
 * @param length bytes that will come; -1: not known
 * @param checksumAlgorithm to compute and keep; null: the upload's
 * @param statesCrc32c whether the finish will state the CRC-32C of the bytes
 */
public record PartRequest(
    UploadRef upload,
    int number,
    long length,
    @Nullable ChecksumAlgorithm checksumAlgorithm,
    boolean statesCrc32c) {
  /** A part whose finish will state no CRC-32C. */
  public PartRequest(
      UploadRef upload, int number, long length, @Nullable ChecksumAlgorithm checksumAlgorithm) {
    this(upload, number, length, checksumAlgorithm, false);
  }
}
