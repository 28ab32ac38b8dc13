package dev.sluice.integration;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sluice.testing.Await;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.concurrent.Callable;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.CompletedPart;
import software.amazon.awssdk.services.s3.model.NoSuchKeyException;
import software.amazon.awssdk.services.s3.model.S3Exception;

/**
 * One agent and two frontends, each a process of its own, any of which may die: the right error or
 * a broken connection, nothing half-written, and the rest goes on.
 */
@Timeout(180)
class TwoTierTest {

  private static final int MEBIBYTE = 1 << 20;
  private static final String BUCKET = "two-tiers";

  @TempDir private static Path folder;

  private static Path data;
  private static SluiceProcess agent;
  private static SluiceProcess left;
  private static SluiceProcess right;
  private static S3Client throughLeft;
  private static S3Client throughRight;

  /** Starts what the test before has ended. */
  @BeforeEach
  void start() {
    data = folder.resolve("data");
    if (agent == null || !agent.isAlive()) {
      agent = SluiceProcess.agent(data).announced();
    }
    if (left == null || !left.isAlive()) {
      left = SluiceProcess.frontend(data).announced();
      throughLeft = S3Clients.pathStyle(left.s3());
    }
    if (right == null || !right.isAlive()) {
      right = SluiceProcess.frontend(data).announced();
      throughRight = S3Clients.pathStyle(right.s3());
    }
    Stream.of(agent, left, right).forEach(SluiceProcess::awaitReady);
    throughLeft.createBucket(request -> request.bucket(BUCKET));
  }

  @AfterAll
  static void stop() {
    Stream.of(left, right, agent).filter(process -> process != null).forEach(SluiceProcess::close);
  }

  @Test
  void upload_isFinishedByTheOtherFrontend() throws IOException {
    byte[] bytes = random(11 * MEBIBYTE);
    String id =
        throughLeft
            .createMultipartUpload(request -> request.bucket(BUCKET).key("upload"))
            .uploadId();
    CompletedPart first = part(throughLeft, id, 1, bytes);
    CompletedPart second = part(throughRight, id, 2, bytes);
    String target = "/%s/upload?partNumber=3&uploadId=%s".formatted(BUCKET, id);
    try (RawHttp http = RawHttp.send(left.s3(), "PUT", target, MEBIBYTE)) {
      http.body(new byte[MEBIBYTE / 2]);
      left.kill();
      assertThat(http.status()).isZero();
    }

    CompletedPart third = part(throughRight, id, 3, bytes);
    throughRight.completeMultipartUpload(
        request ->
            request
                .bucket(BUCKET)
                .key("upload")
                .uploadId(id)
                .multipartUpload(upload -> upload.parts(first, second, third)));

    assertThat(agent.stderr()).as("what the agent has to say").isEmpty();
    // It may have outlived an agent that another test killed.
    assertThat(right.stderr().lines().filter(line -> !line.contains(" AgentMonitor: ")))
        .as("what a frontend has to say")
        .isEmpty();
    assertThat(get("upload")).isEqualTo(bytes);
    assertThat(Files.readAllBytes(data.resolve("two-tiers/upload"))).isEqualTo(bytes);
  }

  @Test
  void agentKilledDuringPut_leavesNothingAndGoesOn() throws IOException {
    put("before", "old");
    try (RawHttp fresh = RawHttp.send(left.s3(), "PUT", "/two-tiers/fresh", 4 * MEBIBYTE);
        RawHttp again = RawHttp.send(right.s3(), "PUT", "/two-tiers/before", 4 * MEBIBYTE)) {
      fresh.body(new byte[2 * MEBIBYTE]);
      again.body(new byte[2 * MEBIBYTE]);
      agent.kill();
      assertThat(fresh.status()).isIn(0, 500, 503);
      assertThat(again.status()).isIn(0, 500, 503);
    }
    assertThatThrownBy(() -> put("while-down", "text"))
        .isInstanceOf(S3Exception.class)
        .extracting(failure -> ((S3Exception) failure).statusCode())
        .isEqualTo(503);

    restartAgent();

    assertThat(get("before")).asString().isEqualTo("old");
    assertAbsent("fresh");
    assertAbsent("while-down");
    assertNothingIsStaged();
    put("fresh", "new");
    assertThat(get("fresh")).asString().isEqualTo("new");
  }

