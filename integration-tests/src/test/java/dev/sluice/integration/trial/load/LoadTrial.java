package dev.sluice.integration.trial.load;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.integration.LoopMount;
import dev.sluice.integration.RawHttp;
import dev.sluice.integration.Staging;
import dev.sluice.integration.trial.core.Figures;
import dev.sluice.testing.Await;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/** Many clients at once against tiers of 128 MiB: fast ones, slow ones, idle ones. */
public final class LoadTrial {
  private static final long BLOCKS_PER_MEBIBYTE = (1 << 20) / Pattern.BLOCK;

  /** More than the sockets, windows and buffers on the way of one body take together. */
  private static final long SLOW_BLOCKS = 24 * BLOCKS_PER_MEBIBYTE;

  /** What a slow writer announces, bytes; it has sent a part of it. */
  private static final int SLOW_LENGTH = 40_000;

  private static final int FAST_REQUESTS = 50;

  /** What a writer sends to a disk that hangs: more than may be on the way. */
  private static final long HUNG_BLOCKS = 4 * BLOCKS_PER_MEBIBYTE;

  /** Writers once it goes on. */
  private static final int FEW_WRITERS = 16;

  /** What an idle connection may cost the frontend, bytes. */
  private static final long MOST_PER_CONNECTION = 16 * 1024;

  private static final int MORE_THREADS = 8;
  private static final int MORE_DESCRIPTORS = 32;

  private LoadTrial() {}

  /** All put an object, then all get theirs; nothing may fail. */
  public static String transfers(Path data, int clients, long mebibytes)
      throws IOException, InterruptedException {
    long blocks = mebibytes * BLOCKS_PER_MEBIBYTE;
    try (Tiers tiers = new Tiers(data)) {
      makeBucket(tiers);
      together(
          clients,
          client -> {
            assertThat(Pattern.put(tiers.s3(), key(client), client, blocks)).isEqualTo(200);
            return "put";
          });
      together(
          clients,
          client -> {
            Pattern.get(tiers.s3(), key(client), client, blocks);
            return "got";
          });
      return "%d clients with %d MiB each; %s"
          .formatted(clients, mebibytes, tiers.requireBounded());
    }
  }

  /** A fast client beside slow readers and writers, all of which are served in the end. */
  public static String slow(Path data, int readers, int writers)
      throws IOException, InterruptedException {
    try (Tiers tiers = new Tiers(data)) {
      makeBucket(tiers);
      assertThat(Pattern.put(tiers.s3(), "/load/slow", 1, SLOW_BLOCKS)).isEqualTo(200);
      List<RawHttp> reading = new ArrayList<>();
      List<RawHttp> writing = new ArrayList<>();
      try {
        for (int i = 0; i < readers; i++) {
          RawHttp reader = RawHttp.send(tiers.s3(), "GET", "/load/slow", -1).patient();
          reading.add(reader);
          assertThat(reader.status()).isEqualTo(200);
        }
        for (int i = 0; i < writers; i++) {
          RawHttp writer = RawHttp.send(tiers.s3(), "PUT", key(i), SLOW_LENGTH).patient();
          writing.add(writer.body(new byte[SLOW_LENGTH / 2]));
        }
        for (int i = 0; i < FAST_REQUESTS; i++) {
          assertThat(Pattern.put(tiers.s3(), "/load/fast", i, BLOCKS_PER_MEBIBYTE)).isEqualTo(200);
          Pattern.get(tiers.s3(), "/load/fast", i, BLOCKS_PER_MEBIBYTE);
        }
        String story = tiers.requireBounded();
        for (RawHttp writer : writing) {
          assertThat(writer.body(new byte[SLOW_LENGTH / 2]).status()).isEqualTo(200);
        }
        for (RawHttp reader : reading) {
          Pattern.require(reader, 1, 0);
        }
        return "%d slow readers and %d slow writers beside %d requests; %s"
            .formatted(readers, writers, 2 * FAST_REQUESTS, story);
      } finally {
        closeAll(reading);
        closeAll(writing);
      }
    }
  }

