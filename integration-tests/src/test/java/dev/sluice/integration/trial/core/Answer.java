package dev.sluice.integration.trial.core;

import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * An answer.
 *
 * @param status its status
 * @param headers by name in lower case
 * @param body all of it
 */
@SuppressWarnings("ArrayRecordComponent") // nobody compares or changes it
public record Answer(int status, Map<String, String> headers, byte[] body) {

  /** Whether it was done. */
  public boolean done() {
    return status >= 200 && status < 300 && !lateError();
  }

  /** A 200 whose document is an error: it was begun before the work was over. */
  private boolean lateError() {
    return isXml() && text().contains("<Error>");
  }

  /** A header; null where it is not there. */
  public @Nullable String header(String name) {
    return headers.get(name.toLowerCase(Locale.ROOT));
  }

  /** Whether the body is a document. */
  public boolean isXml() {
    return body.length > 0 && "application/xml".equals(header("content-type"));
  }

  /** The document in the body. */
  public Xml xml() {
    return Xml.parse(text());
  }

  /** S3's error code; empty where there is none. */
  public String code() {
    return (status >= 300 || lateError()) && isXml() ? xml().text("Code") : "";
  }

  /** The body as text. */
  public String text() {
    return new String(body, StandardCharsets.UTF_8);
  }

  @Override
  public String toString() {
    return status + " " + headers + " " + (isXml() ? text() : body.length + " bytes");
  }
}
