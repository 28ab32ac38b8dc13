package dev.sluice.engine.hdfs;

import dev.sluice.agent.store.engine.EngineSettings;
import dev.sluice.agent.store.engine.ReadableStorage;
import dev.sluice.agent.store.engine.StorageEngine;
import dev.sluice.agent.store.engine.StorageEngineProvider;
import dev.sluice.agent.store.engine.StorageUri;
import dev.sluice.common.model.StorageException;
import java.net.URI;
import java.nio.file.Path;
import java.util.Optional;
import java.util.function.Supplier;
import org.apache.hadoop.conf.Configuration;

/** The engine of {@code hdfs://nameservice/path}: plain files below a directory of HDFS. */
public final class HdfsEngineProvider implements StorageEngineProvider {
  private static final String EXPECTED =
      "a name service or namenode and an absolute path, such as hdfs://cluster/srv/objects";

  private final Supplier<Configuration> configuration;

  /** The engine with the usual configuration. */
  public HdfsEngineProvider() {
    this(HdfsConnection::configuration);
  }

  HdfsEngineProvider(Supplier<Configuration> configuration) {
    this.configuration = configuration;
  }

  @Override
  public String scheme() {
    return "hdfs";
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
              && uri.getQuery() == null
              && uri.getFragment() == null
              && uri.getUserInfo() == null;
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
  public boolean canBeShared() {
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
            new HdfsEngine(
                HdfsParticipants.writing(
                    client, paths, settings, System::nanoTime, storage.toString())));
  }

  @Override
  public ReadableStorage openReadOnly(StorageUri storage, EngineSettings settings) {
    return opened(
        storage,
        settings,
        (client, paths) -> {
          HdfsParticipants.requireStore(client, paths, settings, storage.toString());
          return HdfsParticipants.reading(client, paths, System::nanoTime, storage.toString());
        });
  }

  /** The opening of a storage with a client, which the storage closes. */
  @FunctionalInterface
  private interface Opening<T> {
    T open(HdfsClient client, HdfsPaths paths);
  }

  private <T> T opened(StorageUri storage, EngineSettings settings, Opening<T> opening) {
    URI uri = storage.toUri();
    HdfsClient client =
        new HdfsClient(
            HdfsConnection.open(uri, configuration.get()),
            settings.fsync(),
            settings.fileMode(),
            settings.directoryMode());
    String path = uri.getPath();
    String root = path.endsWith("/") ? path.substring(0, path.length() - 1) : path;
    T opened = null;
    try {
      opened = opening.open(client, new HdfsPaths(root));
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
