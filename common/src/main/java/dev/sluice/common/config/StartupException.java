package dev.sluice.common.config;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import java.nio.file.NoSuchFileException;

/**
 * A tier cannot start, for a reason that its operator can remove: a port in use, a folder that is
 * not there. The message is a whole sentence for that person; it is shown without a stack trace.
 */
public final class StartupException extends RuntimeException {

  private static final long serialVersionUID = 1L;

  /** A reason without a technical cause. */
  public StartupException(String sentence) {
    super(sentence);
  }

  /** A reason with the cause that only a debugger wants to see. */
  public StartupException(String sentence, Throwable cause) {
    super(sentence, cause);
  }

  /** The cause, in words that can end a sentence. */
  public static String reason(Exception failure) {
    return switch (failure) {
      case NoSuchFileException e -> "no such file or folder";
      case AccessDeniedException e -> "permission denied";
      case FileSystemException e when e.getReason() != null -> e.getReason();
      case UncheckedIOException e when e.getCause() != null -> reason(e.getCause());
      // Servers put words of their own around the system's.
      case IOException e when e.getCause() instanceof IOException inner -> reason(inner);
      default -> String.valueOf(failure.getMessage());
    };
  }
}
