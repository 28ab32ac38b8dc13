package dev.sluice.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sluice.common.config.ConfigSources;
import dev.sluice.common.config.StartupException;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LaunchTest {

  @TempDir private Path folder;

  private final StringWriter out = new StringWriter();

  @Test
  void standalone_saysWhereItIsAndIsReadyUntilItStops() throws Exception {
    Service service = start(Tier.STANDALONE);
    try {
      assertThat(out.toString())
          .containsPattern("(?m)^S3: +http://127\\.0\\.0\\.1:[1-9]\\d* \\(open access\\)$")
          .containsPattern("(?m)^agent: +127\\.0\\.0\\.1:[1-9]\\d*$")
          .containsPattern(
              "(?m)^token: +" + Pattern.quote(folder + "/data/.sluice/agent-token") + "$")
          .containsPattern("(?m)^data: +" + Pattern.quote(folder + "/data") + "$")
          .containsPattern("(?m)^id: +" + idIn(folder.resolve("data/.sluice/format")) + "$")
          .containsPattern("(?m)^try: +curl ");
      assertThat(status("http://" + service.adminAddress() + "/readyz")).isEqualTo(200);
    } finally {
      service.stop();
    }

    assertThat(service.readiness().ready()).isFalse();
    service.awaitStop();
  }

  @Test
  void agent_alwaysHasItsSocketForItsOwnerAlone() throws IOException {
    Service service = start(Tier.AGENT);
    try {
      Path socket = folder.resolve("data/.sluice/agent.sock");

      assertThat(out.toString()).contains("socket: " + socket);
      assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(socket)))
          .isEqualTo("rw-------");
    } finally {
      service.stop();
    }
  }

  /** As one in memory, which has no folder, or one that writes nothing into its folder. */
  @Test
  void agentWithANamedStateFolder_hasItsSocketThere() {
    Path state = folder.resolve("state");
    Service service =
        start(Tier.AGENT, Map.of("storage", List.of("memory:"), "state", List.of("" + state)));
    try {
      assertThat(out.toString())
          .containsPattern("(?m)^socket: " + Pattern.quote(state + "/agent.sock") + "$")
          .containsPattern("(?m)^token: +" + Pattern.quote(state + "/agent-token") + "$")
          .containsPattern("(?m)^data: +in memory, gone when this process ends$");
      assertThat(state.resolve("agent.sock")).exists();
      assertThatThrownBy(
              () ->
                  start(
                      Tier.AGENT,
                      Map.of("storage", List.of("memory:"), "state", List.of("" + state))))
          .isInstanceOf(StartupException.class)
          .hasMessageContaining("is used by another agent already");
    } finally {
      service.stop();
    }
  }

  @Test
  void announcedPort_isTheOneThatAnswers() throws Exception {
    Service service = start(Tier.STANDALONE);
    try {
      Matcher s3 = Pattern.compile("S3: +(\\S+)").matcher(out.toString());
      assertThat(s3.find()).isTrue();

      assertThat(status(s3.group(1) + "/")).isPositive();
    } finally {
      service.stop();
    }
  }

  @Test
  void standalone_hasOneBudgetOfMemoryForBothTiers() throws Exception {
    Service service = start(Tier.STANDALONE);
    try {
      String metrics = text("http://" + service.adminAddress() + "/metrics");

      assertThat(metrics.lines().filter(line -> line.matches("sluice_\\S*buffers_budget\\S* .*")))
          .singleElement()
          .asString()
          .endsWith(" 3.3554432E7");
    } finally {
      service.stop();
    }
  }

  private static String idIn(Path format) throws IOException {
    return Pattern.quote(Files.readAllLines(format).get(1).replaceFirst("id ", ""));
  }

  private Service start(Tier tier) {
    return start(tier, Map.of());
  }

  private Service start(Tier tier, Map<String, List<String>> flags) {
    Map<String, String> places = new HashMap<>(FreePlaces.in(folder));
    if (flags.containsKey("storage")) {
      places.remove("SLUICE_DATA");
    }
    ConfigSources sources = new ConfigSources(Optional.empty(), places, flags);
    return new Launch(new PrintWriter(out)).start(tier, tier.schema().load(sources));
  }

  private static String text(String url) throws Exception {
    try (HttpClient client = HttpClient.newHttpClient()) {
      return client
          .send(HttpRequest.newBuilder(URI.create(url)).build(), BodyHandlers.ofString())
          .body();
    }
  }

  private static int status(String url) throws Exception {
    try (HttpClient client = HttpClient.newHttpClient()) {
      return client
          .send(HttpRequest.newBuilder(URI.create(url)).build(), BodyHandlers.discarding())
          .statusCode();
    }
  }
}
