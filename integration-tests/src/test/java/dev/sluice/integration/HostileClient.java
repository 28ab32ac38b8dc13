package dev.sluice.integration;

import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** One connection that sends whatever bytes it likes and reads answers as strictly as it can. */
final class HostileClient implements AutoCloseable {

  private static final int LIMIT_MILLIS = 90_000;

  /** The end of a line, and an empty one. */
  private static final int EMPTY_LINE = 0x0d0a0d0a;

  private static final Pattern CODE = Pattern.compile("<Code>([^<]*)</Code>");

  private final Socket socket;
  private final InputStream in;

  HostileClient(int port) throws IOException {
    socket = new Socket(InetAddress.getLoopbackAddress(), port);
    socket.setSoTimeout(LIMIT_MILLIS);
    in = new BufferedInputStream(socket.getInputStream());
  }

  /** An answer: a status of 0 is the end of the connection in its place. */
  record Answer(int status, String head, String body) {

    /** The S3 code; empty where there is none. */
    String code() {
      Matcher matcher = CODE.matcher(body);
      return matcher.find() ? matcher.group(1) : "";
    }

    /** The value of the first header of this name; empty where there is none. */
    String header(String name) {
      Matcher matcher =
          Pattern.compile("(?i)\r\n" + Pattern.quote(name) + ": ([^\r\n]*)").matcher(head);
      return matcher.find() ? matcher.group(1) : "";
    }

    /** The text of the first element of this name; empty where there is none. */
    String text(String element) {
      Matcher matcher = Pattern.compile("<" + element + ">([^<]*)</" + element + ">").matcher(body);
      return matcher.find() ? matcher.group(1) : "";
    }

    /** Whether it says that the connection goes on. */
    boolean goesOn() {
      return status != 0 && !head.toLowerCase(Locale.ROOT).contains("\r\nconnection: close\r\n");
    }

    @Override
    public String toString() {
      return status + " " + (status == 200 ? body : code());
    }
  }

  /** Sends text byte by character; a server that has closed already is no failure. */
  HostileClient send(String text) {
    try {
      socket.getOutputStream().write(text.getBytes(StandardCharsets.ISO_8859_1));
    } catch (IOException e) {
      // What it has to say is read next.
    }
    return this;
  }

  /** Says that nothing more will come. */
  HostileClient end() {
    try {
      socket.shutdownOutput();
    } catch (IOException e) {
      // As above.
    }
    return this;
  }

  /** Whether something has come that was not read yet. */
  boolean hasAnswer() throws IOException {
    return in.available() > 0;
  }

  /** Reads one final answer, past interim ones. */
  Answer answer() {
    return answer(true);
  }

  /** Reads the final answer to a HEAD, whose length is that of no body. */
  Answer answerToHead() {
    return answer(false);
  }

  private Answer answer(boolean body) {
    try {
      Answer answer = next(body);
      while (answer.status() >= 100 && answer.status() < 200) {
        answer = next(body);
      }
      return answer;
    } catch (IOException e) {
      return new Answer(0, "", "");
    }
  }

  private Answer next(boolean withBody) throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    int lastFour = 0;
    while (lastFour != EMPTY_LINE) {
      int next = in.read();
      if (next < 0) {
        return new Answer(0, "", "");
      }
      bytes.write(next);
      lastFour = lastFour << 8 | next;
    }
    String head = bytes.toString(StandardCharsets.ISO_8859_1);
    int status = Integer.parseInt(head.substring(9, 12));
    String lower = head.toLowerCase(Locale.ROOT);
    int length = lower.indexOf("\r\ncontent-length: ");
    String body = "";
    if (!withBody || status == 304) {
      return new Answer(status, head, body);
    }
    if (length < 0 && lower.contains("\r\nconnection: close")) {
      body = new String(in.readAllBytes(), StandardCharsets.UTF_8);
    }
    if (length >= 0) {
      int start = length + "\r\ncontent-length: ".length();
      int count = Integer.parseInt(lower.substring(start, lower.indexOf('\r', start)));
      body = new String(in.readNBytes(count), StandardCharsets.UTF_8);
    }
    return new Answer(status, head, body);
  }

  /** Whether the server ends the connection, and says nothing before it does. */
  boolean ends() {
    try {
      return in.read() < 0;
    } catch (IOException e) {
      return true;
    }
  }

  @Override
  public void close() throws IOException {
    socket.close();
  }
}
