package dev.sluice.integration;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;

/** An agent that stands still (SIGSTOP) behind a real frontend: nobody waits for ever. */
@Timeout(300)
@Execution(ExecutionMode.CONCURRENT)
class StalledAgentTest {
  private static final int LARGE = 64 << 20;
  private static final String RETRY = "retry-after: 1";

  @TempDir private Path data;

  @Test
  void agentThatStandsStill_isAnsweredForAndUsedAgain() throws Exception {
    // The bytes of a large body come from the agent, and not from a file that it has passed.
    try (SluiceProcess agent =
            SluiceProcess.agent(data).with("--short-circuit-from", "0B").start();
        SluiceProcess hasty =
            SluiceProcess.frontend(data)
                .with("--agent-timeout", "1s", "--agent-work-timeout", "2s")
                .start();
        SluiceProcess patient = SluiceProcess.frontend(data).start();
        ExecutorService executor = Executors.newVirtualThreadPerTaskExecutor();
        HostileClient client = new HostileClient(hasty.s3().getPort());
        HostileClient waiting = new HostileClient(patient.s3().getPort());
        RawHttp reader = largeRead(patient, hasty)) {
      assertThat(ask(client, "PUT", "/bucket/small", "small").status()).isEqualTo(200);
      String upload = upload(client);

      assertThat(ask(waiting, "GET", "/", "").status()).isEqualTo(200);

      OutsideCommand.signal("STOP", agent.pid());
      // The end of a put may take hours, but gRPC's pings find out.
      Future<HostileClient.Answer> work =
          executor.submit(() -> ask(waiting, "PUT", "/bucket/key", "text"));
      for (String target : List.of("/bucket/small", "/bucket?list-type=2", "/")) {
        requireTryAgain(ask(client, "GET", target, ""));
      }
      requireTryAgain(ask(client, "HEAD", "/bucket/small", ""));
      requireTryAgain(ask(client, "DELETE", "/bucket/small", ""));
      requireTryAgain(ask(client, "PUT", "/bucket/new", "new"));
      requireTryAgain(ask(client, "POST", "/bucket/parted?uploadId=" + upload, complete("0")));
      assertThat(reader.drain()).as("bytes of the rest").isLessThan(LARGE - 1);
      try (RawHttp writer = RawHttp.send(hasty.s3(), "PUT", "/bucket/large2", LARGE)) {
        feed(writer);
        assertThat(writer.status()).isEqualTo(503);
      }
      requireTryAgain(work.get());

      OutsideCommand.signal("CONT", agent.pid());
      hasty.awaitReady();
      patient.awaitReady();
      assertThat(ask(waiting, "PUT", "/bucket/key", "text").status()).isEqualTo(200);
      assertThat(ask(client, "GET", "/", "").status()).isEqualTo(200);
      assertThat(ask(client, "PUT", "/bucket/after", "after").status()).isEqualTo(200);
      assertThat(ask(client, "GET", "/bucket/after", "").body()).isEqualTo("after");
      Staging.of(data).awaitNone();
      assertThat(data.resolve("bucket/large2")).doesNotExist();
    }
  }

  /** A frontend on the agent's machine has the file, and needs nobody any more. */
  @Test
  void readOfAPassedFile_goesOnWhileTheAgentStandsStill() throws Exception {
    try (SluiceProcess agent = SluiceProcess.agent(data).start();
        SluiceProcess frontend = SluiceProcess.frontend(data).start();
        RawHttp reader = largeRead(frontend, frontend)) {
      OutsideCommand.signal("STOP", agent.pid());

      assertThat(reader.drain()).isEqualTo(LARGE - 1);
    }
  }

  /** What a client may take has nothing to do with what the agent takes. */
  @Test
  void agentSlowerThanTheBodyTimeout_isWaitedFor() throws Exception {
    try (SluiceProcess agent = SluiceProcess.agent(data).start();
        SluiceProcess frontend =
            SluiceProcess.frontend(data)
                .with("--body-timeout", "500ms", "--idle-timeout", "3s")
                .start();
        ExecutorService executor = Executors.newVirtualThreadPerTaskExecutor();
        HostileClient client = new HostileClient(frontend.s3().getPort())) {
      assertThat(ask(client, "PUT", "/bucket", "").status()).isEqualTo(200);
      OutsideCommand.signal("STOP", agent.pid());
      Future<HostileClient.Answer> put =
          executor.submit(
              () -> {
                try (HostileClient other = new HostileClient(frontend.s3().getPort())) {
                  return ask(other, "PUT", "/bucket/key", "text");
                }
              });
      // Silent for as long as it may be, twice: twelve body time-outs pass while the put waits.
      for (int i = 0; i < 2; i++) {
        try (HostileClient idle = new HostileClient(frontend.s3().getPort())) {
          assertThat(idle.ends()).isTrue();
        }
      }
      OutsideCommand.signal("CONT", agent.pid());
      assertThat(put.get().status()).isEqualTo(200);
      assertThat(Files.readString(data.resolve("bucket/key"))).isEqualTo("text");
    }
  }

  private static void requireTryAgain(HostileClient.Answer answer) {
    assertThat(answer.status()).as(answer.toString()).isEqualTo(503);
    assertThat(answer.head().toLowerCase(Locale.ROOT)).contains(RETRY);
    if (!answer.body().isEmpty()) {
      assertThat(answer.code()).isEqualTo("ServiceUnavailable");
    }
  }

  /** A read whose rest is still with the agent, of what was written through another frontend. */
  private static RawHttp largeRead(SluiceProcess writer, SluiceProcess frontend) throws Exception {
    try (HostileClient client = new HostileClient(writer.s3().getPort())) {
      assertThat(ask(client, "PUT", "/bucket", "").status()).isEqualTo(200);
    }
    try (RawHttp put = RawHttp.send(writer.s3(), "PUT", "/bucket/large", LARGE)) {
      feed(put);
      assertThat(put.status()).isEqualTo(200);
    }
    RawHttp read = RawHttp.send(frontend.s3(), "GET", "/bucket/large", -1);
    assertThat(read.status()).isEqualTo(200);
    assertThat(read.read(1)).hasSize(1);
    return read;
  }

  /** Sends a large body, or as much of it as is taken. */
  private static void feed(RawHttp put) {
    byte[] block = new byte[1 << 20];
    try {
      for (int sent = 0; sent < LARGE; sent += block.length) {
        put.body(block);
      }
    } catch (IOException e) {
      // What the server has to say is read next.
    }
  }

  private static String upload(HostileClient client) {
    String answer = ask(client, "POST", "/bucket/parted?uploads", "").body();
    String id =
        answer.substring(
            answer.indexOf("<UploadId>") + "<UploadId>".length(), answer.indexOf("</UploadId>"));
    String part = "/bucket/parted?partNumber=1&uploadId=" + id;
    assertThat(ask(client, "PUT", part, "part").status()).isEqualTo(200);
    return id;
  }

  private static String complete(String etag) {
    return "<CompleteMultipartUpload><Part><PartNumber>1</PartNumber><ETag>"
        + etag
        + "</ETag></Part></CompleteMultipartUpload>";
  }

  private static HostileClient.Answer ask(
      HostileClient client, String method, String target, String body) {
    int length = body.getBytes(StandardCharsets.ISO_8859_1).length;
    client.send(
        "%s %s HTTP/1.1\r\nHost: localhost\r\nContent-Length: %d\r\n\r\n%s"
            .formatted(method, target, length, body));
    return method.equals("HEAD") ? client.answerToHead() : client.answer();
  }
}
