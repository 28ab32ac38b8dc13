package dev.sluice.agent.store.local;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.agent.store.UploadRef;
import dev.sluice.agent.store.engine.PartRecord;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

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

  private static void run(String... command) throws Exception {
    Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
    String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertThat(process.waitFor()).as("%s: %s", String.join(" ", command), said).isZero();
  }

  private void assertRestored() {
    try (StoreClient client = new StoreClient(restored, new LimitedAttributes(600))) {
      assertThat(StoreState.of(client)).isEqualTo(state);
    }
  }

  @Test
  void tar_bringsEverythingBack() throws Exception {
    String tar = Mount.tool("tar", "tar").toString();
    String archive = folder.resolve("backup.tar").toString();
    String from = objects.toString();
    String all = "--xattrs-include=user.*";
    run(tar, "--format=posix", "--xattrs", all, "-C", from, "-cf", archive, ".");
    run(tar, "--xattrs", all, "-C", restored.toString(), "-xpf", archive);

    assertRestored();
  }

  @Test
  void rsync_bringsEverythingBack() throws Exception {
    run(Mount.tool("rsync", "rsync").toString(), "-aX", objects + "/", restored + "/");

    assertRestored();
  }

  @Test
  void cp_bringsEverythingBack() throws Exception {
    run(Mount.tool("cp", "coreutils").toString(), "-a", objects + "/.", restored + "/");

    assertRestored();
  }

  /** What docs/operations.md says is lost without attributes, and what is not. */
  @Test
  void cpWithoutAttributes_keepsTheBytes() throws Exception {
    run(Mount.tool("cp", "coreutils").toString(), "-r", objects + "/.", restored + "/");

    try (StoreClient client = new StoreClient(restored, new LimitedAttributes(600))) {
      List<String> now = StoreState.of(client);
      assertThat(now).isNotEqualTo(state).hasSameSizeAs(state);
      assertThat(now).anyMatch(line -> line.startsWith("object ") && line.endsWith(" named"));
    }
  }
}
