package dev.sluice.cli.bench;

import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.SSLSocketFactory;

/**
 * A connection to a server, for one blocking thread: each read and each write is one system call. A
 * platform thread is what it costs least with, since the kernel wakes it directly.
 */
interface Wire extends Closeable {
  /** Reads what there is, at least one byte; -1 at the end. */
  int read(ByteBuffer target) throws IOException;

  /** Writes all of it. */
  void write(ByteBuffer source) throws IOException;

  /**
   * Connects.
   *
   * @param tls makes the connections of an {@code https} endpoint
   */
  static Wire to(Endpoint endpoint, SSLSocketFactory tls, int timeoutMillis) throws IOException {
    InetSocketAddress address = new InetSocketAddress(endpoint.host(), endpoint.port());
    if (address.isUnresolved()) {
      throw new ExchangeFailure("unknown host", "unknown host: " + endpoint.host());
    }
    SocketChannel channel = SocketChannel.open();
    try {
      channel.setOption(StandardSocketOptions.TCP_NODELAY, true);
      channel.socket().connect(address, timeoutMillis);
      return endpoint.tls() ? Tls.over(channel.socket(), endpoint, tls) : new Plain(channel);
    } catch (IOException | RuntimeException e) {
      channel.close();
      throw e;
    }
  }

  /** Plain TCP. */
  record Plain(SocketChannel channel) implements Wire {
    @Override
    public int read(ByteBuffer target) throws IOException {
      return channel.read(target);
    }

    @Override
    public void write(ByteBuffer source) throws IOException {
      while (source.hasRemaining()) {
        channel.write(source);
      }
    }

    @Override
    public void close() throws IOException {
      channel.close();
    }
  }

  /** TLS, whose library takes arrays. */
  final class Tls implements Wire {
    private static final int RECORD_BYTES = 16 * 1024;

    private final SSLSocket socket;
    private final InputStream in;
    private final OutputStream out;
    private final byte[] scratch = new byte[RECORD_BYTES];

    private Tls(SSLSocket socket) throws IOException {
      this.socket = socket;
      in = socket.getInputStream();
      out = socket.getOutputStream();
    }

    static Tls over(Socket plain, Endpoint endpoint, SSLSocketFactory factory) throws IOException {
      SSLSocket socket =
          (SSLSocket) factory.createSocket(plain, endpoint.host(), endpoint.port(), true);
      SSLParameters parameters = socket.getSSLParameters();
      parameters.setEndpointIdentificationAlgorithm("HTTPS");
      socket.setSSLParameters(parameters);
      socket.startHandshake();
      return new Tls(socket);
    }

    @Override
    public int read(ByteBuffer target) throws IOException {
      int read = in.read(scratch, 0, Math.min(target.remaining(), scratch.length));
      if (read > 0) {
        target.put(scratch, 0, read);
      }
      return read;
    }

    @Override
    public void write(ByteBuffer source) throws IOException {
      while (source.hasRemaining()) {
        int length = Math.min(source.remaining(), scratch.length);
        source.get(scratch, 0, length);
        out.write(scratch, 0, length);
      }
    }

    @Override
    public void close() throws IOException {
      socket.close();
    }
  }
}
