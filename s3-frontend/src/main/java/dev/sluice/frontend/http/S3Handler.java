package dev.sluice.frontend.http;

import dev.sluice.common.metrics.OperationMetrics;
import dev.sluice.common.model.BucketName;
import dev.sluice.common.model.CallContext;
import dev.sluice.common.model.Caller;
import dev.sluice.common.model.Region;
import dev.sluice.common.model.StorageException;
import dev.sluice.common.model.TagSet;
import dev.sluice.frontend.auth.Authenticated;
import dev.sluice.frontend.auth.Authenticator;
import dev.sluice.frontend.auth.FormCaller;
import dev.sluice.frontend.auth.permission.Identity;
import dev.sluice.frontend.auth.permission.RequestPermissions;
import dev.sluice.frontend.auth.signature.BodyFraming;
import dev.sluice.frontend.auth.signature.DigestHeaders;
import dev.sluice.frontend.auth.signature.PresignedHeaders;
import dev.sluice.frontend.cors.CorsCache;
import dev.sluice.frontend.form.FormBody;
import dev.sluice.frontend.op.FailureAnswers;
import dev.sluice.frontend.op.Operations;
import dev.sluice.frontend.route.Addressing;
import dev.sluice.frontend.route.FormHead;
import dev.sluice.frontend.route.Router;
import dev.sluice.frontend.s3.ClientDigests;
import dev.sluice.frontend.s3.FormFields;
import dev.sluice.frontend.s3.ObjectRequest;
import dev.sluice.frontend.s3.RequestBody;
import dev.sluice.frontend.s3.RequestContext;
import dev.sluice.frontend.s3.RequestHead;
import dev.sluice.frontend.s3.RequestSubject;
import dev.sluice.frontend.s3.S3ErrorCode;
import dev.sluice.frontend.s3.S3Exception;
import dev.sluice.frontend.s3.S3Operation;
import dev.sluice.frontend.s3.S3Request;
import dev.sluice.frontend.s3.S3Response;
import dev.sluice.frontend.xml.ErrorDocument;
import dev.sluice.frontend.xml.S3Xml;
import dev.sluice.v1.FailureReason;
import java.io.IOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.function.Supplier;
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
 * Runs on a thread of the request's own, which may block.
 */
public final class S3Handler extends Handler.Abstract {
  private static final Logger LOG = LoggerFactory.getLogger(S3Handler.class);
  private static final String NOT_ROUTED = "None";

  private final RequestIds ids = new RequestIds();
  private final BrowserProtection protection;
  private final Authenticator authenticator;
  private final Addressing addressing;
  private final RequestedRegion regions;
  private final Router router;
  private final CrossOrigin crossOrigin;
  private final Operations operations;
  private final S3Xml xml;
  private final KeepAlivePolicy keepAlive;
  private final BodyPace pace;
  private final TrustedProxies proxies;
  private final RateLimits rates;
  private final OperationMetrics metrics;
  private final RequestLogs logs;

  /**
   * A handler of all requests.
   *
   * @param protection from what web pages have browsers send
   * @param region that buckets are in; null: each in its own
   * @param cors the rules of buckets for pages of other origins
   * @param keepAlive with answers that take long
   * @param pace of bodies, either way
   * @param proxies who is believed about where a request came from
   * @param rates of what each identity may ask for
   */
  public S3Handler(
      BrowserProtection protection,
      Authenticator authenticator,
      Addressing addressing,
      @Nullable Region region,
      Operations operations,
      CorsCache cors,
      S3Xml xml,
      KeepAlivePolicy keepAlive,
      BodyPace pace,
      TrustedProxies proxies,
      RateLimits rates,
      OperationMetrics metrics,
      RequestLogs logs) {
    this.protection = protection;
    this.authenticator = authenticator;
    this.addressing = addressing;
    this.router = new Router(addressing, xml);
    this.regions = new RequestedRegion(region, router);
    this.crossOrigin = new CrossOrigin(router, cors);
    this.operations = operations;
    this.xml = xml;
    this.keepAlive = keepAlive;
    this.pace = pace;
    this.proxies = proxies;
    this.rates = rates;
    this.metrics = metrics;
    this.logs = logs;
  }

  @Override
  public boolean handle(Request request, Response response, Callback callback) {
    String requestId = ids.next();
    response.getHeaders().put("x-amz-request-id", requestId);
    response.getHeaders().put("x-amz-id-2", logs.hostId());
    response.getHeaders().put("Server", "Sluice");
    // Jetty's clock also runs while an agent works. What waits for the client then still times out.
    request.addIdleTimeoutListener(_ -> false);
    try (MDC.MDCCloseable _ = MDC.putCloseable("request", requestId)) {
      RequestRecorder recorder =
          new RequestRecorder(
              request, response, JettyHead.of(request), proxies.senderOf(request), requestId);
      ResponseWriter writer =
          new ResponseWriter(xml, keepAlive, pace, request, response, recorder.client());
      try {
        new Exchange(request, recorder, writer).serve();
        callback.succeeded();
      } catch (Throwable e) {
        // Nothing more can be said to this client: a broken connection shows it that the
        // answer is not whole.
        LOG.debug("broke off", e);
        callback.failed(e);
      }
      logs.over(recorder, writer);
    }
    return true;
  }

