package dev.sluice.frontend.http;

import dev.sluice.common.model.FileBytes;
import dev.sluice.common.model.Stopwatch;
import dev.sluice.common.model.StorageException;
import dev.sluice.frontend.s3.HeaderText;
import dev.sluice.frontend.s3.ObjectBytes;
import dev.sluice.frontend.s3.S3Document;
import dev.sluice.frontend.s3.S3Exception;
import dev.sluice.frontend.s3.S3Response;
import dev.sluice.frontend.xml.ErrorDocument;
import dev.sluice.frontend.xml.S3Xml;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.LongSupplier;
import org.eclipse.jetty.http.HttpFields;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.http.HttpHeaderValue;
import org.eclipse.jetty.http.HttpMethod;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.util.Callback;
import org.eclipse.jetty.util.thread.Invocable;
import org.jspecify.annotations.Nullable;

/** Makes HTTP of an answer. Blocks until the bytes are with the connection. */
final class ResponseWriter {
  private static final String XML = "application/xml";
  private static final String JSON = "application/json";
  private static final ByteBuffer NOTHING = ByteBuffer.allocate(0);
  private static final byte[] DECLARATION = S3Xml.DECLARATION.getBytes(StandardCharsets.UTF_8);
  private static final byte[] WHITE_SPACE = {' '};

  private final S3Xml xml;
  private final KeepAlivePolicy keepAlive;
  private final BodyPace pace;
  private final Request request;
  private final Response response;
  private final Stopwatch client;
  private Throttle throttle = Throttle.NONE;
  private @Nullable Long firstSent;
  private Duration waitedBefore = Duration.ZERO;
  private long written;
  private boolean documentAwaited;
  private @Nullable DeferredWork lateWork;

  /**
   * Writes the answer to a request.
   *
   * @param client counts the waiting for the connection to take bytes
   */
  ResponseWriter(
      S3Xml xml,
      KeepAlivePolicy keepAlive,
      BodyPace pace,
      Request request,
      Response response,
      Stopwatch client) {
    this.xml = xml;
    this.keepAlive = keepAlive;
    this.pace = pace;
    this.request = request;
    this.response = response;
    this.client = client;
  }

  /** Sets the pace of what is written from now on. */
  void keepTo(Throttle pace) {
    throttle = pace;
  }

  /** Writes an answer and returns its status. */
  int write(S3Response answer) throws IOException, InterruptedException {
    return switch (answer) {
      case S3Response.Empty(int status, Map<String, String> headers) -> {
        begin(status, headers);
        if (status == 200 && !isHead()) {
          response.getHeaders().put(HttpHeader.CONTENT_LENGTH, 0L);
        }
        send(true, NOTHING);
        yield status;
      }
      case S3Response.Document(int status, Map<String, String> headers, S3Document document) ->
          document(status, headers, document);
      case S3Response.Json(String text) -> {
        begin(200, Map.of());
        yield text(200, JSON, text.getBytes(StandardCharsets.UTF_8));
      }
      case S3Response.ObjectBody(
              int status,
              Map<String, String> headers,
              long length,
              ObjectBytes bytes) ->
          object(status, headers, length, bytes);
      case S3Response.DeferredDocument(Map<String, String> headers, S3Response.Work work) ->
          late(headers, start(work));
    };
  }

  /**
   * Writes an error and returns its status. One that was begun before its document was there has
   * the error as its document.
   */
  int write(S3Exception error, ErrorDocument document) throws IOException {
    if (documentAwaited) {
      send(true, ByteBuffer.wrap(xml.element(document)));
      return 200;
    }
    int status = error.code().status();
    begin(status, error.headers());
    if (status == 304) {
      send(true, NOTHING);
      return status;
    }
    return document(status, Map.of(), document);
  }

  private int document(int status, Map<String, String> headers, S3Document document)
      throws IOException {
    begin(status, headers);
    return text(status, XML, xml.document(document));
  }

  private int text(int status, String type, byte[] text) throws IOException {
    response.getHeaders().put(HttpHeader.CONTENT_TYPE, type);
    response.getHeaders().put(HttpHeader.CONTENT_LENGTH, text.length);
    // the headers of GET (RFC 9110 section 9.3.2)
    send(true, isHead() ? NOTHING : ByteBuffer.wrap(text));
    return status;
  }

  private DeferredWork start(S3Response.Work work) {
    DeferredWork started = DeferredWork.start(work);
    lateWork = started;
    return started;
  }

  /**
   * Runs an action once all work for the answer has ended, whether or not its client still waits.
   */
  void whenOver(Runnable end) {
    if (lateWork == null) {
      end.run();
    } else {
      lateWork.whenOver(end);
    }
  }

  /**
   * A document whose work may take long. Once the status is out, white space keeps the connection
   * alive; the XML declaration comes before it, because nothing may come before that.
   */
  private int late(Map<String, String> headers, DeferredWork work)
      throws IOException, InterruptedException {
    if (work.isOverWithin(keepAlive.beforeFirstByte())) {
      S3Response.Document document = work.outcome();
      begin(200, headers);
      return document(200, document.headers(), document.document());
    }
    begin(200, headers);
    response.getHeaders().put(HttpHeader.CONTENT_TYPE, XML);
    send(false, ByteBuffer.wrap(DECLARATION));
    documentAwaited = true;
    while (!work.isOverWithin(keepAlive.interval())) {
      send(false, ByteBuffer.wrap(WHITE_SPACE));
    }
    send(true, ByteBuffer.wrap(xml.element(work.outcome().document())));
    return 200;
  }

