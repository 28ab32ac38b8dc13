package dev.sluice.integration.hdfs;

import dev.sluice.integration.FreePort;
import dev.sluice.integration.OutsideCommand;
import dev.sluice.testing.Await;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.apache.hadoop.minikdc.MiniKdc;

/**
 * An HDFS that knows whom it serves by Kerberos alone: a centre of keys in this process, a name
 * node and a data node in processes of their own.
 */
final class SecureHdfs implements AutoCloseable {
  /** One of the principals in the keytab. */
  static final String SLUICE = "sluice/localhost";

  private static final String DAEMONS = "hdfs/localhost";
  private static final String PAGES = "HTTP/localhost";

  private final Path folder;
  private final Path configuration;
  private final Path keytab;
  private final MiniKdc centre;
  private final int port = FreePort.next();
  private final List<HdfsDaemon> daemons = new ArrayList<>();

  /** Starts it in a folder, and waits until it serves. */
  SecureHdfs(Path folder) throws Exception {
    this.folder = folder;
    configuration = Files.createDirectory(folder.resolve("conf"));
    keytab = folder.resolve("keytab");
    centre = new MiniKdc(MiniKdc.createConf(), folder.resolve("centre").toFile());
    try {
      centre.start();
      File keys = keytab.toFile();
      centre.createPrincipal(keys, SLUICE, DAEMONS, PAGES);
      configure();
      String name = "org.apache.hadoop.hdfs.server.namenode.NameNode";
      OutsideCommand.of(words(name, "-format", "-force").toArray()).run().good();
      start("name-node", name);
      start("data-node", "org.apache.hadoop.hdfs.server.datanode.DataNode");
      var _ =
          Await.until(
              "a data node of the name node",
              () -> admin("-report").out(),
              report -> report.contains("Live datanodes (1)"));
    } catch (Exception | Error e) {
      close();
      throw e;
    }
  }

  private void configure() throws IOException {
    Map<String, Object> common =
        Map.of(
            "fs.defaultFS",
            uri(""),
            "hadoop.tmp.dir",
            folder,
            "hadoop.security.authentication",
            "kerberos",
            "hadoop.security.authorization",
            true);
    Map<String, Object> settings = new TreeMap<>();
    settings.put("dfs.replication", 1);
    settings.put("dfs.permissions.enabled", false);
    settings.put("dfs.namenode.name.dir", folder.resolve("names").toUri());
    settings.put("dfs.datanode.data.dir", folder.resolve("blocks").toUri());
    settings.put("dfs.namenode.rpc-address", "localhost:" + port);
    settings.put("dfs.namenode.safemode.extension", 0);
    for (String address : List.of("namenode.http-address", "datanode.address")) {
      settings.put("dfs." + address, "localhost:0");
    }
    for (String address : List.of("http.address", "ipc.address")) {
      settings.put("dfs.datanode." + address, "localhost:0");
    }
    for (String daemon : List.of("namenode", "datanode")) {
      settings.put("dfs." + daemon + ".kerberos.principal", principal(DAEMONS));
      settings.put("dfs." + daemon + ".keytab.file", keytab);
    }
    settings.put("dfs.web.authentication.kerberos.principal", principal(PAGES));
    settings.put("dfs.web.authentication.kerberos.keytab", keytab);
    settings.put("dfs.block.access.token.enable", true);
    // Else a data node wants ports that only root may open.
    settings.put("ignore.secure.ports.for.testing", true);
    HdfsConfigurationFiles.write(configuration, common, settings);
  }

  /** The name of a principal with its realm. */
  String principal(String name) {
    return name + "@" + centre.getRealm();
  }

  private List<String> words(String type, Object... arguments) {
    return HdfsDaemon.words(
        configuration, List.of(option(), "-Djava.io.tmpdir=" + folder), type, arguments);
  }

  private void start(String name, String type) {
    daemons.add(HdfsDaemon.start(folder.resolve(name + ".log"), words(type)));
  }

  private OutsideCommand.Answer admin(Object... words) {
    return OutsideCommand.of(words("org.apache.hadoop.hdfs.tools.DFSAdmin", words).toArray())
        .environment("KRB5PRINCIPAL", principal(DAEMONS))
        .environment("KRB5KEYTAB", keytab.toString())
        .run();
  }

  /** The option of a JVM by which it finds the centre of keys. */
  String option() {
    return "-Djava.security.krb5.conf=" + centre.getKrb5conf();
  }

  /** The keys of all principals. */
  Path keytab() {
    return keytab;
  }

  /** The folder for {@code HADOOP_CONF_DIR}. */
  Path configuration() {
    return configuration;
  }

  /** The URI of a path in it. */
  String uri(String path) {
    return "hdfs://localhost:" + port + path;
  }

  @Override
  public void close() {
    daemons.forEach(HdfsDaemon::kill);
    centre.stop();
  }
}