  /** More writers than memory on a disk that hangs: each is told, and then all goes on. */
  public static String hung(LoopMount disk, int writers) throws IOException, InterruptedException {
    Path data = disk.point().resolve("data");
    try (Tiers tiers = new Tiers(data, "--agent-timeout", "3s")) {
      makeBucket(tiers);
      assertThat(Pattern.put(tiers.s3(), "/load/before", 1, BLOCKS_PER_MEBIBYTE)).isEqualTo(200);
      String story;
      disk.freeze();
      try {
        together(
            writers,
            client -> {
              assertThat(putRefused(tiers, client)).isIn(503, 0);
              return "refused";
            });
        story = tiers.requireBounded();
        tiers.agent().awaitReadiness(503);
      } finally {
        disk.thaw();
      }
      tiers.agent().awaitReadiness(200);
      Pattern.get(tiers.s3(), "/load/before", 1, BLOCKS_PER_MEBIBYTE);
      Staging.of(data).awaitNone();
      together(
          writers,
          client -> {
            try (RawHttp http = RawHttp.send(tiers.s3(), "GET", key(client), -1)) {
              assertThat(http.status()).as(key(client)).isEqualTo(404);
            }
            return "absent";
          });
      together(
          FEW_WRITERS,
          client -> {
            assertThat(Pattern.put(tiers.s3(), key(client), client, HUNG_BLOCKS)).isEqualTo(200);
            Pattern.get(tiers.s3(), key(client), client, HUNG_BLOCKS);
            return "put";
          });
      return "%d writers on a disk that hangs; %s".formatted(writers, story);
    }
  }

  /** The status of a put; 0 where the connection ended before all was sent. */
  private static int putRefused(Tiers tiers, int client) {
    try {
      return Pattern.put(tiers.s3(), key(client), client, HUNG_BLOCKS);
    } catch (IOException e) {
      return 0;
    }
  }

  /** Connections that do nothing, half of them after a first request. */
  public static String idle(Path data, int connections) throws IOException, InterruptedException {
    try (Tiers tiers = new Tiers(data, "--idle-timeout", "1h")) {
      makeBucket(tiers);
      Pattern.put(tiers.s3(), "/load/key", 1, 1);
      Figures before = Figures.of(tiers.frontend());
      List<SocketChannel> idle = new ArrayList<>();
      Figures during;
      try {
        for (int i = 0; i < connections; i++) {
          idle.add(connect(tiers, i));
        }
        Pattern.get(tiers.s3(), "/load/key", 1, 1);
        during = Figures.of(tiers.frontend());
        assertThat(during.descriptors()).isGreaterThanOrEqualTo(connections);
        assertThat(during.threads()).isLessThan(before.threads() + MORE_THREADS);
        assertThat(grown(before, during)).isLessThan(connections * MOST_PER_CONNECTION);
      } finally {
        closeAll(idle);
      }
      Figures after =
          Await.until(
              "figures after the connections",
              () -> Figures.now(tiers.frontend()),
              now -> now.descriptors() <= before.descriptors() + MORE_DESCRIPTORS);
      return "%d idle connections: %d bytes each; before: %s; with them: %s; after: %s"
          .formatted(connections, grown(before, during) / connections, before, during, after);
    }
  }

  private static long grown(Figures before, Figures later) {
    return later.heapBytes() + later.directBytes() - before.heapBytes() - before.directBytes();
  }

  private static SocketChannel connect(Tiers tiers, int index) throws IOException {
    SocketChannel channel =
        SocketChannel.open(new InetSocketAddress(tiers.s3().getHost(), tiers.s3().getPort()));
    if (index % 2 == 0) {
      channel.write(
          ByteBuffer.wrap(
              "HEAD /load/key HTTP/1.1\r\nHost: localhost\r\n\r\n"
                  .getBytes(StandardCharsets.US_ASCII)));
      ByteBuffer answer = ByteBuffer.allocate(2048);
      channel.read(answer);
      assertThat(new String(answer.array(), 0, answer.position(), StandardCharsets.US_ASCII))
          .startsWith("HTTP/1.1 200");
    }
    return channel;
  }

  private static void makeBucket(Tiers tiers) throws IOException {
    try (RawHttp http = RawHttp.send(tiers.s3(), "PUT", "/load", 0)) {
      assertThat(http.status()).isEqualTo(200);
    }
  }

  private static String key(int client) {
    return "/load/" + client;
  }

  private static void closeAll(List<? extends AutoCloseable> all) throws IOException {
    for (AutoCloseable one : all) {
      try {
        one.close();
      } catch (IOException e) {
        throw e;
      } catch (Exception e) {
        throw new IOException(e);
      }
    }
  }

  /** What a client does. */
  private interface Part {
    String play(int client) throws Exception;
  }

  private static void together(int clients, Part part) throws InterruptedException {
    try (ExecutorService executor = Executors.newVirtualThreadPerTaskExecutor()) {
      List<Callable<String>> parts = new ArrayList<>();
      for (int i = 0; i < clients; i++) {
        int client = i;
        parts.add(() -> part.play(client));
      }
      for (Future<String> end : executor.invokeAll(parts)) {
        end.get();
      }
    } catch (ExecutionException e) {
      throw new AssertionError(e.getCause());
    }
  }
}
