package dev.sluice.integration.trial.core;

import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;

/** One request of S3, made step by step. Nothing is signed: the servers of trials are open. */
public final class Request {
  private static final String PLAIN =
      "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789-._~/";

  private final String method;
  private final String path;
  private final Map<String, String> query = new LinkedHashMap<>();
  private final Map<String, String> headers = new LinkedHashMap<>();
  private byte[] body = {};

  private Request(String method, String path) {
    this.method = method;
    this.path = path;
  }

  /** Of the service. */
  public static Request ofService(String method) {
    return new Request(method, "/");
  }

  /** Of a bucket. */
  public static Request of(String method, String bucket) {
    return new Request(method, "/" + bucket);
  }

  /** Of a key: dots and slashes go out as they are, all else that is not plain is encoded. */
  public static Request of(String method, String bucket, String key) {
    return new Request(method, "/" + bucket + "/" + encode(key));
  }

  /** Adds a parameter. */
  public Request query(String name, Object value) {
    query.put(name, value.toString());
    return this;
  }

  /** Adds a header; the value goes out as UTF-8. */
  public Request header(String name, String value) {
    headers.put(name, value);
    return this;
  }

  /** Adds headers. */
  public Request headers(Map<String, String> more) {
    headers.putAll(more);
    return this;
  }

  /** Sets the body. */
  public Request body(byte[] bytes) {
    body = bytes;
    return this;
  }

  /** Sets a document as the body. */
  public Request body(String document) {
    return body(document.getBytes(StandardCharsets.UTF_8));
  }

  /** The method. */
  public String method() {
    return method;
  }

  /** The body. */
  public byte[] bytes() {
    return body;
  }

  /** All that comes before the body. */
  byte[] head(String host) {
    StringBuilder head = new StringBuilder(256).append(method).append(' ').append(path);
    char separator = '?';
    for (Map.Entry<String, String> parameter : query.entrySet()) {
      head.append(separator).append(parameter.getKey());
      if (!parameter.getValue().isEmpty()) {
        head.append('=').append(encode(parameter.getValue()));
      }
      separator = '&';
    }
    head.append(" HTTP/1.1\r\nHost: ").append(host).append("\r\n");
    if (body.length > 0 || method.equals("PUT") || method.equals("POST")) {
      head.append("Content-Length: ").append(body.length).append("\r\n");
    }
    headers.forEach((name, value) -> head.append(name).append(": ").append(value).append("\r\n"));
    return head.append("\r\n").toString().getBytes(StandardCharsets.UTF_8);
  }

  /** Percent-encodes what is not plain; slashes are. */
  public static String encode(String text) {
    StringBuilder encoded = new StringBuilder(text.length() + 16);
    for (byte unit : text.getBytes(StandardCharsets.UTF_8)) {
      if (PLAIN.indexOf(unit) >= 0) {
        encoded.append((char) unit);
      } else {
        encoded.append("%%%02X".formatted(unit));
      }
    }
    return encoded.toString();
  }

  @Override
  public String toString() {
    return method + " " + path + query + headers + " " + body.length + " bytes";
  }
}
