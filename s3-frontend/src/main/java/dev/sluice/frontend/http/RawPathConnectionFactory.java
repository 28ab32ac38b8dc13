package dev.sluice.frontend.http;

import java.time.Duration;
import org.eclipse.jetty.http.HttpException;
import org.eclipse.jetty.http.HttpMethod;
import org.eclipse.jetty.http.HttpVersion;
import org.eclipse.jetty.io.Connection;
import org.eclipse.jetty.io.EndPoint;
import org.eclipse.jetty.server.Connector;
import org.eclipse.jetty.server.HttpConfiguration;
import org.eclipse.jetty.server.HttpConnectionFactory;
import org.eclipse.jetty.server.internal.HttpConnection;

/**
 * Makes connections on which every path arrives as it was sent, see {@link TamePath}, and every
 * head in time: Jetty itself only limits the silence between two bytes of it.
 */
final class RawPathConnectionFactory extends HttpConnectionFactory {
  private final Duration headerTimeout;

  RawPathConnectionFactory(HttpConfiguration configuration, Duration headerTimeout) {
    super(configuration);
    this.headerTimeout = headerTimeout;
  }

  @Override
  public Connection newConnection(Connector connector, EndPoint endPoint) {
    HttpConnection connection =
        new RawPathConnection(getHttpConfiguration(), connector, endPoint, headerTimeout);
    connection.setTransferEncodingChunkMaxLength(getTransferEncodingChunkMaxLength());
    return configure(connection, connector, endPoint);
  }

  private static final class RawPathConnection extends HttpConnection {
    private final Duration headerTimeout;
    private long headBegun = System.nanoTime();

    RawPathConnection(
        HttpConfiguration configuration,
        Connector connector,
        EndPoint endPoint,
        Duration headerTimeout) {
      super(configuration, connector, endPoint);
      this.headerTimeout = headerTimeout;
    }

    /** Called when bytes have come: a head that trickles in is looked at with each of them. */
    @Override
    public void onFillable() {
      if (getParser().isStart()) {
        headBegun = System.nanoTime();
      } else if (getParser().inHeaderState()
          && System.nanoTime() - headBegun > headerTimeout.toNanos()) {
        getEndPoint().close();
      }
      super.onFillable();
    }

    @Override
    protected HttpStreamOverHTTP1 newHttpStream(String method, String uri, HttpVersion version) {
      try {
        return super.newHttpStream(method, TamePath.tame(uri), version);
      } catch (HttpException.RuntimeException e) {
        return new NoTarget(method, version, e);
      }
    }

    /** A request that is refused once its head is there: until then HEAD would look like GET. */
    private final class NoTarget extends HttpStreamOverHTTP1 {
      private final HttpException.RuntimeException refusal;

      NoTarget(String method, HttpVersion version, HttpException.RuntimeException refusal) {
        super(method, HttpMethod.CONNECT.is(method) ? "none" : "/", version);
        this.refusal = refusal;
      }

      @Override
      public Runnable headerComplete() {
        throw refusal;
      }
    }
  }
}
