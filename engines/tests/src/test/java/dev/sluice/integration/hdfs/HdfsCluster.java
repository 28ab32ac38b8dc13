package dev.sluice.integration.hdfs;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.sluice.integration.FreePort;
import dev.sluice.integration.OutsideCommand;
import dev.sluice.testing.Await;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.FsShell;
import org.apache.hadoop.hdfs.DistributedFileSystem;
import org.apache.hadoop.hdfs.protocol.DatanodeInfo;
import org.apache.hadoop.hdfs.protocol.HdfsConstants.DatanodeReportType;
import org.apache.hadoop.util.ToolRunner;
import org.opentest4j.AssertionFailedError;

/**
 * An HDFS of real daemons on this machine: a name node and three data nodes, each a process of its
 * own. It is started once, by the first test that asks for it, and ends with the tests.
 */
final class HdfsCluster {
  static final int DATA_NODES = 3;

  /** Small, so that an object of some MiB lies in many blocks, on all of the nodes. */
  static final int BLOCK_BYTES = 2 << 20;

  private static final class Started {
    private static final HdfsCluster CLUSTER = new HdfsCluster();
  }

  private final Path folder;
  private final Path configuration;
  private final int port;
  private final Configuration client;
  private final DistributedFileSystem files;
  private final HdfsDaemon nameNode;
  private final List<HdfsDaemon> dataNodes = new ArrayList<>();

