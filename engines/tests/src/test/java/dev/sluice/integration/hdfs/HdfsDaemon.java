package dev.sluice.integration.hdfs;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URISyntaxException;
import java.nio.file.Path;
import java.security.CodeSource;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** A JVM with a program of Hadoop's. What is left of them when the tests end is killed. */
final class HdfsDaemon {
  private static final String HEAP = "-Xmx256m";

  /** Named by classes of theirs, since a test's class path may be packed into one jar. */
  private static final String JARS =
      Stream.of(
              "org.apache.hadoop.fs.FileSystem",
              "org.apache.hadoop.shaded.com.google.common.base.Preconditions",
              "org.apache.hadoop.hdfs.server.namenode.NameNode",
              "org.apache.commons.logging.LogFactory",
              "org.slf4j.Logger",
              "ch.qos.logback.classic.Logger",
              "ch.qos.logback.core.Appender")
          .map(HdfsDaemon::jar)
          .distinct()
          .collect(Collectors.joining(":"));

  private static final Set<Process> RUNNING = ConcurrentHashMap.newKeySet();

  static {
    Runtime.getRuntime()
        .addShutdownHook(new Thread(() -> RUNNING.forEach(Process::destroyForcibly)));
  }

  private final Process process;

  private HdfsDaemon(Process process) {
    this.process = process;
    RUNNING.add(process);
  }

  private static String jar(String type) {
    try {
      CodeSource source =
          Objects.requireNonNull(
              Class.forName(type, false, HdfsDaemon.class.getClassLoader())
                  .getProtectionDomain()
                  .getCodeSource());
      return Path.of(source.getLocation().toURI()).toString();
    } catch (ClassNotFoundException | URISyntaxException e) {
      throw new IllegalStateException(type, e);
    }
  }

  /** The words that run a program of Hadoop's with the configuration of a folder. */
  static List<String> words(
      Path configuration, List<String> options, String type, Object... arguments) {
    List<String> words =
        new ArrayList<>(
            List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                HEAP,
                "-XX:+UseSerialGC",
                "-XX:TieredStopAtLevel=1",
                "--enable-native-access=ALL-UNNAMED",
                "--sun-misc-unsafe-memory-access=allow"));
    words.addAll(options);
    words.addAll(List.of("-cp", configuration + ":" + JARS, type));
    Arrays.stream(arguments).map(Object::toString).forEach(words::add);
    return words;
  }

  /** Starts one that runs until it is killed; what it says goes into a file. */
  static HdfsDaemon start(Path log, List<String> words) {
    ProcessBuilder builder = new ProcessBuilder(words);
    builder.redirectErrorStream(true);
    builder.redirectOutput(ProcessBuilder.Redirect.appendTo(log.toFile()));
    try {
      return new HdfsDaemon(builder.start());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  boolean isAlive() {
    return process.isAlive();
  }

  /** Ends it as a power cut would. */
  void kill() {
    process.destroyForcibly();
    process.onExit().join();
    RUNNING.remove(process);
  }
}
