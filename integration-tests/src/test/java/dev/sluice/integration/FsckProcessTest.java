package dev.sluice.integration;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.sluice.integration.OutsideCommand.Answer;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * {@code sluice fsck} as a shell sees it: beside a server that is busy, after its end, and large.
 */
@Timeout(300)
class FsckProcessTest {
  private static final int FINDINGS = 1;
  private static final int USAGE = 2;
  private static final int LOCAL = 5;
  private static final int WRITERS = 3;
  private static final int LIVE_CHECKS = 2;
  private static final int DIRECTORIES = 60;
  private static final int FILES = 1000;

  @TempDir private Path folder;

  private static Answer fsck(Path data, Object... arguments) {
    return OutsideCommand.of(TestProject.launcher(), "fsck", "--root", data)
        .with(arguments)
        .environment("SLUICE_JAVA_OPTS", "-Xmx32m -XX:+UseSerialGC -XX:TieredStopAtLevel=1")
        .run();
  }

  @Test
  void servedFolder_isCleanWhileItIsBusy_andAfterItWasKilled() throws Exception {
    Path data = folder.resolve("data");
    // By TCP as well, so that the agent keeps a token.
    try (SluiceProcess server =
            SluiceProcess.standalone(data).with("--agent-listen", "127.0.0.1:0").start();
        Load load = new Load(server.s3())) {
      for (int check = 0; check < LIVE_CHECKS; check++) {
        Answer looked = fsck(data, "--verify").good();
        assertThat(looked.err()).contains("an agent serves the folder");
        assertThat(looked.out()).endsWith("nothing found\n");
      }
      Answer refused = fsck(data, "--repair");
      assertThat(refused.exitCode()).isEqualTo(LOCAL);
      assertThat(refused.err()).contains("stop the agent first").doesNotContain("Exception");
      server.kill();
      assertThat(load.done()).isPositive();
    }
    Files.writeString(data.resolve(".sluice/staging/left-behind"), "x");
    Files.writeString(data.resolve("busy/.%xforged\n"), "x");

    Answer looked = fsck(data);
    assertThat(looked.exitCode()).isEqualTo(FINDINGS);
    assertThat(looked.out())
        .contains("stray-staging  .sluice/staging/left-behind\n")
        .contains("name-without-key  busy/.%xforged\\n: a file\n");
    assertThat(fsck(data, "--repair").exitCode()).isEqualTo(FINDINGS);
    Answer after = fsck(data, "--json", "--verify");
    assertThat(after.exitCode()).isEqualTo(FINDINGS);
    List<JsonNode> documents = new ArrayList<>();
    for (String line : after.out().lines().toList()) {
      documents.add(new ObjectMapper().readTree(line));
    }
    assertThat(documents).hasSize(2);
    assertThat(documents.getFirst().get("kind").textValue()).isEqualTo("name-without-key");
    assertThat(documents.getFirst().get("path").textValue()).isEqualTo("busy/.%xforged\n");
    assertThat(documents.getLast().get("remaining").longValue()).isEqualTo(1);
    Files.delete(data.resolve("busy/.%xforged\n"));
    fsck(data).good();
  }

  @Test
  void largeFolder_needsLittleMemory() throws IOException {
    for (int directory = 0; directory < DIRECTORIES; directory++) {
      Path below = Files.createDirectories(folder.resolve("data/large/" + directory));
      for (int file = 0; file < FILES; file++) {
        Files.createFile(below.resolve("a-name-that-would-need-memory-if-it-were-kept-" + file));
      }
    }
    Answer answer =
        OutsideCommand.of(TestProject.launcher(), "fsck", "--root", folder.resolve("data"))
            .environment("SLUICE_JAVA_OPTS", "-Xmx12m -XX:+UseSerialGC -XX:TieredStopAtLevel=1")
            .run()
            .good();
    assertThat(answer.out())
        .startsWith("1 bucket, " + DIRECTORIES * FILES + " objects")
        .endsWith("nothing found\n");
  }

  @Test
  void mistakes_haveExitCodesOfTheirOwn() {
    assertThat(fsck(folder.resolve("missing")).exitCode()).isEqualTo(LOCAL);
    assertThat(fsck(folder, "--bucket", "NO BUCKET").exitCode()).isEqualTo(USAGE);
    assertThat(fsck(folder, "--unknown").exitCode()).isEqualTo(USAGE);
  }

  /** Writers, each with keys of its own, until the server is gone. */
  private static final class Load implements AutoCloseable {
    private final URI server;
    private final AtomicBoolean ended = new AtomicBoolean();
    private final ExecutorService threads = Executors.newFixedThreadPool(WRITERS);
    private final List<Future<Integer>> writers = new ArrayList<>();

    Load(URI server) throws IOException, InterruptedException {
      this.server = server;
      try (HttpClient http = HttpClient.newHttpClient()) {
        send(http, "PUT", "busy", "");
      }
      for (int writer = 0; writer < WRITERS; writer++) {
        String own = "busy/" + writer;
        writers.add(threads.submit(() -> write(own)));
      }
    }

    private int write(String own) throws InterruptedException {
      int requests = 0;
      try (HttpClient http = HttpClient.newHttpClient()) {
        while (!ended.get()) {
          String key = own + "/" + requests % 7;
          send(http, "PUT", key, "bytes ".repeat(requests % 2000));
          send(http, "PUT", key + "/below", "x");
          send(http, "DELETE", own + "/" + (requests + 3) % 7 + "/below", "");
          send(http, "DELETE", own + "/" + (requests + 5) % 7, "");
          requests++;
        }
      } catch (IOException e) {
        // The server was killed.
      }
      return requests;
    }

    private void send(HttpClient http, String method, String path, String body)
        throws IOException, InterruptedException {
      HttpRequest request =
          HttpRequest.newBuilder(URI.create(server + "/" + path))
              .method(method, HttpRequest.BodyPublishers.ofString(body))
              .build();
      int status = http.send(request, HttpResponse.BodyHandlers.discarding()).statusCode();
      assertThat(status).isLessThan(300);
    }

    int done() throws Exception {
      int all = 0;
      for (Future<Integer> writer : writers) {
        all += writer.get();
      }
      return all;
    }

    @Override
    public void close() {
      ended.set(true);
      threads.close();
    }
  }
}
