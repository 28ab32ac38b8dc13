package dev.sluice.integration;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.integration.HostileClient.Answer;
import java.io.IOException;
import java.nio.charset.StandardCharsets;

/**
 * A client of open access that sends each request as it is written, headers as bytes included, over
 * one connection and a new one where the server has ended it.
 */
final class PlainClient implements AutoCloseable {

  private final int port;
  private HostileClient connection;

  PlainClient(int port) throws IOException {
    this.port = port;
    connection = new HostileClient(port);
  }

  /**
   * Sends a request and reads its answer.
   *
   * @param line method and target
   * @param body with one character for each byte; its length is stated of what is no read
   * @param headers as lines
   */
  Answer ask(String line, String body, String... headers) throws IOException {
    StringBuilder head = new StringBuilder(line + " HTTP/1.1\r\nHost: localhost\r\n");
    for (String header : headers) {
      head.append(header).append("\r\n");
    }
    if (!line.startsWith("GET ") && !line.startsWith("HEAD ")) {
      head.append("Content-Length: ").append(body.length()).append("\r\n");
    }
    return send(head + "\r\n" + body, line.startsWith("HEAD "));
  }

  /** Sends a request that says itself how its body is framed. */
  Answer askRaw(String request) throws IOException {
    return send(request, false);
  }

  private Answer send(String request, boolean head) throws IOException {
    connection.send(request);
    Answer answer = head ? connection.answerToHead() : connection.answer();
    if (!answer.goesOn()) {
      connection.close();
      connection = new HostileClient(port);
    }
    return answer;
  }

  /** Stores an object in parts, numbered from 1; the answer to its completion. */
  Answer upload(String path, String... parts) throws IOException {
    String id = ask("POST " + path + "?uploads", "").text("UploadId");
    StringBuilder list = new StringBuilder();
    for (int i = 1; i <= parts.length; i++) {
      Answer part = ask("PUT " + path + "?partNumber=" + i + "&uploadId=" + id, parts[i - 1]);
      list.append(part(i, part.header("ETag")));
    }
    Answer done = complete(path, id, list.toString());
    assertThat(done.status()).as(done.body()).isEqualTo(200);
    return done;
  }

  Answer complete(String path, String uploadId, String parts) throws IOException {
    return ask(
        "POST " + path + "?uploadId=" + uploadId,
        "<CompleteMultipartUpload>" + parts + "</CompleteMultipartUpload>");
  }

  /** An entry of a completion's list. */
  static String part(int number, String etag) {
    return "<Part><PartNumber>%d</PartNumber><ETag>%s</ETag></Part>".formatted(number, etag);
  }

  /** Text as the bytes of its UTF-8, one character for each. */
  static String wire(String text) {
    return new String(text.getBytes(StandardCharsets.UTF_8), StandardCharsets.ISO_8859_1);
  }

  @Override
  public void close() throws IOException {
    connection.close();
  }
}
