package dev.sluice.integration;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;

/** A port of this machine that was free a moment ago, for programs that have to be told one. */
public final class FreePort {
  private FreePort() {}

  /** The next one. */
  public static int next() throws IOException {
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return socket.getLocalPort();
    }
  }
}
