package dev.sluice.engine.alluxio;

import alluxio.conf.InstancedConfiguration;
import dev.sluice.agent.store.engine.EngineSettings;
import dev.sluice.agent.store.engine.ReadableStorage;
import dev.sluice.agent.store.engine.StorageEngine;
import dev.sluice.agent.store.engine.StorageEngineProvider;
import dev.sluice.agent.store.engine.StorageUri;
import dev.sluice.common.model.StorageException;
import java.net.URI;
import java.nio.file.Path;
import java.util.Optional;
import java.util.function.Function;

/** The engine of {@code alluxio://master:19998/path}: plain files below a folder of Alluxio. */
public final class AlluxioEngineProvider implements StorageEngineProvider {
  private static final String EXPECTED =
      "masters with their ports and an absolute path, such as alluxio://master:19998/srv/objects";

  private final Function<URI, InstancedConfiguration> configuration;

  /** The engine with the usual configuration. */
  public AlluxioEngineProvider() {
    this(AlluxioConnection::configuration);
  }

  AlluxioEngineProvider(Function<URI, InstancedConfiguration> configuration) {
    this.configuration = configuration;
  }

  @Override
  public String scheme() {
    return "alluxio";
  }

  @Override
  public Optional<String> expected(StorageUri storage) {
    try {
      URI uri = storage.toUri();
      boolean fine =
          uri.getPath() != null
              && uri.getPath().startsWith("/")
              && uri.normalize().equals(uri)
              && !uri.getPath().contains("//")
              && !uri.getPath().contains(":")
              && !uri.getPath().contains("\\")
              && !uri.getPath().contains("?")
              && uri.getQuery() == null
              && uri.getFragment() == null
              && AlluxioConnection.namesMasters(uri);
      return fine ? Optional.empty() : Optional.of(EXPECTED);
    } catch (IllegalArgumentException e) {
      return Optional.of(EXPECTED);
    }
  }

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
    return opened(
        storage,
        settings,
        (client, paths) ->
            new AlluxioEngine(
                AlluxioParticipants.writing(
                    client, paths, settings, System::nanoTime, storage.toString())));
  }

  @Override
  public ReadableStorage openReadOnly(StorageUri storage, EngineSettings settings) {
    return opened(
        storage,
        settings,
        (client, paths) -> {
          AlluxioParticipants.requireStore(client, paths, settings, storage.toString());
          return AlluxioParticipants.reading(client, paths, System::nanoTime, storage.toString());
        });
  }

  /** The opening of a storage with a client, which the storage closes. */
  @FunctionalInterface
  private interface Opening<T> {
    T open(AlluxioClient client, AlluxioPaths paths);
  }

  private <T> T opened(StorageUri storage, EngineSettings settings, Opening<T> opening) {
    URI uri = storage.toUri();
    AlluxioClient client =
        new AlluxioClient(
            AlluxioConnection.open(configuration.apply(uri)),
            settings.fileMode(),
            settings.directoryMode());
    String path = uri.getPath();
    String root = path.endsWith("/") ? path.substring(0, path.length() - 1) : path;
    T opened = null;
    try {
      opened = opening.open(client, new AlluxioPaths(root));
      return opened;
    } catch (StorageException e) {
      throw new IllegalStateException(storage + " cannot be served: " + e.getMessage(), e);
    } finally {
      if (opened == null) {
        client.close();
      }
    }
  }
}