  private HdfsCluster() {
    try {
      folder = Files.createTempDirectory("hdfs");
      Runtime.getRuntime().addShutdownHook(new Thread(this::remove));
      configuration = Files.createDirectory(folder.resolve("conf"));
      port = FreePort.next();
      configure();
      OutsideCommand.of(words(List.of(), "namenode.NameNode", "-format", "-force").toArray())
          .run()
          .good();
      client = new Configuration(false);
      client.addResource(configuration.resolve("hdfs-site.xml").toUri().toURL());
      client.set("fs.defaultFS", uri(""));
      client.setInt("ipc.client.connect.max.retries", 0);
      files = (DistributedFileSystem) FileSystem.get(client);
      nameNode = start("name-node", List.of(), "namenode.NameNode");
      awaitNameNode();
      // One after the other: JVMs that begin at once take long where a machine is busy.
      for (int node = 0; node < DATA_NODES; node++) {
        dataNodes.add(startDataNode(node));
        int expected = node + 1;
        awaitPorts("ports of data nodes", ports -> ports.size() == expected);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** The one that all tests share. */
  static HdfsCluster shared() {
    return Started.CLUSTER;
  }

  private void configure() throws IOException {
    Map<String, Object> settings = new TreeMap<>();
    settings.put("dfs.replication", DATA_NODES);
    settings.put("dfs.blocksize", BLOCK_BYTES);
    settings.put("dfs.namenode.name.dir", folder.resolve("names").toUri());
    settings.put("dfs.namenode.rpc-address", "127.0.0.1:" + port);
    settings.put("dfs.namenode.http-address", "127.0.0.1:0");
    settings.put("dfs.namenode.safemode.extension", 0);
    settings.put("dfs.datanode.address", "127.0.0.1:0");
    settings.put("dfs.datanode.http.address", "127.0.0.1:0");
    settings.put("dfs.datanode.ipc.address", "127.0.0.1:0");
    settings.put("dfs.datanode.data.dir", folder.toUri() + "blocks-${data.node}");
    // A node that died is known to be dead after 12 s and not after 10 minutes.
    settings.put("dfs.heartbeat.interval", 1);
    settings.put("dfs.namenode.heartbeat.recheck-interval", 1000);
    HdfsConfigurationFiles.write(
        configuration, Map.of("fs.defaultFS", uri(""), "hadoop.tmp.dir", folder), settings);
  }

  /** The URI of a path in it. */
  String uri(String path) {
    return "hdfs://127.0.0.1:" + port + path;
  }

  /** The folder that is removed with it. */
  Path folder() {
    return folder;
  }

  /** The folder for {@code HADOOP_CONF_DIR}. */
  Path configuration() {
    return configuration;
  }

  /** What {@code hdfs dfs} does with these words; its class runs in this JVM. */
  OutsideCommand.Answer dfs(Object... words) {
    PrintStream out = System.out;
    PrintStream err = System.err;
    ByteArrayOutputStream said = new ByteArrayOutputStream();
    ByteArrayOutputStream complained = new ByteArrayOutputStream();
    try {
      System.setOut(new PrintStream(said, true, UTF_8));
      System.setErr(new PrintStream(complained, true, UTF_8));
      String[] texts = Arrays.stream(words).map(Object::toString).toArray(String[]::new);
      int code = ToolRunner.run(new Configuration(client), new FsShell(), texts);
      return new OutsideCommand.Answer(code, said.toString(UTF_8), complained.toString(UTF_8));
    } catch (Exception e) { // as the tool declares it
      throw new AssertionFailedError("hdfs dfs", e);
    } finally {
      System.setOut(out);
      System.setErr(err);
    }
  }

  private List<String> words(List<String> options, String type, Object... arguments) {
    List<String> all = new ArrayList<>(options);
    all.add("-Djava.io.tmpdir=" + folder);
    return HdfsDaemon.words(configuration, all, "org.apache.hadoop.hdfs.server." + type, arguments);
  }

  private HdfsDaemon start(String name, List<String> options, String type) {
    return HdfsDaemon.start(folder.resolve(name + ".log"), words(options, type));
  }

  private HdfsDaemon startDataNode(int node) {
    return start("data-node-" + node, List.of("-Ddata.node=" + node), "datanode.DataNode");
  }

  /** Ends a data node as a power cut would. */
  void killDataNode(int node) {
    dataNodes.get(node).kill();
  }

  /** Starts a data node that was killed, with the blocks that it had; it has another port then. */
  void restartDataNode(int node) throws IOException {
    Set<Integer> before =
        Arrays.stream(files.getDataNodeStats(DatanodeReportType.LIVE))
            .map(DatanodeInfo::getXferPort)
            .collect(Collectors.toSet());
    dataNodes.set(node, startDataNode(node));
    awaitPorts("ports of data nodes", ports -> ports.size() == DATA_NODES && !ports.equals(before));
  }

  private void awaitNameNode() {
    awaitPorts("name node", ports -> true);
  }

  private void awaitPorts(String what, Predicate<Set<Integer>> expected) {
    try {
      var _ = Await.until(what, this::ports, ports -> ports.map(expected::test).orElse(false));
    } catch (AssertionFailedError e) {
      throw new AssertionFailedError(e.getMessage() + "\n" + logs(), e);
    }
  }

  /** The ports of the data nodes that the name node takes for living; empty: it does not answer. */
  private Optional<Set<Integer>> ports() {
    if (!nameNode.isAlive() || !dataNodes.stream().allMatch(HdfsDaemon::isAlive)) {
      throw new AssertionFailedError("a daemon has ended");
    }
    try {
      return files.isInSafeMode()
          ? Optional.empty()
          : Optional.of(
              Arrays.stream(files.getDataNodeStats(DatanodeReportType.LIVE))
                  .map(DatanodeInfo::getXferPort)
                  .collect(Collectors.toSet()));
    } catch (IOException e) {
      return Optional.empty();
    }
  }

  private String logs() {
    try (Stream<Path> files = Files.list(folder)) {
      StringBuilder text = new StringBuilder();
      for (Path log : files.filter(file -> file.toString().endsWith(".log")).sorted().toList()) {
        text.append(log.getFileName()).append(":\n").append(Files.readString(log));
      }
      return text.toString();
    } catch (IOException e) {
      return e.toString();
    }
  }

  private void remove() {
    try (Stream<Path> files = Files.walk(folder)) {
      files.sorted(Comparator.reverseOrder()).forEach(file -> file.toFile().delete());
    } catch (IOException | UncheckedIOException e) {
      // a daemon that is about to die still made a file: the system removes what lies in its folder
    }
  }
}
