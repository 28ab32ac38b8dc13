package dev.sluice.engine.hdfs;

import dev.sluice.agent.store.engine.EngineSettings;
import java.io.Closeable;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.util.Arrays;
import java.util.function.Consumer;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.hdfs.DFSClient;
import org.apache.hadoop.hdfs.protocol.ClientProtocol;
import org.jspecify.annotations.Nullable;

/**
 * Calls of one agent to the namenode, which a test counts, or before one of which it has something
 * else happen: the agent is then paused for so long.
 */
final class HdfsHook {
  /** One call that is about to be made. */
  record Call(String method, String arguments) {}

  private record Pause(String method, String arguments, Runnable meanwhile) {}

  private final Consumer<Call> calls;
  private volatile @Nullable Pause pause;

  /** A hook that tells of each call. */
  HdfsHook(Consumer<Call> calls) {
    this.calls = calls;
  }

  /** A hook that only pauses. */
  HdfsHook() {
    this(_ -> {});
  }

  /** Opens a root as the next agent does, whose calls come by here. */
  HdfsRoot open(String root) {
    return open(root, HdfsCluster.settings());
  }

  /** The same with other settings. */
  HdfsRoot open(String root, EngineSettings settings) {
    try {
      HdfsCluster cluster = HdfsCluster.shared();
      Configuration configuration = HdfsConnection.withOurs(cluster.configuration());
      DFSClient behind = new DFSClient(cluster.daemons().getURI(), configuration);
      DFSClient hooked = new DFSClient(null, hooked(behind.getNamenode()), configuration, null);
      HdfsClient client = new HdfsClient(hooked, true, 0644, 0755);
      HdfsRoot opened =
          new HdfsRoot(
              new HdfsEngine(
                  HdfsParticipants.writing(
                      client,
                      new HdfsPaths(root),
                      settings,
                      () -> 0, // what is known of the bucket stays fresh
                      "hooked")));
      opened.makeBucket();
      return opened;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /**
   * Has something happen right before the next call of a method, once.
   *
   * @param arguments a part of the text of the arguments, which tells the call from others
   */
  void pauseBefore(String method, String arguments, Runnable meanwhile) {
    pause = new Pause(method, arguments, meanwhile);
  }

  /** Whether the call at which the agent was to pause never came. */
  boolean isWaiting() {
    return pause != null;
  }

  private ClientProtocol hooked(ClientProtocol namenode) {
    return (ClientProtocol)
        Proxy.newProxyInstance(
            ClientProtocol.class.getClassLoader(),
            new Class<?>[] {ClientProtocol.class, Closeable.class},
            (_, method, arguments) -> {
              comes(new Call(method.getName(), text(arguments)));
              try {
                // To end it is the only thing that is not the namenode's.
                return method.getDeclaringClass() == Closeable.class
                    ? null
                    : method.invoke(namenode, arguments);
              } catch (InvocationTargetException e) {
                throw e.getCause();
              }
            });
  }

  private static String text(Object @Nullable [] arguments) {
    return arguments == null ? "" : Arrays.deepToString(arguments);
  }

  private void comes(Call call) {
    calls.accept(call);
    Pause waiting = pause;
    if (waiting != null
        && call.method().equals(waiting.method())
        && call.arguments().contains(waiting.arguments())) {
      pause = null;
      waiting.meanwhile().run();
    }
  }
}
