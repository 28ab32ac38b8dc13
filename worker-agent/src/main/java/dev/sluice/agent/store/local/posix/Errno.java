package dev.sluice.agent.store.local.posix;

/**
 * The errors of Linux that this engine distinguishes; the numbers are the same on x86-64 and
 * aarch64.
 */
public enum Errno {
  EPERM(1),
  ENOENT(2),
  EINTR(4),
  EIO(5),
  ENXIO(6),
  E2BIG(7),
  EBADF(9),
  EAGAIN(11),
  ENOMEM(12),
  EACCES(13),
  EBUSY(16),
  EEXIST(17),
  EXDEV(18),
  ENODEV(19),
  ENOTDIR(20),
  EISDIR(21),
  EINVAL(22),
  ENFILE(23),
  EMFILE(24),
  ENOTTY(25),
  ETXTBSY(26),
  EFBIG(27),
  ENOSPC(28),
  EROFS(30),
  EMLINK(31),
  ERANGE(34),
  ENAMETOOLONG(36),
  ENOSYS(38),
  ENOTEMPTY(39),
  ELOOP(40),
  ENODATA(61),
  EOVERFLOW(75),
  EOPNOTSUPP(95),
  ENOTCONN(107),
  ESHUTDOWN(108),
  ETIMEDOUT(110),
  EHOSTDOWN(112),
  EHOSTUNREACH(113),
  ESTALE(116),
  EDQUOT(122),
  /** Any other; {@link ErrnoException#number()} has its number. */
  OTHER(0);

  private static final Errno[] BY_NUMBER = new Errno[134];

  static {
    for (Errno errno : values()) {
      BY_NUMBER[errno.number] = errno;
    }
  }

  private final int number;

  Errno(int number) {
    this.number = number;
  }

  public int number() {
    return number;
  }

  static Errno of(int number) {
    Errno errno = number > 0 && number < BY_NUMBER.length ? BY_NUMBER[number] : OTHER;
    return errno == null ? OTHER : errno;
  }

  /** Whether this is an answer that normal work meets, and not a sign that something is wrong. */
  boolean isOrdinary() {
    return switch (this) {
      case ENOENT,
          EEXIST,
          ENOTEMPTY,
          ENOTDIR,
          EISDIR,
          ELOOP,
          ENODATA,
          ERANGE,
          EAGAIN,
          EXDEV,
          EOPNOTSUPP ->
          true;
      case EPERM,
          EINTR,
          EIO,
          ENXIO,
          E2BIG,
          EBADF,
          ENOMEM,
          EACCES,
          EBUSY,
          ENODEV,
          EINVAL,
          ENFILE,
          EMFILE,
          ENOTTY ->
          false;
      case ETXTBSY,
          EFBIG,
          ENOSPC,
          EROFS,
          EMLINK,
          ENAMETOOLONG,
          ENOSYS,
          EOVERFLOW,
          ENOTCONN,
          ESHUTDOWN,
          ETIMEDOUT,
          EHOSTDOWN,
          EHOSTUNREACH,
          ESTALE,
          EDQUOT,
          OTHER ->
          false;
    };
  }
}
