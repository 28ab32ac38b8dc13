package dev.sluice.agent.descriptor;

/** An open file on its way to another process. It stays open until it is closed. */
public interface PassedFile extends AutoCloseable {
  /** The kernel's number of it. */
  int descriptor();

  /** Closes it, without waiting for the storage: it may be called on a thread of a socket. */
  @Override
  void close();
}
