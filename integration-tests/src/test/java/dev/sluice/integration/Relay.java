package dev.sluice.integration;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/** An address behind which servers come and go; whoever has called it has to call again. */
final class Relay implements AutoCloseable {
  private final ServerSocket door;
  private final Set<Socket> open = ConcurrentHashMap.newKeySet();
  private volatile InetSocketAddress target;

  /** Leads to this server. */
  Relay(String target) throws IOException {
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
  String address() {
    return "127.0.0.1:" + door.getLocalPort();
  }

  /** Leads to another server from now on, and cuts what is open. */
  void leadTo(String other) throws IOException {
    target = address(other);
    for (Socket socket : open) {
      socket.close();
    }
  }

  private void accept() {
    while (true) {
      try {
        Socket caller = keep(door.accept());
        Socket called = keep(new Socket());
        try {
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
      InputStream in = from.getInputStream();
      OutputStream out = to.getOutputStream();
      in.transferTo(out);
    } catch (IOException e) {
      // Cut, by either side or by the test.
    } finally {
      open.remove(from);
    }
  }

  @Override
  public void close() throws IOException {
    door.close();
    for (Socket socket : open) {
      socket.close();
    }
  }
}
