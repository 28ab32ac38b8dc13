package dev.sluice.frontend.s3;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A request that is answered with an S3 error document.
 *
 * <p>Immutable: {@link #with} and {@link #withHeader} return a copy. It carries no stack trace of
 * its own, because refusing a request is ordinary work; a failure of ours travels as the cause,
 * with its trace, and is logged where the answer is written.
 */
public final class S3Exception extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private final S3ErrorCode code;
  private final transient Map<String, String> elements;
  private final transient Map<String, String> headers;

  /** The error with AWS's own message. */
  public S3Exception(S3ErrorCode code) {
    this(code, code.defaultMessage());
  }

  /** The error with a message that says what was sent and what was expected. */
  public S3Exception(S3ErrorCode code, String message) {
    this(code, message, null, Map.of(), Map.of());
  }

  /** The error with AWS's own message, caused by a failure that the client does not see. */
  public S3Exception(S3ErrorCode code, Throwable cause) {
    this(code, code.defaultMessage(), cause, Map.of(), Map.of());
  }

  /** The error with a message for the client, caused by a failure that it does not see. */
  public S3Exception(S3ErrorCode code, String message, Throwable cause) {
    this(code, message, cause, Map.of(), Map.of());
  }

  private S3Exception(
      S3ErrorCode code,
      String message,
      @Nullable Throwable cause,
      Map<String, String> elements,
      Map<String, String> headers) {
    super(message, cause, false, false);
    this.code = code;
    this.elements = elements;
    this.headers = headers;
  }

  /** InvalidArgument about one named parameter or header, as AWS shows it. */
  public static S3Exception invalidArgument(
      String message, String argumentName, @Nullable String argumentValue) {
    S3Exception refusal =
        new S3Exception(S3ErrorCode.INVALID_ARGUMENT, message).with("ArgumentName", argumentName);
    return argumentValue == null ? refusal : refusal.with("ArgumentValue", argumentValue);
  }

  /** NotImplemented for a request header (or a value of it) that asks for what is not there. */
  public static S3Exception headerNotImplemented(String header, String value) {
    return new S3Exception(S3ErrorCode.NOT_IMPLEMENTED)
        .with("Header", header)
        .with("HeaderValue", value);
  }

  /** The same error with one more element in its document, after those it has. */
  public S3Exception with(String element, String text) {
    return new S3Exception(code, message(), getCause(), plus(elements, element, text), headers);
  }

  /** The same error with one more header on its answer. */
  public S3Exception withHeader(String name, String value) {
    return new S3Exception(code, message(), getCause(), elements, plus(headers, name, value));
  }

  /** The error code, for machines. */
  public S3ErrorCode code() {
    return code;
  }

  /** The message, for people; goes into the document. */
  public String message() {
    String message = getMessage();
    return message == null ? code.defaultMessage() : message;
  }

  /** Elements of the document beside Code, Message and the request's ids, in order. */
  public Map<String, String> elements() {
    return elements;
  }

  /** Headers of the answer beside the usual ones. */
  public Map<String, String> headers() {
    return headers;
  }

  private static Map<String, String> plus(Map<String, String> map, String name, String value) {
    Map<String, String> more = new LinkedHashMap<>(map);
    more.put(name, value);
    return Collections.unmodifiableMap(more);
  }
}
