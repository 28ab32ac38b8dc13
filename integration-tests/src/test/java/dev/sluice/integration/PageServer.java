package dev.sluice.integration;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;

/**
 * A web server with one page, {@code /page.html}; all else it passes on to S3 as it came, {@code
 * Host} included, as a proxy does that has a page and a service under one name. For a browser that
 * is also what a name looks like that led to the page's own server first and to S3 afterwards.
 */
final class PageServer implements AutoCloseable {
  private final ServerSocket door;
  private final byte[] page;
  private final URI service;

  PageServer(byte[] page, URI service) throws IOException {
    this.page = page.clone();
    this.service = service;
    door = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
    Thread.ofVirtual().start(this::accept);
  }

  int port() {
    return door.getLocalPort();
  }

  private void accept() {
    while (!door.isClosed()) {
      try {
        Socket caller = door.accept();
        Thread.ofVirtual().start(() -> serve(caller));
      } catch (IOException e) {
        return; // closed
      }
    }
  }

  private void serve(Socket caller) {
    try (caller) {
      byte[] head = head(caller.getInputStream());
      String text = new String(head, StandardCharsets.ISO_8859_1);
      if (text.startsWith("GET /page.html")) {
        OutputStream out = caller.getOutputStream();
        String answer =
            "HTTP/1.1 200 OK\r\nContent-Type: text/html\r\nConnection: close\r\nContent-Length: ";
        out.write((answer + page.length + "\r\n\r\n").getBytes(StandardCharsets.US_ASCII));
        out.write(page);
        return;
      }
      try (Socket called = new Socket()) {
        called.connect(new InetSocketAddress(service.getHost(), service.getPort()));
        called.getOutputStream().write(head);
        Thread.ofVirtual().start(() -> pump(caller, called));
        pump(called, caller);
      }
    } catch (IOException e) {
      // The browser has gone.
    }
  }

  private static byte[] head(InputStream in) throws IOException {
    ByteArrayOutputStream head = new ByteArrayOutputStream();
    while (!head.toString(StandardCharsets.ISO_8859_1).endsWith("\r\n\r\n")) {
      int next = in.read();
      if (next < 0) {
        break;
      }
      head.write(next);
    }
    return head.toByteArray();
  }

  private static void pump(Socket from, Socket to) {
    try {
      from.getInputStream().transferTo(to.getOutputStream());
      to.shutdownOutput();
    } catch (IOException e) {
      // Either side has gone.
    }
  }

  @Override
  public void close() throws IOException {
    door.close();
  }
}
