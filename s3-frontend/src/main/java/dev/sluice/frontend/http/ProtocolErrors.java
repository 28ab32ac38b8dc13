package dev.sluice.frontend.http;

import dev.sluice.frontend.s3.S3ErrorCode;
import dev.sluice.frontend.s3.S3Exception;
import dev.sluice.frontend.xml.ErrorDocument;
import dev.sluice.frontend.xml.S3Xml;
import java.nio.ByteBuffer;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.http.HttpMethod;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.server.handler.ErrorHandler;
import org.eclipse.jetty.util.Callback;
import org.jspecify.annotations.Nullable;

/** The answers to requests that Jetty refuses on its own: an Error document, as S3 sends it. */
final class ProtocolErrors extends ErrorHandler {
  private final RequestIds ids = new RequestIds();
  private final S3Xml xml;

  ProtocolErrors(S3Xml xml) {
    this.xml = xml;
  }

  /** Jetty's own has a document for GET, HEAD and POST alone. */
  @Override
  public boolean errorPageForMethod(String method) {
    return true;
  }

  @Override
  protected void generateResponse(
      Request request,
      Response response,
      int status,
      @Nullable String message,
      @Nullable Throwable cause,
      Callback callback) {
    S3ErrorCode code =
        switch (status) {
          case 414, 431 -> S3ErrorCode.REQUEST_HEADER_SECTION_TOO_LARGE;
          case 408 -> S3ErrorCode.REQUEST_TIMEOUT;
          case 503 -> S3ErrorCode.SERVICE_UNAVAILABLE;
          case 505 -> S3ErrorCode.BAD_REQUEST; // an unknown version is no fault of the server
          default -> status >= 500 ? S3ErrorCode.INTERNAL_ERROR : S3ErrorCode.BAD_REQUEST;
        };
    if (!request.consumeAvailable() || !request.getConnectionMetaData().isPersistent()) {
      RawPathConnectionFactory.closeInStages(request);
    }
    String requestId = ids.next();
    response.setStatus(code.status());
    response.getHeaders().put("x-amz-request-id", requestId);
    response.getHeaders().put("Server", "Sluice");
    response.getHeaders().put(HttpHeader.CONTENT_TYPE, "application/xml");
    ErrorDocument document = ErrorDocument.of(new S3Exception(code), "", requestId, "");
    ByteBuffer text = ByteBuffer.wrap(xml.document(document));
    response.getHeaders().put(HttpHeader.CONTENT_LENGTH, text.remaining());
    if (HttpMethod.HEAD.is(request.getMethod())) {
      text = ByteBuffer.allocate(0); // with the headers of GET
    }
    response.write(true, text, callback);
  }
}