  /** One request and its answer. */
  private final class Exchange {
    private final Request request;
    private final RequestRecorder recorder;
    private final ResponseWriter writer;
    private OperationMetrics.@Nullable Measurement measurement;
    private @Nullable Function<S3Operation, RequestPermissions> sender;
    private @Nullable CallContext calls;
    private @Nullable JettyBody body;
    private final List<Runnable> ends = new ArrayList<>();

    Exchange(Request request, RequestRecorder recorder, ResponseWriter writer) {
      this.request = request;
      this.recorder = recorder;
      this.writer = writer;
    }

    void serve() throws IOException, InterruptedException {
      try {
        answer(recorder.head());
        measured().finished();
      } catch (S3Exception e) {
        refuse(unlessDenied(e));
      } catch (StorageException e) {
        refuse(FailureAnswers.of(e, recorder.asked()));
      } catch (RuntimeException e) {
        refuse(new S3Exception(S3ErrorCode.INTERNAL_ERROR, e));
      } finally {
        release();
      }
    }

    private void answer(RequestHead sent) throws IOException, InterruptedException {
      protection.checkHost(sent);
      if (sent.method().equals("OPTIONS")) {
        answerPreflight(sent);
        return;
      }
      crossOrigin.announce(sent, writer.headers());
      boolean byRule =
          protection.checkChange(sent, recorder.sender().scheme(), crossOrigin::mayChange);
      BucketName formBucket =
          FormBody.isForm(sent.header("content-type")) ? router.formBucket(sent) : null;
      if (formBucket != null) {
        answerForm(sent, formBucket);
        return;
      }
      String hostBucket = addressing.bucketOfHost(sent.host());
      Authenticated caller = authenticator.authenticate(sent, hostBucket);
      recorder.from(caller.identity());
      Throttle throttle = admit(caller.identity());
      RequestHead head = PresignedHeaders.lift(sent);
      sender =
          operation ->
              permissions(
                  caller.identity(),
                  () -> router.conditionKeys(head, operation),
                  caller.signatureKeys());
      S3Request routed = router.route(head);
      recorder.asks(routed);
      measurement = metrics.start(routed.operation().awsName());
      RequestPermissions known = sender.apply(routed.operation());
      CallContext context = context(known.caller(routed));
      operations.decideFirst(context, routed);
      caller.requireSignature(routed);
      if (byRule) {
        crossOrigin.requireReadableSource(sent, routed);
      }
      protection.confine(routed, writer.headers());
      JettyBody payload =
          new JettyBody(
              request,
              caller.body(),
              DigestHeaders.read(routed.operation(), head),
              pace,
              recorder.client());
      body = payload;
      payload.keepTo(throttle);
      recorder.carries(payload);
      answer(routed, call(head, known, context, payload));
    }

    /** A browser sends it without credentials, and the answer is the same whoever means to ask. */
    private void answerPreflight(RequestHead sent) throws IOException, InterruptedException {
      measurement = metrics.start(S3Operation.OPTIONS_OBJECT.awsName());
      S3Request.Preflight preflight = router.preflight(sent);
      recorder.asks(preflight);
      writer.write(operations.preflight(preflight));
    }

    /** A form proves who sent it by its fields, which come first in its body. */
    private void answerForm(RequestHead sent, BucketName bucket)
        throws IOException, InterruptedException {
      measurement = metrics.start(S3Operation.POST_OBJECT.awsName());
      if (sent.header("authorization") != null) {
        throw new S3Exception(S3ErrorCode.CREDENTIALS_NOT_SUPPORTED);
      }
      JettyBody raw =
          new JettyBody(
              request, BodyFraming.plain(sent), ClientDigests.NONE, pace, recorder.client());
      body = raw;
      recorder.carries(raw);
      FormBody file = new FormBody(raw, String.valueOf(sent.header("content-type")));
      FormFields form = file.readFields();
      FormCaller caller = authenticator.authenticate(form, bucket.value());
      recorder.from(caller.identity());
      raw.keepTo(admit(caller.identity()));
      RequestHead fields = FormHead.of(sent, form);
      sender = senderOf(caller, sent, fields, TagSet.NONE);
      ObjectRequest.PostObject routed = router.route(bucket, fields, form);
      recorder.asks(routed);
      sender = senderOf(caller, sent, fields, routed.metadata().tags());
      RequestPermissions known = sender.apply(routed.operation());
      CallContext context = context(known.caller(routed));
      operations.decideFirst(context, routed);
      file.expect(caller.size(), DigestHeaders.read(routed.operation(), fields));
      answer(routed, call(sent, known, context, file));
    }