  @Test
  void agentKilledDuringGet_breaksTheConnection() throws IOException {
    // From a file that it had passed the frontend would read on.
    agent.close();
    agent = SluiceProcess.agent(data).with("--short-circuit-from", "0B").start();
    Stream.of(left, right).forEach(SluiceProcess::awaitReady);
    int length = 64 * MEBIBYTE;
    byte[] bytes = random(length);
    throughLeft.putObject(
        request -> request.bucket(BUCKET).key("large"), RequestBody.fromBytes(bytes));
    try (RawHttp http = RawHttp.send(left.s3(), "GET", "/two-tiers/large", -1)) {
      assertThat(http.head()).startsWith("HTTP/1.1 200").contains("content-length: " + length);
      assertThat(http.read(MEBIBYTE)).isEqualTo(Arrays.copyOf(bytes, MEBIBYTE));
      agent.kill();
      assertThat(MEBIBYTE + http.drain()).isLessThan(length);
    }

    restartAgent();

    assertThat(get("large")).isEqualTo(bytes);
  }

  @Test
  void agentKilledDuringCompletion_leavesEachUploadWholeOrUnfinished() throws Exception {
    byte[] bytes = random(11 * MEBIBYTE);
    List<String> ids = new ArrayList<>();
    List<CompletedPart> parts = new ArrayList<>();
    for (int i = 0; i < 6; i++) {
      String key = "completed-" + i;
      ids.add(throughLeft.createMultipartUpload(r -> r.bucket(BUCKET).key(key)).uploadId());
      for (int number = 1; number <= 3; number++) {
        parts.add(part(throughRight, key, ids.get(i), number, bytes));
      }
    }
    CyclicBarrier together = new CyclicBarrier(ids.size() + 1);
    List<Callable<Boolean>> completions =
        IntStream.range(0, ids.size())
            .<Callable<Boolean>>mapToObj(
                i ->
                    () -> {
                      together.await();
                      return complete(i, ids.get(i), parts.subList(3 * i, 3 * i + 3));
                    })
            .toList();
    List<Boolean> acknowledged = new ArrayList<>();
    try (ExecutorService executor = Executors.newVirtualThreadPerTaskExecutor()) {
      List<Future<Boolean>> running = completions.stream().map(executor::submit).toList();
      together.await();
      agent.kill();
      for (Future<Boolean> completion : running) {
        acknowledged.add(completion.get());
      }
    }

    restartAgent();

    for (int i = 0; i < ids.size(); i++) {
      String key = "completed-" + i;
      if (acknowledged.get(i)) {
        assertThat(get(key)).isEqualTo(bytes);
      }
      assertThat(complete(i, ids.get(i), parts.subList(3 * i, 3 * i + 3))).isTrue();
      assertThat(get(key)).isEqualTo(bytes);
    }
  }

  @Test
  void clientThatStopsHalfWay_leavesNothing() throws IOException {
    put("kept", "old");
    for (String key : List.of("stopped", "kept")) {
      try (RawHttp http = RawHttp.send(left.s3(), "PUT", "/two-tiers/" + key, 4 * MEBIBYTE)) {
        http.body(new byte[3 * MEBIBYTE]);
      }
    }

    assertNothingIsStaged();
    assertAbsent("stopped");
    assertThat(get("kept")).asString().isEqualTo("old");
    assertThat(data.resolve("two-tiers/stopped")).doesNotExist();
  }

  @Test
  void frontendToldToStop_finishesWhatIsUnderWay() throws IOException {
    try (RawHttp http = RawHttp.send(left.s3(), "PUT", "/two-tiers/drained", MEBIBYTE)) {
      http.body(new byte[MEBIBYTE / 2]);
      // What is under way is with the frontend once something of it is staged.
      Staging.of(data).awaitSome();
      assertThat(health(left)).isEqualTo(200);
      left.terminate();
      left.awaitReadiness(503);
      Await.until("status of health", () -> health(left), status -> status == 503);
      http.body(new byte[MEBIBYTE / 2]);
      assertThat(http.status()).isEqualTo(200);
    }
    assertThat(left.exitCode()).isZero();
    assertThat(getLength("drained")).isEqualTo(MEBIBYTE);
  }

  /** What a load balancer gets, which has no signature and another name for the server. */
  private static int health(SluiceProcess frontend) throws IOException {
    try (RawHttp probe = RawHttp.send(frontend.s3(), "GET", "/-/health", -1)) {
      return probe.status();
    }
  }

