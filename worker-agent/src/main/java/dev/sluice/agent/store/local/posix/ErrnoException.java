package dev.sluice.agent.store.local.posix;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/** A call into the kernel failed. Act on {@link #errno()}; the message is for people. */
public final class ErrnoException extends IOException {
  private static final long serialVersionUID = 1;

  private final Errno errno;
  private final int number;
  private final String call;
  private final byte[] path;
  private final transient @Nullable Descriptor within;

  /**
   * @param number the error's number
   * @param call the system call's name
   * @param path what it was about: a path or name as it was given, not to be changed
   */
  ErrnoException(int number, String call, byte[] path) {
    this(number, call, null, path);
  }

  /**
   * @param within the directory that the path begins in; null where it begins anywhere
   */
  ErrnoException(int number, String call, @Nullable Descriptor within, byte[] path) {
    this.errno = Errno.of(number);
    this.number = number;
    this.call = call;
    this.path = path;
    this.within = within;
    if (!errno.isOrdinary()) {
      super.fillInStackTrace();
    }
  }

  public ErrnoException(Errno errno, String call, byte[] path) {
    this(errno.number(), call, path);
  }

  public Errno errno() {
    return errno;
  }

  public boolean is(Errno other) {
    return errno == other;
  }

  /** Whether nothing is at the path, or something else than what was to be opened there. */
  public boolean isGone() {
    return switch (errno) {
      case ENOENT, ENOTDIR, ELOOP, ENAMETOOLONG -> true;
      default -> false;
    };
  }

  /**
   * Whether this kernel or file system does not know how, though it may know how for other files:
   * the branches of a union, or the servers behind a mount, need not be of one kind.
   */
  public boolean isUnsupported() {
    return switch (errno) {
      case EINVAL, ENOSYS, EOPNOTSUPP -> true;
      default -> false;
    };
  }

  int number() {
    return number;
  }

  String call() {
    return call;
  }

  /**
   * The path or name that the call was about, as it was given; the array is the exception's own.
   */
  public byte[] path() {
    return path;
  }

  /** The subject of the call, from the root of the storage on: for the log, never for clients. */
  public String place() {
    String name = Names.show(path);
    return within == null ? name : within.place() + "/" + name;
  }

  @Override
  public String getMessage() {
    return call
        + " "
        + new String(path, StandardCharsets.UTF_8)
        + ": "
        + errno
        + " (errno "
        + number
        + ")";
  }

  /**
   * Leaves the trace empty: a missing file is an everyday answer, and a trace would cost more than
   * the call.
   */
  @Override
  public synchronized Throwable fillInStackTrace() {
    return this;
  }
}
