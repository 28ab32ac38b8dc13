package dev.sluice.frontend.http;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.common.model.FileBytes;
import dev.sluice.testing.Await;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.channels.FileChannel;
import java.nio.channels.WritableByteChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.Function;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.server.Handler;
import org.eclipse.jetty.server.HttpConnectionFactory;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.util.Callback;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The rules of Jetty's writes for one whose bytes are a file's. */
@Timeout(120)
class FileEndPointTest {
  private static final int LENGTH = FileEndPoint.MOST;

  private final ExecutorService storage = Executors.newSingleThreadExecutor();
  private final CompletableFuture<FileEndPoint> answering = new CompletableFuture<>();
  private final CompletableFuture<@Nullable Throwable> ended = new CompletableFuture<>();
  private @Nullable Server server;

  @AfterEach
  void stop() throws Exception {
    if (server != null) {
      server.stop();
    }
    storage.shutdownNow();
  }

  /** A question whose answer is the bytes that the moves give. */
  private Socket ask(Function<WritableByteChannel, Integer> move) throws Exception {
    return ask(
        (target, outcome) ->
            storage.execute(
                () -> {
                  try {
                    outcome.moved(move.apply(target));
                  } catch (RuntimeException e) {
                    outcome.failed(e);
                  }
                }));
  }

  private interface Move {
    void begin(WritableByteChannel target, FileBytes.Outcome outcome);
  }

  private Socket ask(Move move) throws Exception {
    Server made = new Server();
    server = made;
    FileConnector connector = new FileConnector(made, new HttpConnectionFactory());
    connector.setHost("127.0.0.1");
    made.addConnector(connector);
    made.setHandler(new Answer(move));
    made.start();
    Socket socket = new Socket(InetAddress.getLoopbackAddress(), connector.getLocalPort());
    socket.getOutputStream().write("GET / HTTP/1.1\r\nHost: localhost\r\n\r\n".getBytes(US_ASCII));
    return socket;
  }

  private static byte[] read(Socket socket, int length) throws IOException {
    return socket.getInputStream().readNBytes(length);
  }

  private static String head(Socket socket) throws IOException {
    StringBuilder head = new StringBuilder();
    while (!head.toString().endsWith("\r\n\r\n")) {
      head.append(new String(read(socket, 1), ISO_8859_1));
    }
    return head.toString();
  }

  @Test
  void bytes_areThoseOfTheFile(@TempDir Path folder) throws Exception {
    byte[] content = new byte[LENGTH];
    new Random(1).nextBytes(content);
    Path path = Files.write(folder.resolve("file"), content);
    try (FileChannel file = FileChannel.open(path);
        Socket socket =
            ask(
                target -> {
                  try {
                    long moved = file.transferTo(file.position(), 100_000, target);
                    file.position(file.position() + moved);
                    return (int) moved;
                  } catch (IOException e) {
                    throw new UncheckedIOException(e);
                  }
                })) {
      assertThat(head(socket)).startsWith("HTTP/1.1 200 OK\r\n");
      assertThat(Arrays.equals(read(socket, LENGTH), content)).isTrue();
      assertThat(ended.get()).isNull();
    }
  }

  @Test
  void moveThatFails_breaksTheConnection() throws Exception {
    try (Socket socket =
        ask(
            _ -> {
              throw new IllegalStateException("the disk is gone");
            })) {
      assertThat(head(socket)).startsWith("HTTP/1.1 200 OK\r\n");
      assertThat(read(socket, LENGTH)).isEmpty();
      assertThat(ended.get()).rootCause().hasMessage("the disk is gone");
    }
  }

  /** Closed at once, the socket would have its closer wait for the disk; the client need not. */
  @Test
  void closingWhileAMoveHangs_waitsOnItsThread() throws Exception {
    CompletableFuture<FileBytes.Outcome> hangs = new CompletableFuture<>();
    try (Socket socket = ask((_, outcome) -> hangs.complete(outcome))) {
      assertThat(head(socket)).startsWith("HTTP/1.1 200 OK\r\n");
      FileBytes.Outcome outcome = hangs.get();
      FileEndPoint endPoint = answering.get();
      endPoint.close();
      assertThat(endPoint.isOpen()).isFalse();
      assertThat(endPoint.getChannel().isOpen()).isTrue();
      assertThat(ended.get()).isNotNull();
      assertThat(read(socket, LENGTH)).isEmpty();
      outcome.moved(0);
      Await.until("the socket closed", () -> !endPoint.getChannel().isOpen());
    }
  }

  /** One answer of a file's bytes. */
  private final class Answer extends Handler.Abstract.NonBlocking {
    private final Move move;

    Answer(Move move) {
      this.move = move;
    }

    @Override
    public boolean handle(Request request, Response response, Callback callback) {
      FileEndPoint endPoint = FileEndPoint.of(request);
      if (endPoint == null) {
        throw new AssertionError("end point: another (expected: one for files)");
      }
      answering.complete(endPoint);
      response.getHeaders().put(HttpHeader.CONTENT_LENGTH, LENGTH);
      FileWrite write = endPoint.prepare(new Given(move), LENGTH);
      response.write(
          true,
          write.standIn(),
          Callback.from(
              () -> {
                ended.complete(null);
                callback.succeeded();
              },
              failure -> {
                ended.complete(failure);
                callback.failed(failure);
              }));
      return true;
    }
  }

  private record Given(Move move) implements FileBytes {
    @Override
    public long remaining() {
      return LENGTH;
    }

    @Override
    public void move(int most, WritableByteChannel target, Outcome outcome) {
      move.begin(target, outcome);
    }
  }
}
