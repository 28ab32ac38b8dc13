package dev.sluice.frontend.http;

import dev.sluice.common.metrics.OperationMetrics;
import dev.sluice.common.model.CallContext;
import dev.sluice.common.model.StorageException;
import dev.sluice.frontend.auth.Authenticated;
import dev.sluice.frontend.auth.Authenticator;
import dev.sluice.frontend.auth.DigestHeaders;
import dev.sluice.frontend.auth.Identity;
import dev.sluice.frontend.auth.PresignedHeaders;
import dev.sluice.frontend.op.FailureAnswers;
import dev.sluice.frontend.op.Operations;
import dev.sluice.frontend.route.Addressing;
import dev.sluice.frontend.route.Router;
import dev.sluice.frontend.s3.RequestHead;
import dev.sluice.frontend.s3.S3Call;
import dev.sluice.frontend.s3.S3ErrorCode;
import dev.sluice.frontend.s3.S3Exception;
import dev.sluice.frontend.s3.S3Request;
import dev.sluice.frontend.xml.ErrorDocument;
import dev.sluice.frontend.xml.S3Xml;
import java.io.IOException;
import org.eclipse.jetty.server.Handler;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.util.Callback;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.MDC;

/**
 * The story of every request: identify, authenticate, route, authorise, operate, write, measure.
 * Runs on a virtual thread of the request's own, which may block.
 */
public final class S3Handler extends Handler.Abstract {
  private static final Logger LOG = LoggerFactory.getLogger(S3Handler.class);
  private static final String NOT_ROUTED = "None";

  private final RequestIds ids = new RequestIds();
  private final Authenticator authenticator;
  private final Addressing addressing;
  private final Router router;
  private final Operations operations;
  private final S3Xml xml;
  private final LatePatience patience;
  private final TrustedProxies proxies;
  private final OperationMetrics metrics;
  private final String hostId;

  /**
   * A handler of all requests.
   *
   * @param patience with answers that take long
   * @param proxies who is believed about where a request came from
   * @param hostId names this frontend in answers
   */
  public S3Handler(
      Authenticator authenticator,
      Addressing addressing,
      Operations operations,
      S3Xml xml,
      LatePatience patience,
      TrustedProxies proxies,
      OperationMetrics metrics,
      String hostId) {
    this.authenticator = authenticator;
    this.addressing = addressing;
    this.router = new Router(addressing);
    this.operations = operations;
    this.xml = xml;
    this.patience = patience;
    this.proxies = proxies;
    this.metrics = metrics;
    this.hostId = hostId;
  }

  @Override
  public boolean handle(Request request, Response response, Callback callback) {
    String requestId = ids.next();
    response.getHeaders().put("x-amz-request-id", requestId);
    response.getHeaders().put("x-amz-id-2", hostId);
    response.getHeaders().put("Server", "Sluice");
    try (MDC.MDCCloseable _ = MDC.putCloseable("request", requestId)) {
      Exchange exchange =
          new Exchange(request, new ResponseWriter(xml, patience, request, response), requestId);
      exchange.serve();
      callback.succeeded();
    } catch (Throwable e) {
      // Nothing more can be said to this client: breaking the connection tells it that the answer
      // is not whole.
      LOG.debug("request {} broke off", requestId, e);
      callback.failed(e);
    }
    return true;
  }

  /** One request and its answer. */
  private final class Exchange {
    private final Request request;
    private final ResponseWriter writer;
    private final String requestId;
    private final Sender sender;
    private OperationMetrics.@Nullable Measurement measurement;
    private @Nullable S3Request asked;
    private @Nullable Identity identity;
    private @Nullable JettyBody body;

    Exchange(Request request, ResponseWriter writer, String requestId) {
      this.request = request;
      this.writer = writer;
      this.requestId = requestId;
      this.sender = proxies.senderOf(request);
    }

    void serve() throws IOException, InterruptedException {
      RequestHead head = JettyHead.of(request);
      try {
        answer(head);
        measured().finished();
      } catch (S3Exception e) {
        refuse(head, e);
      } catch (StorageException e) {
        refuse(head, FailureAnswers.of(e, asked));
      } catch (RuntimeException e) {
        refuse(head, new S3Exception(S3ErrorCode.INTERNAL_ERROR, e));
      } finally {
        release();
      }
    }

    private void answer(RequestHead sent) throws IOException, InterruptedException {
      String hostBucket = addressing.bucketOfHost(sent.host());
      Authenticated caller = authenticator.authenticate(sent, hostBucket);
      identity = caller.identity();
      RequestHead head = PresignedHeaders.lift(sent);
      S3Request routed = router.route(head);
      asked = routed;
      measurement = metrics.start(routed.operation().awsName());
      caller.identity().require(routed);
      JettyBody payload =
          new JettyBody(request, caller.body(), DigestHeaders.read(routed.operation(), head));
      body = payload;
      CallContext context = new CallContext(caller.identity().principal(), requestId, null);
      S3Call call =
          new S3Call(
              context,
              caller.identity(),
              payload,
              sender.scheme() + "://" + head.host() + head.rawPath());
      writer.write(operations.answer(routed, call));
    }

    private void refuse(RequestHead head, S3Exception found) throws IOException {
      S3Exception refusal = identity == null ? found : identity.veiled(found, asked);
      measured().failed(refusal.code().code());
      if (refusal.code().status() >= 500) {
        LOG.warn("{} {}: {}", head.method(), head.rawPath(), refusal.message(), refusal.getCause());
      }
      if (writer.begun()) {
        throw new IOException("failed in the middle of the answer", refusal);
      }
      writer.write(refusal, ErrorDocument.of(refusal, head.rawPath(), requestId, hostId));
    }

    private OperationMetrics.Measurement measured() {
      OperationMetrics.Measurement current = measurement;
      if (current == null) {
        current = metrics.start(NOT_ROUTED);
        measurement = current;
      }
      return current;
    }

    private void release() {
      measured().sent(writer.written());
      if (body != null) {
        measured().received(body.received());
        body.release();
      }
    }
  }
}
