package dev.sluice.agent.store.memory;

import dev.sluice.agent.store.engine.EngineSettings;
import dev.sluice.agent.store.engine.ReadableStorage;
import dev.sluice.agent.store.engine.StorageEngine;
import dev.sluice.agent.store.engine.StorageEngineProvider;
import dev.sluice.agent.store.engine.StorageUri;
import java.nio.file.Path;
import java.util.Optional;

/** The engine of {@code memory:}, a fresh one for each agent. */
public final class MemoryEngineProvider implements StorageEngineProvider {
  @Override
  public String scheme() {
    return "memory";
  }

  @Override
  public Optional<String> expected(StorageUri storage) {
    return storage.rest().isEmpty() ? Optional.empty() : Optional.of("memory:");
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
