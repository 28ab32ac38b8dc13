package dev.sluice.agent.store.engine;

import java.util.Collections;
import java.util.Map;
import java.util.Optional;
import java.util.ServiceConfigurationError;
import java.util.ServiceLoader;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** The storage engines that are installed, by the schemes of their URIs. */
public final class StorageEngines {
  /** Schemes whose engine is a module that is built on demand: its name, and its profile's. */
  private static final Set<String> MODULES = Set.of("alluxio", "hdfs");

  private static volatile @Nullable StorageEngines installed;

  private final Map<String, StorageEngineProvider> providers = new TreeMap<>();

  private StorageEngines(ClassLoader loader) {
    try {
      ServiceLoader.load(StorageEngineProvider.class, loader).forEach(this::add);
    } catch (ServiceConfigurationError e) {
      throw new IllegalStateException("a storage engine cannot be loaded: " + e.getMessage(), e);
    }
  }

  private void add(StorageEngineProvider provider) {
    StorageEngineProvider other = providers.putIfAbsent(provider.scheme(), provider);
    if (other != null) {
      throw new IllegalStateException(
          "storage engines of the scheme %s: %s and %s (expected: one)"
              .formatted(
                  provider.scheme(), other.getClass().getName(), provider.getClass().getName()));
    }
  }

  /**
   * The engines on this program's class path.
   *
   * @throws IllegalStateException with one sentence for people, where one of them is broken
   */
  public static StorageEngines installed() {
    StorageEngines found = installed;
    if (found == null) {
      found = of(StorageEngines.class.getClassLoader());
      installed = found;
    }
    return found;
  }

  /** The engines that a class loader finds. */
  static StorageEngines of(ClassLoader loader) {
    return new StorageEngines(loader);
  }

  /** Schemes of all of them, in order. */
  public Set<String> schemes() {
    return Collections.unmodifiableSet(providers.keySet());
  }

  /** What a URI has to be that no engine opens, in words that follow "expected: ". */
  public String expected(StorageUri storage) {
    String scheme = storage.scheme();
    String installedOnes = "a URI of one of the schemes " + String.join(", ", schemes());
    return MODULES.contains(scheme)
        ? "%s; the engine of %s is the module engines/%s, built by: mvn -q -P%s -Dfast -Dmaven.test.skip=true -pl cli,engines/%s -am package"
            .formatted(installedOnes, scheme, scheme, scheme, scheme)
        : installedOnes;
  }

  /** The engine that opens such URIs; empty where none is installed. */
  public Optional<StorageEngineProvider> find(StorageUri storage) {
    return Optional.ofNullable(providers.get(storage.scheme()));
  }
}
