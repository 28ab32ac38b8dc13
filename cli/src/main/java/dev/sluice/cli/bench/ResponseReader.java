package dev.sluice.cli.bench;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.HexFormat;
import org.jspecify.annotations.Nullable;

/**
 * The receiving half of a connection. Bytes of an object are counted and dropped; documents are
 * kept up to a limit.
 */
final class ResponseReader {
  private static final int BUFFER_BYTES = 128 * 1024;
  private static final int HEAD_LIMIT = 64 * 1024;
  private static final int LINE_LIMIT = 1024;
  private static final int DOCUMENT_LIMIT = 8 << 20;
  private static final int CONTINUE_CLASS_END = 200;
  private static final int NO_CONTENT = 204;
  private static final int NOT_MODIFIED = 304;
  private static final int SUCCESS_END = 300;
  private static final int END_OF_HEAD = 0x0d0a0d0a;
  private static final int SIZE_DIGITS = 15;

  private final Wire wire;
  private final ByteBuffer buffer;
  private boolean lasts = true;

  ResponseReader(Wire wire) {
    this.wire = wire;
    buffer = ByteBuffer.allocateDirect(BUFFER_BYTES).flip();
  }

  /** Whether the connection is good for another request. */
  boolean lasts() {
    return lasts;
  }

  /** Whether bytes of a response are there or come; for a connection that takes none any more. */
  boolean hasMore() {
    try {
      return buffer.hasRemaining() || fill();
    } catch (IOException e) {
      return false;
    }
  }

  /**
   * Reads a response.
   *
   * @param kept whether its body is a document to keep; that of an error is one always
   */
  Response read(boolean headOnly, boolean kept) throws IOException {
    ResponseHead head = head();
    while (head.status() < CONTINUE_CLASS_END) {
      head = head();
    }
    lasts = head.lasts();
    String etag = head.etag() == null ? "" : head.etag();
    if (headOnly || head.status() == NO_CONTENT || head.status() == NOT_MODIFIED) {
      return new Response(head.status(), Math.max(0, head.length()), etag, "");
    }
    ByteArrayOutputStream document =
        kept || head.status() >= SUCCESS_END ? new ByteArrayOutputStream() : null;
    Body body = new Body(document);
    if (head.chunked()) {
      chunks(body);
    } else if (head.length() >= 0) {
      body.take(head.length());
    } else {
      lasts = false;
      body.takeAll();
    }
    String text = document == null ? "" : document.toString(UTF_8);
    return new Response(head.status(), body.bytes, etag, text);
  }

  private ResponseHead head() throws IOException {
    int searched = 0;
    int last = 0;
    while (true) {
      while (searched < buffer.remaining()) {
        last = (last << 8) | (buffer.get(buffer.position() + searched) & 0xff);
        searched++;
        if (last == END_OF_HEAD) {
          byte[] bytes = new byte[searched];
          buffer.get(bytes);
          return ResponseHead.parse(new String(bytes, 0, searched - 2, ISO_8859_1));
        }
      }
      if (searched >= HEAD_LIMIT) {
        throw ResponseHead.noHttp(start());
      }
      if (!fill()) {
        throw searched == 0
            ? new ExchangeFailure("connection closed", "the server closed the connection")
            : new ExchangeFailure(
                "connection closed", "the server closed the connection after '" + start() + "'");
      }
    }
  }

  /** The first line of what is in the buffer, for a message. */
  private String start() {
    byte[] bytes = new byte[Math.min(buffer.remaining(), LINE_LIMIT)];
    buffer.get(buffer.position(), bytes);
    return ResponseHead.shown(new String(bytes, ISO_8859_1));
  }

  private void chunks(Body body) throws IOException {
    for (long size = chunkSize(); size > 0; size = chunkSize()) {
      body.take(size);
      if (!line().isEmpty()) {
        throw new ExchangeFailure("no HTTP", "a chunk does not end where it should");
      }
    }
    while (!line().isEmpty()) {
      // A trailer says nothing that matters here.
    }
  }

  private long chunkSize() throws IOException {
    String line = line();
    int semicolon = line.indexOf(';');
    String digits = semicolon < 0 ? line : line.substring(0, semicolon).strip();
    if (digits.isEmpty()
        || digits.length() > SIZE_DIGITS
        || !digits.chars().allMatch(HexFormat::isHexDigit)) {
      throw ResponseHead.noHttp(line);
    }
    return HexFormat.fromHexDigitsToLong(digits);
  }

  private String line() throws IOException {
    StringBuilder line = new StringBuilder();
    while (line.length() < LINE_LIMIT) {
      if (!buffer.hasRemaining() && !fill()) {
        throw cut();
      }
      char c = (char) (buffer.get() & 0xff);
      if (c == '\n') {
        return line.toString().strip();
      }
      line.append(c);
    }
    throw ResponseHead.noHttp(line.toString());
  }

  /** Reads more behind what is there; whether there was more. */
  private boolean fill() throws IOException {
    buffer.compact();
    try {
      return wire.read(buffer) > 0;
    } finally {
      buffer.flip();
    }
  }

  private static ExchangeFailure cut() {
    return new ExchangeFailure(
        "connection closed", "the server closed the connection in the middle of a body");
  }

  /** A body under way: counted, and kept where it is a document. */
  private final class Body {
    private final @Nullable ByteArrayOutputStream document;
    private long bytes;

    Body(@Nullable ByteArrayOutputStream document) {
      this.document = document;
    }

    void take(long length) throws IOException {
      long end = bytes + length;
      while (bytes < end) {
        if (!buffer.hasRemaining() && !fill()) {
          throw cut();
        }
        some((int) Math.min(buffer.remaining(), end - bytes));
      }
    }

    void takeAll() throws IOException {
      while (buffer.hasRemaining() || fill()) {
        some(buffer.remaining());
      }
    }

    private void some(int length) throws IOException {
      bytes += length;
      if (document == null) {
        buffer.position(buffer.position() + length);
        return;
      }
      if (bytes > DOCUMENT_LIMIT) {
        throw new ExchangeFailure(
            "document too long", "a document of over " + DOCUMENT_LIMIT + " bytes");
      }
      byte[] part = new byte[length];
      buffer.get(part);
      document.write(part);
    }
  }
}
