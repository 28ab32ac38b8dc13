package dev.sluice.frontend.http;

import dev.sluice.frontend.route.Addressing;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.function.BooleanSupplier;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.http.HttpMethod;
import org.eclipse.jetty.server.Handler;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.util.Callback;
import org.jspecify.annotations.Nullable;

/**
 * The answer to load balancers that ask the S3 port for its health: GET or HEAD of {@value #PATH}
 * is 200, or 503 while nothing can be served. It needs no signature and no particular {@code Host},
 * for it says nothing else; but where the host names a bucket, the path is a key. In path style no
 * bucket's name begins with a dash. It is no operation of S3: neither metrics nor the access log
 * have it.
 */
public final class HealthHandler extends Handler.Wrapper {
  /** The path of the health check. */
  public static final String PATH = "/-/health";

  private final Addressing addressing;
  private final BooleanSupplier ready;
  private volatile @Nullable Long lastAsked;

  /** Answers by what is ready, at once. */
  public HealthHandler(Addressing addressing, BooleanSupplier ready) {
    this.addressing = addressing;
    this.ready = ready;
  }

  @Override
  public boolean handle(Request request, Response response, Callback callback) throws Exception {
    if (!asksForHealth(request)) {
      return super.handle(request, response, callback);
    }
    lastAsked = System.nanoTime();
    boolean good = ready.getAsBoolean();
    byte[] text = (good ? "ready\n" : "not ready\n").getBytes(StandardCharsets.US_ASCII);
    response.setStatus(good ? 200 : 503);
    response.getHeaders().put("Server", "Sluice");
    response.getHeaders().put(HttpHeader.CACHE_CONTROL, "no-store");
    response.getHeaders().put(HttpHeader.CONTENT_TYPE, "text/plain");
    response.getHeaders().put(HttpHeader.CONTENT_LENGTH, text.length);
    boolean head = HttpMethod.HEAD.is(request.getMethod());
    response.write(true, head ? ByteBuffer.allocate(0) : ByteBuffer.wrap(text), callback);
    return true;
  }

  /** Whether somebody asked within this time. */
  public boolean wasAskedWithin(Duration time) {
    Long last = lastAsked;
    return last != null && System.nanoTime() - last <= time.toNanos();
  }

  private boolean asksForHealth(Request request) {
    return PATH.equals(request.getHttpURI().getPath())
        && (HttpMethod.GET.is(request.getMethod()) || HttpMethod.HEAD.is(request.getMethod()))
        && addressing.bucketOfHost(JettyHead.host(request)) == null;
  }
}
