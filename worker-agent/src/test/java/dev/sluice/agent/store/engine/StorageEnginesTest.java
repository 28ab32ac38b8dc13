package dev.sluice.agent.store.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sluice.agent.store.contract.Scans;
import dev.sluice.agent.store.memory.MemoryEngine;
import dev.sluice.common.model.Placement;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Objects;
import java.util.Optional;
import java.util.jar.JarOutputStream;
import java.util.zip.ZipEntry;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Engines are found by what their jars say of them. All of it is ours. */
class StorageEnginesTest {
  private static final String SERVICE =
      "META-INF/services/" + StorageEngineProvider.class.getName();

  @TempDir Path folder;

  /** An engine that no jar of the agent names. */
  public static class OtherProvider implements StorageEngineProvider {
    @Override
    public String scheme() {
      return "other";
    }

    @Override
    public Optional<String> expected(StorageUri storage) {
      return Optional.empty();
    }

    @Override
    public boolean isLasting() {
      return false;
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

  /** A class path with one jar more, whose classes are in no other. */
  private final class Installed implements AutoCloseable {
    private final URLClassLoader loader;

    Installed(String services, String... classes) throws IOException {
      Path jar = folder.resolve("engine.jar");
      try (OutputStream file = Files.newOutputStream(jar);
          JarOutputStream out = new JarOutputStream(file)) {
        out.putNextEntry(new ZipEntry(SERVICE));
        out.write(services.getBytes(StandardCharsets.UTF_8));
        for (String name : classes) {
          String path = name.replace('.', '/') + ".class";
          out.putNextEntry(new ZipEntry(path));
          try (InputStream in =
              Objects.requireNonNull(getClass().getClassLoader().getResourceAsStream(path))) {
            in.transferTo(out);
          }
        }
      }
      loader =
          new URLClassLoader(
              new URL[] {jar.toUri().toURL()},
              new ClassLoader(StorageEngines.class.getClassLoader()) {
                @Override
                protected Class<?> loadClass(String name, boolean resolve)
                    throws ClassNotFoundException {
                  if (name.equals(OtherProvider.class.getName())) {
                    throw new ClassNotFoundException(name);
                  }
                  return super.loadClass(name, resolve);
                }
              });
    }

    StorageEngines engines() {
      return StorageEngines.of(loader);
    }

    @Override
    public void close() throws IOException {
      loader.close();
    }
  }

  private static StorageUri uri(String text) {
    return StorageUri.parse(text);
  }

  private static EngineSettings settings() {
    return new EngineSettings(
        true,
        0644,
        0755,
        1 << 20,
        1 << 20,
        Duration.ZERO,
        10,
        0,
        0,
        false,
        false,
        Placement.BUCKET,
        "agent-1",
        InstantSource.system());
  }

  @Test
  void agent_bringsPlainFilesAndMemory() {
    StorageEngines engines = StorageEngines.installed();

    assertThat(engines.schemes()).containsExactly("file", "memory");
    assertThat(engines.find(uri("other:place"))).isEmpty();
  }

  @Test
  void engineOfAnotherJar_isFoundByItsScheme() throws IOException {
    String name = OtherProvider.class.getName();
    try (Installed installed = new Installed("# ours\n" + name + "\n", name)) {
      StorageEngines engines = installed.engines();

      assertThat(engines.schemes()).containsExactly("file", "memory", "other");
      StorageEngineProvider found = engines.find(uri("OTHER:place")).orElseThrow();
      assertThat(found.getClass().getClassLoader()).isSameAs(installed.loader);
      try (StorageEngine engine = found.open(uri("other:place"), settings())) {
        assertThat(engine.buckets(Scans.BUCKETS)).isEmpty();
      }
    }
  }

  @Test
  void schemeOfTwoEngines_isRefusedWithBothNames() throws IOException {
    String name = SecondMemory.class.getName();
    try (Installed installed = new Installed(name, name)) {
      assertThatThrownBy(installed::engines)
          .isInstanceOf(IllegalStateException.class)
          .hasMessageContainingAll("memory", name, "MemoryEngineProvider");
    }
  }

  /** One that claims a scheme that is taken. */
  public static final class SecondMemory extends OtherProvider {
    @Override
    public String scheme() {
      return "memory";
    }
  }

  @Test
  void engineThatIsMissingInItsJar_isRefusedInASentence() throws IOException {
    try (Installed installed = new Installed("org.example.Missing")) {
      assertThatThrownBy(installed::engines)
          .isInstanceOf(IllegalStateException.class)
          .hasMessageContaining("org.example.Missing");
    }
  }

  @Test
  void uriOfAnEngine_isWhatItExpects() {
    StorageEngines engines = StorageEngines.installed();
    for (String text : new String[] {"file:///srv/a", "file:/srv/a%20b", "FILE:///", "memory:"}) {
      StorageUri storage = uri(text);
      assertThat(engines.find(storage).orElseThrow().expected(storage)).as(text).isEmpty();
    }
    for (String text :
        new String[] {
          "file:", "file:srv", "file://host/srv", "file:///a?b", "file:///%", "memory:x"
        }) {
      StorageUri storage = uri(text);
      assertThat(engines.find(storage).orElseThrow().expected(storage)).as(text).isPresent();
    }
  }

  @Test
  void engineOfAUri_servesItsPlace() throws IOException {
    StorageUri storage = uri(folder.resolve("a b").toUri().toString());
    StorageEngineProvider local = StorageEngines.installed().find(storage).orElseThrow();

    try (StorageEngine engine = local.open(storage, settings())) {
      assertThat(engine.info().location()).isEqualTo(folder.resolve("a b").toString());
    }
    try (ReadableStorage readable = local.openReadOnly(storage, settings())) {
      assertThat(readable.buckets(Scans.BUCKETS)).isEmpty();
    }
    assertThat(local.stateFolder(storage)).contains(folder.resolve("a b/.sluice"));
    assertThat(local.isLasting()).isTrue();
  }
}
