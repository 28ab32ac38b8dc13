package dev.sluice.engine.alluxio;

import alluxio.client.file.FileSystem;
import alluxio.conf.Configuration;
import alluxio.conf.InstancedConfiguration;
import alluxio.conf.PropertyKey;
import alluxio.conf.Source;
import java.net.URI;
import java.util.Map;
import java.util.regex.Pattern;

/** The way to a cluster: by Alluxio's own configuration, and the masters that a URI names. */
final class AlluxioConnection {
  /** One master and its port, or several of one cluster. */
  private static final Pattern MASTERS =
      Pattern.compile("[A-Za-z0-9._-]+:[0-9]{1,5}(?:,[A-Za-z0-9._-]+:[0-9]{1,5})*+");

  /**
   * Values for keys of which the configuration says nothing. The longest times for which the client
   * repeats a call that no master answers are two minutes otherwise, and the reading of a block
   * that no worker can read five minutes: a request would wait for as long. Nobody asks Alluxio's
   * master for an agent's metrics, which the client would send it all the time.
   */
  private static final Map<PropertyKey, String> OURS =
      Map.of(
          PropertyKey.USER_RPC_RETRY_MAX_DURATION,
          "20s",
          PropertyKey.USER_BLOCK_READ_RETRY_MAX_DURATION,
          "3s",
          PropertyKey.USER_METRICS_COLLECTION_ENABLED,
          "false");

  private AlluxioConnection() {}

  /** Whether a URI names masters as it has to, or none: the configuration does then. */
  static boolean namesMasters(URI storage) {
    String masters = storage.getRawAuthority();
    return masters == null || MASTERS.matcher(masters).matches();
  }

  /** The configuration that Alluxio's client finds, with the masters of a URI. */
  static InstancedConfiguration configuration(URI storage) {
    // Of the client, some parts go by the configuration that all of a process share.
    OURS.forEach(
        (key, value) -> {
          if (!Configuration.isSetByUser(key)) {
            Configuration.merge(Map.of(key, value), Source.RUNTIME);
          }
        });
    InstancedConfiguration configuration = Configuration.copyGlobal();
    String masters = storage.getRawAuthority();
    if (masters != null) {
      configuration.merge(Map.of(PropertyKey.MASTER_RPC_ADDRESSES, masters), Source.RUNTIME);
    }
    return configuration;
  }

  /** A client of the cluster of a configuration. */
  static FileSystem open(InstancedConfiguration configuration) {
    return FileSystem.Factory.create(configuration);
  }
}
