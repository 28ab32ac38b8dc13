package dev.sluice.frontend.http;

import java.nio.channels.SelectionKey;
import java.nio.channels.SocketChannel;
import java.util.concurrent.Semaphore;
import org.eclipse.jetty.io.ManagedSelector;
import org.eclipse.jetty.server.ConnectionFactory;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.ServerConnector;

/** A connector whose connections take bytes from files. */
final class FileConnector extends ServerConnector {
  private static final int ACCEPTORS = 1;
  private static final int SELECTORS = 1;

  /** Threads that may wait for the next request of a connection: half of those that could. */
  private static final int WAITS = RequestThreads.PLATFORM / 2;

  private final Semaphore waits = new Semaphore(WAITS);

  FileConnector(Server server, ConnectionFactory... protocols) {
    super(server, ACCEPTORS, SELECTORS, protocols);
  }

  @Override
  protected FileEndPoint newEndPoint(
      SocketChannel channel, ManagedSelector selector, SelectionKey key) {
    FileEndPoint endPoint = new FileEndPoint(channel, selector, key, getScheduler(), waits);
    endPoint.setIdleTimeout(getIdleTimeout());
    return endPoint;
  }
}
