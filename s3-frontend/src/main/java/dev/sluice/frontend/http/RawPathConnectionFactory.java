package dev.sluice.frontend.http;

import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.concurrent.Semaphore;
import org.eclipse.jetty.http.HttpException;
import org.eclipse.jetty.http.HttpField;
import org.eclipse.jetty.http.HttpFields;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.http.HttpHeaderValue;
import org.eclipse.jetty.http.HttpMethod;
import org.eclipse.jetty.http.HttpStatus;
import org.eclipse.jetty.http.HttpVersion;
import org.eclipse.jetty.http.MetaData;
import org.eclipse.jetty.io.Connection;
import org.eclipse.jetty.io.EndPoint;
import org.eclipse.jetty.server.Connector;
import org.eclipse.jetty.server.HttpConfiguration;
import org.eclipse.jetty.server.HttpConnectionFactory;
import org.eclipse.jetty.server.HttpStream;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.internal.HttpConnection;
import org.eclipse.jetty.util.Callback;
import org.jspecify.annotations.Nullable;

/**
 * Makes connections on which every path arrives as it was sent, see {@link PathGuard}, and every
 * head in time: Jetty itself only limits the silence between two bytes of it. Of expectations only
 * {@code 100-continue} is one, as on AWS: Jetty would refuse any other.
 */
final class RawPathConnectionFactory extends HttpConnectionFactory {
  private final Duration headerTimeout;
  private final LingerLimits linger;
  private final Semaphore lingerRoom;

  RawPathConnectionFactory(
      HttpConfiguration configuration, Duration headerTimeout, LingerLimits linger) {
    super(configuration);
    this.headerTimeout = headerTimeout;
    this.linger = linger;
    this.lingerRoom = new Semaphore(linger.connections());
  }

  /**
   * Closes the connection of a request in stages once its answer is out, see {@link
   * LingeringConnection}.
   */
  static void closeInStages(Request request) {
    if (request.getConnectionMetaData().getConnection() instanceof RawPathConnection connection) {
      connection.lingers = true;
      request.setAttribute(HttpStream.UPGRADE_CONNECTION_ATTRIBUTE, connection.lingering());
    }
  }

  @Override
  public Connection newConnection(Connector connector, EndPoint endPoint) {
    HttpConnection connection = new RawPathConnection(getHttpConfiguration(), connector, endPoint);
    connection.setTransferEncodingChunkMaxLength(getTransferEncodingChunkMaxLength());
    return configure(connection, connector, endPoint);
  }

  /** The heads of requests on a connection, as far as reading them goes. */
  interface Heads {
    /** Whether no byte of the next head has come. */
    boolean awaitsRequest();

    /** The first bytes of a head have come. */
    void begins();
  }

  private final class RawPathConnection extends HttpConnection implements Heads {
    private long headBegun = System.nanoTime();
    private volatile boolean lingers;

    RawPathConnection(HttpConfiguration configuration, Connector connector, EndPoint endPoint) {
      super(configuration, connector, endPoint);
    }

    Connection lingering() {
      return configure(
          new LingeringConnection(getConnector(), getEndPoint(), linger, lingerRoom),
          getConnector(),
          getEndPoint());
    }

    /** Called when bytes have come: a head that trickles in is looked at with each of them. */
    @Override
    public void onFillable() {
      if (getEndPoint() instanceof FileEndPoint own) {
        own.nextRequest().announced();
      }
      if (getParser().isStart()) {
        headBegun = System.nanoTime();
      } else if (getParser().inHeaderState()
          && System.nanoTime() - headBegun > headerTimeout.toNanos()) {
        getEndPoint().close();
      }
      super.onFillable();
    }

    @Override
    public boolean awaitsRequest() {
      return getParser().isStart();
    }

    @Override
    public void begins() {
      headBegun = System.nanoTime();
    }

    @Override
    protected RequestHandler newRequestHandler() {
      return new RequestHandler() {
        @Override
        public void parsedHeader(HttpField field) {
          boolean unknown =
              field.getHeader() == HttpHeader.EXPECT
                  && !HttpHeaderValue.CONTINUE.is(field.getValue());
          // A field that Jetty does not know stays in the head: a signature may cover it.
          super.parsedHeader(
              unknown ? new HttpField(null, field.getName(), field.getValue()) : field);
        }
      };
    }

    @Override
    protected HttpStreamOverHTTP1 newHttpStream(String method, String uri, HttpVersion version) {
      try {
        return new Stream(method, PathGuard.tame(uri), version);
      } catch (HttpException.RuntimeException e) {
        return new NoTarget(method, version, e);
      }
    }

    /** A request, of whose body nothing is left for Jetty to break off where we go on reading. */
    private class Stream extends HttpStreamOverHTTP1 {
      Stream(String method, String uri, HttpVersion version) {
        super(method, uri, version);
      }

      @Override
      public @Nullable Throwable consumeAvailable() {
        return lingers ? null : super.consumeAvailable();
      }

      /**
       * Jetty states the length of every answer that it knows to be whole. Of 204 there is none to
       * state, and of 304 it would be that of 200 (RFC 9110 section 8.6).
       */
      @Override
      public void send(
          MetaData.Request request,
          MetaData.@Nullable Response response,
          boolean last,
          @Nullable ByteBuffer content,
          Callback callback) {
        super.send(
            request,
            response != null && hasNoContent(response) ? withoutLength(response) : response,
            last,
            content,
            callback);
      }

      private static boolean hasNoContent(MetaData.Response response) {
        return response.getStatus() == HttpStatus.NO_CONTENT_204
            || response.getStatus() == HttpStatus.NOT_MODIFIED_304;
      }

      private static MetaData.Response withoutLength(MetaData.Response response) {
        HttpFields fields =
            HttpFields.build(response.getHttpFields()).remove(HttpHeader.CONTENT_LENGTH);
        return new MetaData.Response(
            response.getStatus(), response.getReason(), response.getHttpVersion(), fields, -1);
      }

      /** Jetty ends a malformed request as failed, although its answer is out. */
      @Override
      public void failed(Throwable failure) {
        if (lingers && getGenerator().isEnd()) {
          succeeded();
        } else {
          super.failed(failure);
        }
      }
    }

    /** A request that is refused once its head is there: until then HEAD would look like GET. */
    private final class NoTarget extends Stream {
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
