package dev.sluice.integration;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.sluice.testing.Await;
import java.io.DataInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.HeadObjectResponse;
import software.amazon.awssdk.services.s3.model.S3Exception;

/**
 * Large bodies that the kernel moves from their file to the client's connection. That they arrive
 * is S3; what becomes of a file that changes meanwhile is ours.
 */
@Timeout(300)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
abstract class MovedBodiesContract {
  /** More than the two ends of a connection take while nobody reads. */
  static final int LENGTH = 48 << 20;

  private static final int READERS = 64;

  static final byte[] CONTENT = content(1);

  private Path folder;

  /** Starts what serves a data folder. */
  abstract void start(Path data, Path accessLog);

  /** The process that serves S3, and moves the bytes. */
  abstract SluiceProcess frontend();

  /** The process that serves the files. */
  abstract SluiceProcess agent();

  abstract void stop();

  @BeforeAll
  final void begin(@TempDir Path temporary) throws IOException {
    folder = temporary;
    Files.createDirectories(folder.resolve("data/bucket"));
    start(folder.resolve("data"), folder.resolve("access.log"));
  }

  @AfterAll
  final void end() {
    stop();
  }

  private static byte[] content(long seed) {
    byte[] bytes = new byte[LENGTH];
    new Random(seed).nextBytes(bytes);
    return bytes;
  }

  final Path store(String key) throws IOException {
    return Files.write(folder.resolve("data/bucket").resolve(key), CONTENT);
  }

  @Test
  void wholeRangeAndPart_arriveAsTheyAre() throws IOException {
    store("whole");
    try (S3Client s3 = S3Clients.pathStyle(frontend().s3())) {
      assertThat(s3.getObjectAsBytes(r -> r.bucket("bucket").key("whole")).asByteArray())
          .isEqualTo(CONTENT);
      assertThat(
              s3.getObjectAsBytes(r -> r.bucket("bucket").key("whole").range("bytes=4097-9999999"))
                  .asByteArray())
          .isEqualTo(Arrays.copyOfRange(CONTENT, 4097, 10_000_000));
      assertThat(
              s3.getObjectAsBytes(r -> r.bucket("bucket").key("whole").range("bytes=-1048576"))
                  .asByteArray())
          .isEqualTo(Arrays.copyOfRange(CONTENT, LENGTH - (1 << 20), LENGTH));
    }
  }

  @Test
  void headAndConditions_areAnsweredWithoutBytes() throws IOException {
    store("asked");
    try (S3Client s3 = S3Clients.pathStyle(frontend().s3())) {
      HeadObjectResponse head = s3.headObject(r -> r.bucket("bucket").key("asked"));
      assertThat(head.contentLength()).isEqualTo(LENGTH);
      S3Exception unchanged =
          catchThrowableOfType(
              S3Exception.class,
              () ->
                  s3.getObjectAsBytes(
                      r -> r.bucket("bucket").key("asked").ifNoneMatch(head.eTag())));
      assertThat(unchanged.statusCode()).isEqualTo(304);
      S3Exception other =
          catchThrowableOfType(
              S3Exception.class,
              () -> s3.getObjectAsBytes(r -> r.bucket("bucket").key("asked").ifMatch("\"other\"")));
      assertThat(other.statusCode()).isEqualTo(412);
    }
  }

  @Test
  void connection_goesOnAfterABody() throws IOException {
    store("again");
    try (Reader reader = new Reader("again")) {
      assertThat(reader.rest()).isEqualTo(CONTENT);
      reader.ask("again");
      assertThat(reader.rest()).isEqualTo(CONTENT);
    }
  }

  /** The second descriptor is the one that the kernel moves bytes from. */
  @Test
  void clientThatLeaves_leavesNoDescriptor() throws Exception {
    Path file = store("left");
    try (Reader reader = new Reader("left")) {
      reader.take(1 << 20);
      Await.until("two descriptors", () -> descriptors(file) == 2);
    }
    Await.until("no descriptor", () -> descriptors(file) == 0);
    String line = logged("left");
    long sent = Long.parseLong(line.replaceFirst(".*\" 200 - ", "").replaceFirst(" .*", ""));
    assertThat(sent).isBetween(1L << 20, LENGTH - 1L);
  }

  @Test
  void readersBytes_areCountedAndLogged() throws Exception {
    store("counted");
    double byAgent = sent(agent(), "sluice_agent_sent_bytes_total");
    double byFrontend = sent(frontend(), "sluice_s3_sent_bytes_total");
    try (Reader reader = new Reader("counted")) {
      assertThat(reader.rest()).isEqualTo(CONTENT);
    }
    assertThat(logged("counted")).contains("\" 200 - " + LENGTH + " " + LENGTH + " ");
    Await.until(
        "bytes of the agent",
        () -> sent(agent(), "sluice_agent_sent_bytes_total") == byAgent + LENGTH);
    Await.until(
        "bytes of S3", () -> sent(frontend(), "sluice_s3_sent_bytes_total") == byFrontend + LENGTH);
  }

  @Test
  void fileThatIsCutShort_breaksTheConnectionOnly() throws IOException {
    Path file = store("cut");
    int kept = LENGTH - (1 << 20);
    try (Reader reader = new Reader("cut");
        FileChannel writing = FileChannel.open(file, StandardOpenOption.WRITE)) {
      reader.take(1 << 20);
      writing.truncate(kept);
      assertThat(reader.untilTheEnd()).isLessThanOrEqualTo(kept);
    }
    assertStillServes();
  }