  private int object(int status, Map<String, String> headers, long length, ObjectBytes bytes)
      throws IOException, InterruptedException {
    try (bytes) {
      begin(status, headers);
      response.getHeaders().put(HttpHeader.CONTENT_LENGTH, length);
      long left = length;
      if (left == 0) {
        send(true, NOTHING);
      }
      FileBytes file = bytes.file();
      if (file != null) {
        left -= move(file);
      }
      while (left > 0) {
        ByteBuffer piece = bytes.next();
        if (piece == null) {
          throw new IOException("the object ended " + left + " bytes early");
        }
        left -= piece.remaining();
        send(left == 0, piece);
      }
      return status;
    }
  }

  /**
   * Has the connection take all bytes of a file; there are more bytes after them.
   *
   * @return how many they were
   */
  private long move(FileBytes file) throws IOException {
    FileEndPoint endPoint = FileEndPoint.of(request);
    if (endPoint == null) {
      throw new IllegalStateException("bytes of a file: not for this connection");
    }
    long length = file.remaining();
    for (long left = length; left > 0; left = file.remaining()) {
      FileWrite write = endPoint.prepare(file, (int) Math.min(left, FileEndPoint.MOST));
      try {
        send(false, write.standIn(), write::storageNanos);
      } catch (IOException e) {
        written -= write.left();
        if (write.failure() instanceof StorageException refusal) {
          throw refusal;
        }
        throw e;
      }
      if (write.left() > 0) {
        throw new IOException("the connection took a buffer in place of a file's bytes");
      }
    }
    return length;
  }

  /** The headers of the answer, as long as it has not begun. */
  HttpFields.Mutable headers() {
    return response.getHeaders();
  }

  /** Whether so much of an answer is on its way that no error can be sent any more. */
  boolean begun() {
    return response.isCommitted() && !documentAwaited;
  }

  /** Bytes of bodies written so far. */
  long written() {
    return written;
  }

  /** The time at which the first byte went out, by the clock of {@link Stopwatch#start}. */
  long firstSent(long otherwise) {
    return firstSent == null ? otherwise : firstSent;
  }

  /**
   * An answer whose request's body will not be read says that the connection ends with it, and the
   * connection ends in stages: the client may be sending it. One that waits for 100 Continue is
   * not.
   */
  private void begin(int status, Map<String, String> headers) {
    response.setStatus(status);
    headers.forEach((name, text) -> response.getHeaders().put(name, HeaderText.toWire(text)));
    if (!request.consumeAvailable()) {
      response.getHeaders().put(HttpHeader.CONNECTION, HttpHeaderValue.CLOSE);
      boolean waits =
          request.getHeaders().contains(HttpHeader.EXPECT, "100-continue")
              && Request.getContentBytesRead(request) == 0;
      if (!waits) {
        RawPathConnectionFactory.closeInStages(request);
      }
    }
  }

  private boolean isHead() {
    return HttpMethod.HEAD.is(request.getMethod());
  }

  private void send(boolean last, ByteBuffer bytes) throws IOException {
    send(last, bytes, () -> 0);
  }

  /**
   * Writes bytes.
   *
   * @param elsewhere nanoseconds of the writing so far in which the client was not waited for
   */
  private void send(boolean last, ByteBuffer bytes, LongSupplier elsewhere) throws IOException {
    int count = bytes.remaining();
    if (count > 0) {
      keepToPace();
    }
    written += count;
    long started = Stopwatch.start();
    if (firstSent == null) {
      firstSent = started;
      waitedBefore = client.total();
    }
    Callback.Completable done = new Callback.Completable(Invocable.InvocationType.NON_BLOCKING);
    try {
      response.write(last, bytes, done);
      await(done, started, elsewhere);
    } finally {
      client.stop(started + elsewhere.getAsLong());
      throttle.moved(count);
    }
  }

  private void keepToPace() throws IOException {
    try {
      throttle.await();
    } catch (InterruptedException e) {
      throw new InterruptedIOException("interrupted while an answer waited for its turn");
    }
  }

  /** Returns once the connection is done with the bytes, whether it took them or not. */
  private void await(Callback.Completable done, long started, LongSupplier elsewhere)
      throws IOException {
    Duration before = client.total().minus(waitedBefore);
    Duration waited = before;
    try {
      while (!isDone(done, pace.left(waited, written))) {
        waited = before.plusNanos(System.nanoTime() - started - elsewhere.getAsLong());
        if (pace.left(waited, written).isPositive()) {
          continue; // some of the time was the storage's
        }
        end(done);
        throw new IOException(pace.shortfall(waited, written));
      }
    } catch (InterruptedException e) {
      end(done);
      throw new InterruptedIOException("interrupted while the client took an answer");
    } catch (ExecutionException e) {
      throw new IOException("the client does not take the answer", e.getCause());
    }
  }

  private static boolean isDone(Callback.Completable done, Duration wait)
      throws InterruptedException, ExecutionException {
    try {
      done.get(wait.toNanos(), TimeUnit.NANOSECONDS);
      return true;
    } catch (TimeoutException e) {
      return false;
    }
  }

  /** Breaks the connection, which fails the write under way. */
  private void end(Callback.Completable done) {
    request.getConnectionMetaData().getConnection().getEndPoint().close();
    done.exceptionally(_ -> null).join();
  }
}
