package dev.sluice.engine.alluxio;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

/**
 * Alluxio's daemons on this machine, a master and a worker over a folder as under-store: processes
 * of their own, since their classes have the names of the client's. They end with the tests.
 */
public final class AlluxioDaemons {

  private final Path folder;
  private final int port = freePort();
  private final List<String> options;
  private final List<Process> daemons = new ArrayList<>();

  /** Starts them; they may not answer yet. */
  public AlluxioDaemons() {
    try {
      folder = Files.createTempDirectory("sluice-alluxio-");
      Runtime.getRuntime().addShutdownHook(new Thread(this::end));
      Path worker = Files.createDirectory(folder.resolve("worker"));
      options = options(worker, Files.createDirectory(folder.resolve("under")));
      daemons.add(start("master", words("alluxio.master.AlluxioMaster")));
      daemons.add(start("worker", words("alluxio.worker.AlluxioWorker")));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static int freePort() {
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return socket.getLocalPort();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private List<String> options(Path worker, Path under) {
    List<String> settings = new ArrayList<>();
    settings.add("home=" + folder);
    settings.add("work.dir=" + folder);
    settings.add("logs.dir=" + folder);
    for (String daemon : List.of("master", "worker")) {
      for (String host : List.of("hostname", "bind.host", "web.hostname", "web.bind.host")) {
        settings.add(daemon + "." + host + "=127.0.0.1");
      }
    }
    settings.add("master.rpc.port=" + port);
    settings.add("master.web.port=" + freePort());
    // What is stored need not outlive the tests.
    settings.add("master.journal.type=NOOP");
    settings.add("master.metastore=HEAP");
    settings.add("master.mount.table.root.ufs=" + under);
    settings.add("master.worker.connect.wait.time=0");
    settings.add("master.update.check.enabled=false");
    settings.add("worker.rpc.port=" + freePort());
    settings.add("worker.web.port=0");
    settings.add("worker.tieredstore.levels=1");
    settings.add("worker.tieredstore.level0.alias=SSD");
    settings.add("worker.tieredstore.level0.dirs.path=" + worker);
    settings.add("worker.tieredstore.level0.dirs.mediumtype=SSD");
    settings.add("worker.tieredstore.level0.dirs.quota=512MB");
    // Small, so that an object of some MiB lies in several blocks.
    settings.add("user.block.size.bytes.default=1MB");
    return settings.stream().map(setting -> "-Dalluxio." + setting).toList();
  }

  private static String classPath() {
    Path module =
        Path.of(System.getProperty("sluice.project.directory", "../.."))
            .resolve("engines/alluxio-servers");
    try {
      Path checked = module.resolve("target/servers.classpath");
      Path fast = module.resolve("target/fast/servers.classpath");
      return Files.readString(Files.exists(checked) ? checked : fast).strip();
    } catch (IOException e) {
      throw new UncheckedIOException("built by: mvn -Palluxio package", e);
    }
  }

  /** The words that run a program of Alluxio's with this cluster's configuration. */
  public List<String> words(String type, Object... arguments) {
    List<String> words =
        new ArrayList<>(
            List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx256m",
                "-XX:+UseSerialGC",
                "-XX:TieredStopAtLevel=1",
                "--enable-native-access=ALL-UNNAMED",
                "--sun-misc-unsafe-memory-access=allow",
                "-Djava.io.tmpdir=" + folder));
    words.addAll(options);
    words.addAll(List.of("-cp", classPath(), type));
    Stream.of(arguments).map(Object::toString).forEach(words::add);
    return words;
  }

  private Process start(String name, List<String> words) throws IOException {
    ProcessBuilder builder = new ProcessBuilder(words);
    builder.redirectErrorStream(true);
    builder.redirectOutput(folder.resolve(name + ".out").toFile());
    return builder.start();
  }

  /** Whether none of them has ended. */
  public boolean areAlive() {
    return daemons.stream().allMatch(Process::isAlive);
  }

  /** The URI of a path. */
  public String uri(String path) {
    return "alluxio://127.0.0.1:" + port + path;
  }

  /** What they said. */
  public String logs() {
    StringBuilder text = new StringBuilder();
    try (Stream<Path> files = Files.list(folder)) {
      for (Path log : files.filter(file -> file.toString().endsWith(".out")).sorted().toList()) {
        text.append(log.getFileName()).append(":\n").append(Files.readString(log));
      }
      return text.toString();
    } catch (IOException e) {
      return e.toString();
    }
  }

  private void end() {
    for (Process daemon : daemons) {
      daemon.destroyForcibly();
      daemon.onExit().join();
    }
    try (Stream<Path> files = Files.walk(folder)) {
      files.sorted(Comparator.reverseOrder()).forEach(file -> file.toFile().delete());
    } catch (IOException | UncheckedIOException e) {
      // the system removes what lies in its folder
    }
  }
}
