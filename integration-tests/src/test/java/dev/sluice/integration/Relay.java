package dev.sluice.integration;

import java.io.IOException;
import java.io.InputStream;
import java.io.InterruptedIOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * An address behind which servers come and go; whoever has called it has to call again. It can be
 * cut as a network is: nothing passes and nobody hears of it, and what was on its way arrives when
 * it is mended.
 */
public final class Relay implements AutoCloseable {
  private static final int BUFFER_BYTES = 64 << 10;

  private final ServerSocket door;
  private final Set<Socket> open = ConcurrentHashMap.newKeySet();
  private volatile InetSocketAddress target;
  private boolean cut;

  /** Leads to this server. */
  public Relay(String target) throws IOException {
    this.target = address(target);
    door = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
    Thread.ofPlatform().daemon().name("relay").start(this::accept);
  }

  private static InetSocketAddress address(String text) {
    int colon = text.lastIndexOf(':');
    return new InetSocketAddress(
        text.substring(0, colon), Integer.parseInt(text.substring(colon + 1)));
  }

  /** Host and port. */
  public String address() {
    return "127.0.0.1:" + door.getLocalPort();
  }

  /** Leads to another server from now on, and closes what is open. */
  public void leadTo(String other) throws IOException {
    target = address(other);
    for (Socket socket : open) {
      socket.close();
    }
  }

  /** Lets nothing pass from now on, neither bytes nor the end of a connection. */
  public synchronized void cut() {
    cut = true;
  }

  /** Lets all pass again, what has waited first. */
  public synchronized void mend() {
    cut = false;
    notifyAll();
  }

  /** Waits until something may pass. */
  private synchronized void pass() throws InterruptedIOException {
    while (cut) {
      try {
        wait();
      } catch (InterruptedException e) {
        throw new InterruptedIOException();
      }
    }
  }

  private void accept() {
    while (true) {
      try {
        Socket caller = keep(door.accept());
        Socket called = keep(new Socket());
        try {
          pass();
          called.connect(target);
        } catch (IOException e) {
          caller.close();
          continue;
        }
        Thread.ofPlatform().daemon().name("relay, there").start(() -> pump(caller, called));
        Thread.ofPlatform().daemon().name("relay, back").start(() -> pump(called, caller));
      } catch (IOException e) {
        if (door.isClosed()) {
          return;
        }
      }
    }
  }

  private Socket keep(Socket socket) throws IOException {
    open.add(socket);
    socket.setTcpNoDelay(true);
    return socket;
  }

  private void pump(Socket from, Socket to) {
    try (from;
        to) {
      copy(from, to);
      pass();
    } catch (IOException e) {
      // Closed by the test.
    } finally {
      open.remove(from);
    }
  }

  private void copy(Socket from, Socket to) {
    byte[] buffer = new byte[BUFFER_BYTES];
    try {
      InputStream in = from.getInputStream();
      OutputStream out = to.getOutputStream();
      for (int length = in.read(buffer); length >= 0; length = in.read(buffer)) {
        pass();
        out.write(buffer, 0, length);
      }
    } catch (IOException e) {
      // Closed by either side, of which the other one hears where the relay is not cut.
    }
  }

  @Override
  public void close() throws IOException {
    door.close();
    mend();
    for (Socket socket : open) {
      socket.close();
    }
  }
}
