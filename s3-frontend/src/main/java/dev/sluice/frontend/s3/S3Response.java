package dev.sluice.frontend.s3;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * The answer of an operation, before it is HTTP. Errors are not here: they are {@link
 * S3Exception}s.
 *
 * <p>Headers are by name as they are to be written, in order. Those that every answer has (Date,
 * Server, the request ids) and those that follow from the form (Content-Length, Content-Type of a
 * document) are the writer's. Values are text, which the writer sends as {@link HeaderText#toWire}
 * says.
 */
public sealed interface S3Response {
  /** Headers of this answer. */
  Map<String, String> headers();

  /**
   * An answer without body.
   *
   * @param status of HTTP; 200 and 204 mostly. An answer to HEAD, or a 304, may say in its headers
   *     how long the body would be
   * @param headers see {@link S3Response}
   */
  record Empty(int status, Map<String, String> headers) implements S3Response {
    /** Copies the map. */
    public Empty {
      headers = copy(headers);
    }
  }

  /**
   * A document.
   *
   * @param status of HTTP, 200 mostly
   * @param headers see {@link S3Response}
   * @param document one of the xml room's
   */
  record Document(int status, Map<String, String> headers, S3Document document)
      implements S3Response {
    /** Copies the map. */
    public Document {
      headers = copy(headers);
    }

    /** A document with status 200. */
    public Document(Map<String, String> headers, S3Document document) {
      this(200, headers, document);
    }

    /** A document without headers of its own. */
    public Document(S3Document document) {
      this(Map.of(), document);
    }
  }

  /**
   * A document that is JSON.
   *
   * @param text as it was stored
   */
  record Json(String text) implements S3Response {
    @Override
    public Map<String, String> headers() {
      return Map.of();
    }
  }

  /**
   * Bytes of an object.
   *
   * @param status 200 or 206
   * @param headers see {@link S3Response}
   * @param length how many bytes follow
   * @param bytes their source; the writer of the answer closes it, also when it fails
   */
  record ObjectBody(int status, Map<String, String> headers, long length, ObjectBytes bytes)
      implements S3Response {
    /** Copies the map. */
    public ObjectBody {
      headers = copy(headers);
    }
  }

  /**
   * A document that may take long. The writer does the work; if it is not done within a bound of
   * the writer's, it begins the answer (status 200, these headers, the XML declaration) and sends
   * white space until there is a document: the result's, or an Error.
   *
   * @param headers of an answer that is begun early; one that is not has those of the document too
   * @param work makes the document, or fails with the exception that is the answer
   */
  record DeferredDocument(Map<String, String> headers, Work work) implements S3Response {
    /** Copies the map. */
    public DeferredDocument {
      headers = copy(headers);
    }
  }

  /** The work that a {@link DeferredDocument} waits for. */
  @FunctionalInterface
  interface Work {
    /** Blocks until the document is there; fails with {@link S3Exception}. */
    Document finish() throws InterruptedException;
  }

  private static Map<String, String> copy(Map<String, String> headers) {
    return Collections.unmodifiableMap(new LinkedHashMap<>(headers));
  }
}