    /** Lets a request of an identity in, before anything more is done for it. */
    private Throttle admit(Identity identity) {
      Throttle throttle = rates.admit(identity, recorder.delayed());
      writer.keepTo(throttle);
      return throttle;
    }

    private void answer(S3Request routed, RequestContext call)
        throws IOException, InterruptedException {
      boolean charged = operations.charges(call.context(), routed);
      S3Response answer = operations.answer(routed, call);
      if (charged) {
        writer.headers().put("x-amz-request-charged", "requester");
      }
      writer.write(answer);
    }

    private Function<S3Operation, RequestPermissions> senderOf(
        FormCaller caller, RequestHead sent, RequestHead fields, TagSet tags) {
      return _ ->
          permissions(
              caller.identity(),
              () -> router.conditionKeys(sent, fields, tags),
              caller.signatureKeys());
    }

    private RequestPermissions permissions(
        Identity identity,
        Supplier<Map<String, List<String>>> keysOfHead,
        Map<String, List<String>> keysOfSignature) {
      Map<String, List<String>> keys = new HashMap<>();
      if (!identity.isUnrestricted()) {
        keys.putAll(keysOfHead.get());
        keys.putAll(keysOfSignature);
        keys.put("aws:requestedregion", List.of(regions.of(recorder.head()).name()));
        recorder.tlsVersion().ifPresent(version -> keys.put("s3:tlsversion", List.of(version)));
      }
      return new RequestPermissions(
          identity,
          recorder.sender().address(),
          recorder.sender().scheme().equals("https"),
          keys,
          Instant.ofEpochMilli(Request.getTimeStamp(request)));
    }

    private CallContext context(Caller caller) {
      CallContext context = new CallContext(caller, recorder.requestId(), null);
      recorder.calls(context);
      calls = context;
      return context;
    }

    /**
     * The complaint about a request, unless the agent refuses its caller: that comes first,
     * whatever else is wrong. An agent that has answered this request before has decided it.
     */
    private S3Exception unlessDenied(S3Exception complaint) {
      Function<S3Operation, RequestPermissions> known = sender;
      int status = complaint.code().status();
      boolean clients = status < 500 || complaint.code() == S3ErrorCode.NOT_IMPLEMENTED;
      boolean decided = calls != null && !calls.waited().total().isZero();
      S3Request routed = recorder.asked();
      RequestSubject subject =
          routed == null
              ? router.subject(recorder.head())
              : new RequestSubject(routed.operation(), routed.bucket(), routed.key(), "");
      if (known == null || subject == null || !clients || decided || writer.begun()) {
        return complaint;
      }
      try {
        CallContext context =
            calls == null ? context(known.apply(subject.operation()).caller(subject)) : calls;
        if (context.caller().evaluations().isEmpty()) {
          return complaint; // nothing has a say
        }
        operations.decide(context, subject, routed);
        return complaint;
      } catch (StorageException e) {
        return e.reason() == FailureReason.ACCESS_DENIED ? FailureAnswers.of(e, routed) : complaint;
      } catch (S3Exception e) {
        return complaint; // too much in the head to be decided about
      }
    }

    private RequestContext call(
        RequestHead head, RequestPermissions known, CallContext context, RequestBody payload) {
      return new RequestContext(
          context,
          known,
          authenticator.identities(),
          payload,
          recorder.sender().scheme() + "://" + head.host() + head.rawPath(),
          FileEndPoint.of(request) != null,
          ends::add);
    }

    private void refuse(S3Exception found) throws IOException {
      S3Exception refusal = regions.onto(found, recorder.head());
      measured().failed(refusal.code().code());
      recorder.failed(refusal.code().code());
      logs.refused(recorder, refusal);
      if (writer.begun()) {
        throw new IOException("failed in the middle of the answer", refusal);
      }
      writer.write(
          refusal,
          ErrorDocument.of(
              refusal, recorder.head().rawPath(), recorder.requestId(), logs.hostId()));
    }

    private OperationMetrics.Measurement measured() {
      if (measurement == null) {
        measurement = metrics.start(NOT_ROUTED);
      }
      return measurement;
    }

    private void release() {
      writer.whenOver(() -> ends.forEach(Runnable::run));
      measured().sent(writer.written());
      if (body != null) {
        measured().received(body.received());
        body.release();
      }
    }
  }
}
