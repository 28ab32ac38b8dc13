package dev.sluice.agent.store.local.posix;

/** A file system whose files hold smaller attributes than they could, or none. */
public class LimitedAttributes extends Posix {
  /** Values as large as the real file system takes. */
  public static final int AS_THEY_ARE = Integer.MAX_VALUE;

  private final int limit;

  /**
   * Such a file system.
   *
   * @param limit largest value, bytes; 0: there are no attributes
   */
  public LimitedAttributes(int limit) {
    this.limit = limit;
  }

  @Override
  public void setAttribute(Descriptor file, byte[] attribute, byte[] value) throws ErrnoException {
    if (limit == 0) {
      throw new ErrnoException(Errno.EOPNOTSUPP, "fsetxattr", file.path());
    }
    if (value.length > limit) {
      throw new ErrnoException(Errno.ENOSPC, "fsetxattr", file.path());
    }
    super.setAttribute(file, attribute, value);
  }
}