  @Test
  void agentToldToStop_finishesWhatIsUnderWay() throws IOException {
    try (RawHttp http = RawHttp.send(left.s3(), "PUT", "/two-tiers/drained-too", MEBIBYTE)) {
      http.body(new byte[MEBIBYTE / 2]);
      // What is under way is at the agent once something of it is staged.
      Staging.of(data).awaitSome();
      agent.terminate();
      agent.awaitReadiness(503);
      http.body(new byte[MEBIBYTE / 2]);
      assertThat(http.status()).isEqualTo(200);
    }
    assertThat(agent.exitCode()).isZero();

    restartAgent();

    assertThat(getLength("drained-too")).isEqualTo(MEBIBYTE);
  }

  @Test
  void ofRacersThroughBothFrontends_exactlyOneWins() throws Exception {
    for (int round = 0; round < 3; round++) {
      String key = "race-" + round;
      int racers = 64;
      CyclicBarrier together = new CyclicBarrier(racers);
      List<Integer> winners = new ArrayList<>();
      try (ExecutorService executor = Executors.newVirtualThreadPerTaskExecutor()) {
        List<Future<Boolean>> running =
            IntStream.range(0, racers)
                .mapToObj(racer -> executor.submit(() -> race(together, key, racer)))
                .toList();
        for (int racer = 0; racer < racers; racer++) {
          if (running.get(racer).get()) {
            winners.add(racer);
          }
        }
      }

      assertThat(winners).hasSize(1);
      assertThat(get(key)).asString().isEqualTo("racer " + winners.getFirst());
    }
  }

  private static boolean race(CyclicBarrier together, String key, int racer) throws Exception {
    S3Client client = racer % 2 == 0 ? throughLeft : throughRight;
    together.await();
    try {
      client.putObject(
          request -> request.bucket(BUCKET).key(key).ifNoneMatch("*"),
          RequestBody.fromString("racer " + racer));
      return true;
    } catch (S3Exception e) {
      assertThat(e.statusCode()).as(e.getMessage()).isIn(409, 412);
      return false;
    }
  }

  /** Whether the completion was acknowledged. */
  private static boolean complete(int i, String id, List<CompletedPart> parts) {
    try {
      throughRight.completeMultipartUpload(
          request ->
              request
                  .bucket(BUCKET)
                  .key("completed-" + i)
                  .uploadId(id)
                  .multipartUpload(upload -> upload.parts(parts)));
      return true;
    } catch (SdkException e) {
      return false;
    }
  }

  private static void restartAgent() {
    agent.close();
    agent = SluiceProcess.agent(data).start();
    Stream.of(left, right).filter(SluiceProcess::isAlive).forEach(SluiceProcess::awaitReady);
  }

  private static void assertNothingIsStaged() {
    Staging.of(data).awaitNone();
  }

  private static CompletedPart part(S3Client client, String id, int number, byte[] bytes) {
    return part(client, "upload", id, number, bytes);
  }

  /** A third of 11 MiB: 5, 5 and 1. */
  private static CompletedPart part(
      S3Client client, String key, String id, int number, byte[] bytes) {
    int from = (number - 1) * 5 * MEBIBYTE;
    byte[] slice = Arrays.copyOfRange(bytes, from, Math.min(bytes.length, from + 5 * MEBIBYTE));
    String etag =
        client
            .uploadPart(
                request -> request.bucket(BUCKET).key(key).uploadId(id).partNumber(number),
                RequestBody.fromBytes(slice))
            .eTag();
    return CompletedPart.builder().partNumber(number).eTag(etag).build();
  }

  private static void put(String key, String text) {
    throughRight.putObject(
        request -> request.bucket(BUCKET).key(key), RequestBody.fromString(text));
  }

  private static byte[] get(String key) {
    return throughRight.getObjectAsBytes(request -> request.bucket(BUCKET).key(key)).asByteArray();
  }

  private static long getLength(String key) {
    return throughRight.headObject(request -> request.bucket(BUCKET).key(key)).contentLength();
  }

  private static void assertAbsent(String key) {
    assertThatThrownBy(() -> get(key)).isInstanceOf(NoSuchKeyException.class);
    try (Stream<Path> files = Files.walk(data.resolve(BUCKET))) {
      assertThat(files.map(file -> file.getFileName().toString())).doesNotContain(key);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static byte[] random(int length) {
    byte[] bytes = new byte[length];
    new Random(length).nextBytes(bytes);
    return bytes;
  }
}
