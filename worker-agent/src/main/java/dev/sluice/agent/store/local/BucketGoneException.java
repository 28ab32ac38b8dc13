package dev.sluice.agent.store.local;

import java.io.IOException;

/**
 * The bucket's own directory was removed; nothing below it can be made, and nobody makes it again.
 */
final class BucketGoneException extends IOException {
  private static final long serialVersionUID = 1;

  BucketGoneException(ErrnoException cause) {
    super("the bucket's directory was removed: " + cause.getMessage(), cause);
  }
}
