package dev.sluice.integration;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.sluice.testing.Await;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** What those who look after logs rely on: rotation by others, and records from the first line. */
@Timeout(180)
class LogUpkeepTest {
  @TempDir private Path folder;

  @Test
  void hangUp_reopensTheAccessLogAndEndsNothing() throws Exception {
    Path log = folder.resolve("access.log");
    Path rotated = folder.resolve("access.log.old");
    try (SluiceProcess server =
        SluiceProcess.standalone(folder.resolve("data")).with("--access-log", log).start()) {
      ask(server.s3().resolve("/before"));
      Await.until("access log", () -> Files.readString(log), text -> text.contains("/before"));
      Files.move(log, rotated);

      Await.until(
          "a new access log",
          () -> {
            OutsideCommand.signal("HUP", server.pid());
            return Files.exists(log);
          });
      ask(server.s3().resolve("/after"));
      Await.until("access log", () -> Files.readString(log), text -> text.contains("/after"));

      assertThat(Files.readString(rotated)).contains("/before").doesNotContain("/after");
      assertThat(server.isAlive()).isTrue();
    }
  }

  @Test
  void hangUpOfAnAgent_endsNothing() throws Exception {
    try (SluiceProcess agent = SluiceProcess.agent(folder.resolve("data")).start()) {
      Await.until(
          "records",
          () -> {
            OutsideCommand.signal("HUP", agent.pid());
            return agent.stderr();
          },
          text -> text.contains("SIGHUP"));

      agent.awaitReady();
    }
  }

  @Test
  void startThatFails_isARecordWhereRecordsAreJson() throws Exception {
    try (ServerSocket taken = new ServerSocket(0)) {
      String address = "127.0.0.1:" + taken.getLocalPort();
      try (SluiceProcess server =
          SluiceProcess.standalone(folder.resolve("data"))
              .with("--log-format", "json", "--listen", address)
              .launch()) {
        assertThat(server.exitCode()).isEqualTo(1);

        Await.until("records", server::stderr, text -> text.contains(address));
        List<String> lines = server.stderr().lines().toList();
        assertThat(lines).allSatisfy(line -> assertThat(line).startsWith("{").endsWith("}"));
        JsonNode last = new ObjectMapper().readTree(lines.getLast());
        assertThat(last.get("level").textValue()).isEqualTo("ERROR");
        assertThat(last.get("formattedMessage").textValue()).contains(address);
      }
    }
  }

  private static int ask(URI address) throws Exception {
    try (HttpClient http = HttpClient.newHttpClient()) {
      return http.send(HttpRequest.newBuilder(address).build(), BodyHandlers.discarding())
          .statusCode();
    }
  }
}
