package dev.sluice.integration;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.testing.Pace;
import java.io.RandomAccessFile;
import java.net.Socket;
import java.net.SocketException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;

/** Clients that send slowly, or nothing, against a real process with small time-outs. */
@Timeout(180)
@Execution(ExecutionMode.CONCURRENT)
class SlowSenderTest {
  private static final String HOST = "Host: localhost\r\n";

  /** Well below each time-out, also where the machine is busy. */
  private static final Duration PAUSE = Duration.ofMillis(500);

  @TempDir private static Path data;

  private static SluiceProcess sluice;

  @BeforeAll
  static void start() throws Exception {
    sluice =
        SluiceProcess.standalone(data)
            .with("--idle-timeout", "3s", "--header-timeout", "4s", "--body-timeout", "3s")
            .with("--minimum-body-rate", "1MiB")
            .start();
    try (HostileClient client = client()) {
      client.send("PUT /bucket HTTP/1.1\r\n" + HOST + "Content-Length: 0\r\n\r\n");
      assertThat(client.answer().status()).isEqualTo(200);
    }
  }

  @AfterAll
  static void stop() {
    sluice.close();
  }

  @Test
  void silence_isEnded() throws Exception {
    try (HostileClient client = client()) {
      assertThat(client.ends()).isTrue();
    }
  }

  @Test
  void silenceAfterARequest_isEnded() throws Exception {
    try (HostileClient client = client()) {
      client.send("GET / HTTP/1.1\r\n" + HOST + "\r\n");
      assertThat(client.answer().status()).isEqualTo(200);
      assertThat(client.ends()).isTrue();
    }
  }

  @Test
  void headThatStops_isEnded() throws Exception {
    try (HostileClient client = client()) {
      client.send("PUT /bucket/head HTTP/1.1\r\n" + HOST + "Content-Le");
      assertThat(client.answer().status()).isIn(0, 400);
      assertThat(client.ends()).isTrue();
    }
    assertThat(stored("head")).isEmpty();
  }

  /** It is never silent for long, and never comes to its end. */
  @Test
  void headThatTrickles_isEnded() throws Exception {
    try (HostileClient client = client()) {
      client.send("PUT /bucket/trickle HTTP/1.1\r\n" + HOST + "x-amz-meta-a: ");
      long begun = System.nanoTime();
      while (System.nanoTime() - begun < Duration.ofSeconds(6).toNanos()) {
        Pace.pass(PAUSE);
        client.send("a");
      }
      client.send("\r\nContent-Length: 0\r\n\r\n");
      assertThat(client.answer().status()).isEqualTo(0);
    }
    assertThat(stored("trickle")).isEmpty();
  }

  /** Its time begins with its own first byte, on whichever way that was read. */
  @Test
  void headAfterManyRequests_hasAllOfItsTime() throws Exception {
    String request = "GET / HTTP/1.1\r\n" + HOST + "\r\n";
    try (HostileClient client = client()) {
      long begun = System.nanoTime();
      while (System.nanoTime() - begun < Duration.ofSeconds(5).toNanos()) {
        client.send(request);
        assertThat(client.answer().status()).isEqualTo(200);
      }
      client.send(request.substring(0, request.length() - 2));
      Pace.pass(PAUSE);
      client.send("\r\n");
      assertThat(client.answer().status()).isEqualTo(200);
    }
  }

  @Test
  void bodyThatStops_isAnsweredAndEnded() throws Exception {
    try (HostileClient client = client()) {
      client.send("PUT /bucket/body HTTP/1.1\r\n" + HOST + "Content-Length: 100\r\n\r\nhalf");
      HostileClient.Answer answer = client.answer();
      assertThat(answer.status()).isEqualTo(400);
      assertThat(answer.code()).isEqualTo("RequestTimeout");
      assertThat(client.ends()).isTrue();
    }
    assertThat(stored("body")).isEmpty();
    Staging.of(data).awaitNone();
  }

  @Test
  void bodyThatComesSlowlyButSteadily_isStored() throws Exception {
    int pieces = 10; // five seconds, longer than any time-out
    String piece = "a".repeat(1 << 20);
    String length = "Content-Length: " + pieces * piece.length() + "\r\n\r\n";
    try (HostileClient client = client()) {
      client.send("PUT /bucket/steady HTTP/1.1\r\n" + HOST + length);
      for (int i = 0; i < pieces; i++) {
        Pace.pass(PAUSE);
        client.send(piece);
      }
      assertThat(client.answer().status()).isEqualTo(200);
    }
    assertThat(Files.readString(data.resolve("bucket/steady"))).isEqualTo(piece.repeat(pieces));
  }

  /** It is never silent for long, and would take a minute. */
  @Test
  void bodyThatTrickles_isAnsweredAndEnded() throws Exception {
    try (HostileClient client = client()) {
      client.send("PUT /bucket/drops HTTP/1.1\r\n" + HOST + "Content-Length: 120\r\n\r\n");
      for (int sent = 0; sent < 119 && !client.hasAnswer(); sent++) {
        client.send("a");
        Pace.pass(PAUSE);
      }
      HostileClient.Answer answer = client.answer();
      assertThat(answer.status()).isEqualTo(400);
      assertThat(answer.code()).isEqualTo("RequestTimeout");
      assertThat(answer.body()).contains("expected: 1048576 bytes a second");
    }
    assertThat(stored("drops")).isEmpty();
    Staging.of(data).awaitNone();
  }

  /** It is taken piece by piece, never with a long pause, and would take minutes. */
  @Test
  void answerThatIsTakenTooSlowly_breaksOff() throws Exception {
    long length = 256 << 20;
    try (RandomAccessFile file =
        new RandomAccessFile(data.resolve("bucket/large").toFile(), "rw")) {
      file.setLength(length);
    }
    long taken = 0;
    try (Socket socket = new Socket("localhost", sluice.s3().getPort())) {
      socket
          .getOutputStream()
          .write(("GET /bucket/large HTTP/1.1\r\n" + HOST + "\r\n").getBytes(US_ASCII));
      byte[] piece;
      do {
        Pace.pass(PAUSE);
        piece = socket.getInputStream().readNBytes(256 << 10);
        taken += piece.length;
      } while (piece.length > 0);
    } catch (SocketException _) {
      // A reset says the same as an early end.
    }
    assertThat(taken).isBetween(1L, length / 2);
  }

  private static HostileClient client() throws Exception {
    return new HostileClient(sluice.s3().getPort());
  }

  private static List<Path> stored(String name) throws Exception {
    try (Stream<Path> files = Files.list(data.resolve("bucket"))) {
      return files.filter(file -> file.endsWith(name)).toList();
    }
  }
}
