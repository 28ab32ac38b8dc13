package dev.sluice.frontend.http;

import dev.sluice.common.model.CallContext;
import dev.sluice.common.model.Stopwatch;
import dev.sluice.frontend.access.AccessRecord;
import dev.sluice.frontend.auth.permission.Identity;
import dev.sluice.frontend.s3.ObjectRequest;
import dev.sluice.frontend.s3.RequestHead;
import dev.sluice.frontend.s3.S3Request;
import dev.sluice.frontend.s3.UploadRequest;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.io.EndPoint;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.jspecify.annotations.Nullable;

/** The course of one request, gathered for the logs. */
final class RequestRecorder {
  private static final String TLS = "TLSv";
  private final Request request;
  private final Response response;
  private final RequestHead head;
  private final Sender sender;
  private final String requestId;

  /** Waiting for the client to send or to take bytes. */
  private final Stopwatch client = new Stopwatch();

  /** Waiting because the sender has moved as many bytes as it may. */
  private final Stopwatch delayed = new Stopwatch();

  private Stopwatch agent = new Stopwatch();
  private String requester = "";
  private String errorCode = "";
  private @Nullable S3Request asked;
  private @Nullable JettyBody body;

  RequestRecorder(
      Request request, Response response, RequestHead head, Sender sender, String requestId) {
    this.request = request;
    this.response = response;
    this.head = head;
    this.sender = sender;
    this.requestId = requestId;
  }

  RequestHead head() {
    return head;
  }

  Sender sender() {
    return sender;
  }

  String requestId() {
    return requestId;
  }

  Stopwatch client() {
    return client;
  }

  Stopwatch delayed() {
    return delayed;
  }

  /** The parsed request; null until it is known. */
  @Nullable S3Request asked() {
    return asked;
  }

  void from(Identity identity) {
    requester = identity.accessKey().isEmpty() ? "" : identity.principal().id();
  }

  void asks(S3Request routed) {
    asked = routed;
  }

  void carries(JettyBody payload) {
    body = payload;
  }

  void calls(CallContext context) {
    agent = context.waited();
  }

  void failed(String code) {
    errorCode = code;
  }

  /** The time so far, without waiting for the client, and for its turn. */
  Duration tookTiers() {
    return Duration.ofNanos(Stopwatch.start() - request.getHeadersNanoTime())
        .minus(client.total())
        .minus(delayed.total());
  }

  /** All of it, once the answer has ended. */
  AccessRecord over(ResponseWriter writer, String hostId) {
    long begun = request.getHeadersNanoTime();
    long now = System.nanoTime();
    long lastReceived = body == null ? begun : Math.max(begun, body.lastReceived());
    return new AccessRecord(
        head,
        new AccessRecord.Connection(
            request.getConnectionMetaData().getProtocol(), sender.address(), security()),
        Instant.ofEpochMilli(Request.getTimeStamp(request)),
        requestId,
        hostId,
        requester,
        asked,
        new AccessRecord.Answer(response.getStatus(), errorCode, writer.written(), objectSize()),
        new AccessRecord.Times(
            Duration.ofNanos(now - begun),
            Duration.ofNanos(Math.max(0, writer.firstSent(now) - lastReceived)),
            client.total(),
            agent.total()));
  }

  private long objectSize() {
    if (!errorCode.isEmpty()) {
      return -1;
    }
    if (asked instanceof ObjectRequest.GetObject || asked instanceof ObjectRequest.HeadObject) {
      return sizeOfAnswer();
    }
    boolean stores =
        asked instanceof ObjectRequest.PutObject || asked instanceof UploadRequest.UploadPart;
    return stores && body != null ? body.decoded() : -1;
  }

  private long sizeOfAnswer() {
    String range = response.getHeaders().get(HttpHeader.CONTENT_RANGE);
    return range == null
        ? response.getHeaders().getLongField(HttpHeader.CONTENT_LENGTH)
        : Long.parseLong(range, range.lastIndexOf('/') + 1, range.length(), 10);
  }

  /** The version of TLS by which this end was reached, such as 1.3; empty: none. */
  Optional<String> tlsVersion() {
    AccessRecord.Security security = security();
    if (security == null) {
      return Optional.empty();
    }
    String protocol = security.protocol();
    return Optional.of(protocol.startsWith(TLS) ? protocol.substring(TLS.length()) : protocol);
  }

  private AccessRecord.@Nullable Security security() {
    EndPoint.SslSessionData tls =
        request.getConnectionMetaData().getConnection().getEndPoint().getSslSessionData();
    return tls == null || tls.sslSession() == null
        ? null
        : new AccessRecord.Security(tls.sslSession().getProtocol(), tls.cipherSuite());
  }
}
