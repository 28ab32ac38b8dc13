package dev.sluice.integration;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.agent.store.engine.EngineSettings;
import dev.sluice.agent.store.engine.ReadableStorage;
import dev.sluice.agent.store.engine.StorageEngine;
import dev.sluice.agent.store.engine.StorageEngineProvider;
import dev.sluice.agent.store.engine.StorageUri;
import dev.sluice.agent.store.memory.MemoryEngine;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Objects;
import java.util.Optional;
import java.util.jar.JarOutputStream;
import java.util.zip.ZipEntry;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** An engine that comes with its own jar, served by a real process. All of it is ours. */
@Timeout(120)
class EngineJarTest {
  @TempDir private Path folder;

  /** The engine that no jar of Sluice's knows. */
  public static final class VisitingProvider implements StorageEngineProvider {
    @Override
    public String scheme() {
      return "visiting";
    }

    @Override
    public Optional<String> expected(StorageUri storage) {
      return storage.rest().isEmpty() ? Optional.of("visiting:PLACE") : Optional.empty();
    }

    /** Not so, but what the agent asks of the others is asked of it. */
    @Override
    public boolean isLasting() {
      return true;
    }

    @Override
    public Optional<Path> stateFolder(StorageUri storage) {
      return Optional.empty();
    }

    @Override
    public StorageEngine open(StorageUri storage, EngineSettings settings) {
      return new MemoryEngine(settings.clock());
    }

    @Override
    public ReadableStorage openReadOnly(StorageUri storage, EngineSettings settings) {
      return open(storage, settings);
    }
  }

  private static void writeJar(Path jar) throws IOException {
    String name = VisitingProvider.class.getName();
    String path = name.replace('.', '/') + ".class";
    try (OutputStream file = Files.newOutputStream(jar);
        JarOutputStream out = new JarOutputStream(file);
        InputStream bytes =
            Objects.requireNonNull(
                EngineJarTest.class.getClassLoader().getResourceAsStream(path))) {
      out.putNextEntry(new ZipEntry("META-INF/services/" + StorageEngineProvider.class.getName()));
      out.write(name.getBytes(StandardCharsets.UTF_8));
      out.putNextEntry(new ZipEntry(path));
      bytes.transferTo(out);
    }
  }

  @Test
  void engineOfAJarInTheFolderOfEngines_isServed() throws IOException {
    Path engines = Files.createDirectory(folder.resolve("engines"));
    writeJar(engines.resolve("visiting.jar"));
    Path state = folder.resolve("state");
    try (SluiceProcess agent =
            SluiceProcess.by(TestProject.launcher(), "agent", "--admin-listen", "127.0.0.1:0")
                .with("--storage", "visiting:here", "--state", state)
                .environment("SLUICE_ENGINES", engines.toString())
                .start();
        SluiceProcess frontend =
            SluiceProcess.frontend("unix:" + state.resolve("agent.sock")).start()) {
      assertThat(agent.socket()).isEqualTo(state.resolve("agent.sock"));
      String key = frontend.s3() + "/photos/key";
      assertThat(CurlAnswer.of("-X", "PUT", frontend.s3() + "/photos").status()).isEqualTo(200);
      assertThat(CurlAnswer.of("-X", "PUT", "-d", "bytes", key).status()).isEqualTo(200);
      assertThat(CurlAnswer.of(key).status()).isEqualTo(200);
    }
  }

  @Test
  void engineWithoutItsJar_isRefusedWithTheSchemesThatThereAre() {
    OutsideCommand.Answer answer =
        OutsideCommand.of(TestProject.launcher(), "agent", "--storage", "visiting:here").run();

    assertThat(answer.exitCode()).isEqualTo(2);
    assertThat(answer.err())
        .containsPattern(
            "storage: visiting:here \\(expected: a URI of one of the schemes file,(?: \\w++,)*+"
                + " memory\\)");
  }

  @Test
  void agentOfAStorageWithoutAPlaceForIt_isRefusedUnlessItHasAStateFolder() throws IOException {
    writeJar(folder.resolve("visiting.jar"));
    OutsideCommand agent =
        OutsideCommand.of(TestProject.launcher(), "config", "agent", "--storage", "visiting:here")
            .environment("SLUICE_ENGINES", folder.toString());

    assertThat(agent.run().err())
        .contains("state: not set (expected: a folder on a disk of this machine");
    assertThat(agent.with("--read-only", "true").run().err()).isEmpty();
  }
}