  @Test
  void fileThatIsChangedInPlace_isNeverWhole() throws IOException {
    Path file = store("changed");
    try (Reader reader = new Reader("changed");
        FileChannel writing = FileChannel.open(file, StandardOpenOption.WRITE)) {
      reader.take(1 << 20);
      int _ = writing.write(ByteBuffer.wrap(new byte[] {1}), LENGTH - 1);
      assertThat(reader.untilTheEnd()).isLessThan(LENGTH);
    }
    assertStillServes();
  }

  @Test
  void fileThatIsReplaced_isReadToItsEnd() throws IOException {
    Path file = store("replaced");
    Path other = Files.write(folder.resolve("other"), content(2));
    try (Reader reader = new Reader("replaced")) {
      byte[] begun = reader.take(1 << 20);
      Files.move(other, file, StandardCopyOption.ATOMIC_MOVE);
      assertThat(begun).isEqualTo(Arrays.copyOf(CONTENT, 1 << 20));
      assertThat(reader.rest()).isEqualTo(Arrays.copyOfRange(CONTENT, 1 << 20, LENGTH));
    }
  }

  @Test
  void manyReaders_getTheirBytes() throws Exception {
    Path file = store("shared");
    int length = 4 << 20;
    byte[] expected = Arrays.copyOf(CONTENT, length);
    try (ExecutorService readers = Executors.newFixedThreadPool(READERS);
        S3Client s3 = S3Clients.pathStyle(frontend().s3())) {
      List<Future<byte[]>> bodies = new ArrayList<>();
      for (int i = 0; i < READERS; i++) {
        bodies.add(
            readers.submit(
                () ->
                    s3.getObjectAsBytes(
                            r -> r.bucket("bucket").key("shared").range("bytes=0-" + (length - 1)))
                        .asByteArray()));
      }
      for (Future<byte[]> body : bodies) {
        assertThat(body.get()).isEqualTo(expected);
      }
    }
    Await.until("no descriptor", () -> descriptors(file) == 0);
  }

  private void assertStillServes() throws IOException {
    store("after");
    try (Reader reader = new Reader("after")) {
      assertThat(reader.rest()).isEqualTo(CONTENT);
    }
  }

  private String logged(String key) throws IOException {
    return Await.until(
            "line of " + key,
            () ->
                Files.readAllLines(folder.resolve("access.log")).stream()
                    .filter(line -> line.contains(" " + key + " "))
                    .toList(),
            lines -> !lines.isEmpty())
        .getLast();
  }

  private static double sent(SluiceProcess process, String metric)
      throws IOException, InterruptedException {
    return measured(process, metric, "\"GetObject\"");
  }

  /** The sum of a metric's values, of the lines with some text. */
  static double measured(SluiceProcess process, String metric, String text)
      throws IOException, InterruptedException {
    try (HttpClient http = HttpClient.newHttpClient()) {
      return http.send(
              HttpRequest.newBuilder(process.admin("/metrics")).build(),
              HttpResponse.BodyHandlers.ofLines())
          .body()
          .filter(line -> line.startsWith(metric) && line.contains(text))
          .mapToDouble(line -> Double.parseDouble(line.substring(line.lastIndexOf(' ') + 1)))
          .sum();
    }
  }

  private long descriptors(Path file) throws IOException {
    try (Stream<Path> open = Files.list(Path.of("/proc/" + frontend().pid() + "/fd"))) {
      return open.filter(link -> leadsTo(link, file)).count();
    }
  }

  private static boolean leadsTo(Path link, Path file) {
    try {
      return Files.readSymbolicLink(link).equals(file);
    } catch (NoSuchFileException e) {
      return false; // closed meanwhile
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** A client that takes a body when it likes. */
  private final class Reader implements AutoCloseable {
    /** The room of its end for bytes that it has not taken. */
    private static final int ROOM = 256 << 10;

    private final Socket socket = new Socket();
    private int left;

    Reader(String key) throws IOException {
      socket.setReceiveBufferSize(ROOM);
      socket.connect(new InetSocketAddress("localhost", frontend().s3().getPort()));
      ask(key);
    }

    void ask(String key) throws IOException {
      socket
          .getOutputStream()
          .write(
              ("GET /bucket/" + key + " HTTP/1.1\r\nHost: localhost\r\n\r\n").getBytes(US_ASCII));
      StringBuilder head = new StringBuilder();
      while (!head.toString().endsWith("\r\n\r\n")) {
        head.append((char) socket.getInputStream().read());
      }
      assertThat(head.toString()).startsWith("HTTP/1.1 200 ");
      left = LENGTH;
    }

    byte[] take(int length) throws IOException {
      byte[] bytes = new byte[length];
      new DataInputStream(socket.getInputStream()).readFully(bytes);
      left -= length;
      return bytes;
    }

    byte[] rest() throws IOException {
      return take(left);
    }

    /** The number of bytes of the body that came until the connection ended. */
    int untilTheEnd() throws IOException {
      InputStream in = socket.getInputStream();
      byte[] piece = new byte[64 << 10];
      int taken = LENGTH - left;
      try {
        for (int read = in.read(piece); read >= 0; read = in.read(piece)) {
          taken += read;
        }
      } catch (SocketException _) {
        // A reset says the same as an early end.
      }
      return taken;
    }

    @Override
    public void close() throws IOException {
      socket.close();
    }
  }
}
