package dev.sluice.common.model;

import java.nio.channels.WritableByteChannel;

/**
 * Bytes of a file on their way to a socket of this process, without entering its memory: the
 * storage's side moves them, the socket's side says where to and when. In order, one move at a
 * time.
 */
public interface FileBytes {
  /** Bytes that were not moved yet. */
  long remaining();

  /**
   * Asks for the next bytes to be moved, on a thread of the storage's side.
   *
   * @param most bytes at least 1
   * @param target does not block
   * @param outcome is called once, on any thread
   */
  void move(int most, WritableByteChannel target, Outcome outcome);

  /** The receiver of a move's outcome; it does not block. */
  interface Outcome {
    /**
     * The move is over.
     *
     * @param bytes fewer than asked for where the target takes no more at present
     */
    void moved(int bytes);

    /**
     * No more bytes will come.
     *
     * @param cause a {@link StorageException} where it is the storage's failure
     */
    void failed(Throwable cause);
  }
}
