package dev.sluice.engine.alluxio;

import alluxio.AlluxioURI;
import alluxio.client.file.FileOutStream;
import alluxio.client.file.FileSystem;
import alluxio.conf.InstancedConfiguration;
import alluxio.conf.PropertyKey;
import alluxio.conf.Source;
import alluxio.exception.AlluxioException;
import dev.sluice.agent.store.engine.EngineSettings;
import dev.sluice.agent.store.engine.StorageEngine;
import dev.sluice.agent.store.engine.StorageUri;
import dev.sluice.common.model.Placement;
import dev.sluice.testing.Await;
import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import org.opentest4j.AssertionFailedError;

/** A cluster with a master and a worker; one for all tests. */
final class AlluxioCluster {
  private static final AtomicInteger ROOTS = new AtomicInteger();

  private final AlluxioDaemons daemons = new AlluxioDaemons();
  private final FileSystem files =
      AlluxioConnection.open(configuration(URI.create(daemons.uri("/"))));

  private AlluxioCluster() {
    try {
      boolean _ = Await.until("cluster", this::answers, Boolean::booleanValue);
    } catch (AssertionFailedError e) {
      throw new AssertionFailedError(e.getMessage() + "\n" + daemons.logs(), e);
    }
  }

  private static final class Holder {
    static final AlluxioCluster SHARED = new AlluxioCluster();
  }

  /** The one that all tests share; it ends with the process. */
  static AlluxioCluster shared() {
    return Holder.SHARED;
  }

  private boolean answers() {
    if (!daemons.areAlive()) {
      throw new AssertionFailedError("a daemon has ended");
    }
    AlluxioURI probe = new AlluxioURI("/probe");
    try {
      if (files.exists(probe)) {
        files.delete(probe);
      }
      // A worker is needed for that.
      try (FileOutStream out = files.createFile(probe)) {
        out.write(1);
      }
      return true;
    } catch (IOException | AlluxioException e) {
      return false;
    }
  }

  private static InstancedConfiguration configuration(URI storage) {
    InstancedConfiguration configuration = AlluxioConnection.configuration(storage);
    configuration.merge(Map.of(PropertyKey.USER_RPC_RETRY_MAX_DURATION, "1s"), Source.RUNTIME);
    return configuration;
  }

  /** The way around the engine, as other programs have it. */
  FileSystem files() {
    return files;
  }

  /** A client as the engine has it. */
  AlluxioClient client() {
    return new AlluxioClient(
        AlluxioConnection.open(AlluxioConnection.configuration(URI.create(daemons.uri("/")))),
        0644,
        0755);
  }

  /** A root that no test has used. */
  String newRoot() {
    return "/root-" + ROOTS.incrementAndGet();
  }

  StorageUri uri(String root) {
    return StorageUri.parse(daemons.uri(root));
  }

  /** A provider of engines. */
  AlluxioEngineProvider provider() {
    return new AlluxioEngineProvider();
  }

  StorageEngine open(String root) {
    return provider().open(uri(root), settings());
  }

  /** Settings of an agent. */
  static EngineSettings settings() {
    return new EngineSettings(
        true,
        0644,
        0755,
        64 << 20,
        64 << 20,
        Duration.ofSeconds(5),
        10_000,
        0,
        0,
        false,
        false,
        Placement.BUCKET,
        "agent-1",
        InstantSource.system());
  }
}
