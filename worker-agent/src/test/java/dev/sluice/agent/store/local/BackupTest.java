package dev.sluice.agent.store.local;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.agent.store.engine.upload.PartRecord;
import dev.sluice.agent.store.local.posix.LimitedAttributes;
import dev.sluice.agent.store.request.UploadRef;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The commands of docs/operations.md: what they bring back is served as it was. */
@Timeout(90)
class BackupTest {
  @TempDir Path folder;
  private Path objects;
  private Path restored;
  private List<String> state;

  @BeforeEach
  void fill() throws IOException {
    objects = Files.createDirectory(folder.resolve("objects"));
    restored = Files.createDirectory(folder.resolve("restored"));
    // Records that fit the attribute, and one whose parts lie in a sidecar.
    try (StoreClient client = StoreClient.begin(objects, new LimitedAttributes(600))) {
      client.put("a", "self");
      client.put("a/b", "below");
      client.put("é/key", "named");
      UploadRef upload = client.begin("big");
      PartRecord[] parts = new PartRecord[40];
      for (int number = 1; number <= parts.length; number++) {
        parts[number - 1] = client.part(upload, number, "part " + number);
      }
      client.complete(upload, parts);
      client.part(client.begin("unfinished"), 1, "111111");
      state = StoreState.of(client);
    }
    assertThat(objects.resolve(".sluice/sidecars")).isNotEmptyDirectory();
  }

  /** The blocks of commands under a heading of docs/operations.md. */
  static List<String> documented() throws IOException {
    String page =
        Files.readString(
            Path.of(System.getProperty("sluice.project.directory", ".."), "docs/operations.md"));
    String section = page.split("\n## Backup and restore\n", 2)[1].split("\n## ", 2)[0];
    return Stream.of(section.split("\n\n"))
        .filter(block -> block.startsWith("    "))
        .map(block -> block.replaceAll("(?m)^ {4}", ""))
        .toList();
  }

  /** Runs lines of a shell, but for the folders that they name. */
  private void run(String commands) throws Exception {
    String here =
        commands
            .replace("/srv/objects", objects.toString())
            .replace("/srv/restored", restored.toString());
    Process process =
        new ProcessBuilder("sh", "-ec", here)
            .directory(folder.toFile())
            .redirectErrorStream(true)
            .start();
    String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertThat(process.waitFor()).as("%s: %s", here, said).isZero();
  }

  @Test
  void page_documentsThreeWays() throws IOException {
    assertThat(documented())
        .extracting(commands -> commands.split(" ", 2)[0])
        .containsExactly("tar", "rsync", "cp");
  }

  /** As they stand there: nothing is added to make them work. */
  @ParameterizedTest
  @MethodSource("documented")
  void documentedCommands_bringEverythingBack(String commands) throws Exception {
    String tool = commands.split(" ", 2)[0];
    Mount.tool(tool, tool.equals("cp") ? "coreutils" : tool);

    run(commands);

    try (StoreClient client = new StoreClient(restored, new LimitedAttributes(600))) {
      assertThat(StoreState.of(client)).isEqualTo(state);
    }
  }

  /** What docs/operations.md says is lost without attributes, and what is not. */
  @Test
  void cpWithoutAttributes_keepsTheBytes() throws Exception {
    run("cp -r /srv/objects/. /srv/restored/");

    try (StoreClient client = new StoreClient(restored, new LimitedAttributes(600))) {
      List<String> now = StoreState.of(client);
      assertThat(now).isNotEqualTo(state).hasSameSizeAs(state);
      assertThat(now).anyMatch(line -> line.startsWith("object ") && line.endsWith(" named"));
    }
  }
}
