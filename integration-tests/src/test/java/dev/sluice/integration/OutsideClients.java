package dev.sluice.integration;

import static java.util.stream.Collectors.joining;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Assumptions;
import org.opentest4j.AssertionFailedError;

/**
 * Finds the clients that are no part of this build: what other people use to speak to an S3 server
 * or to gRPC.
 *
 * <p>A test asks for its client before anything else. Where the client is not installed the test is
 * skipped with a sentence that says what to install; where {@code SLUICE_REQUIRE_CLIENTS} is set,
 * as {@code .ci/run} does after installing them all, the test fails with the same sentence.
 */
final class OutsideClients {

  private static final boolean REQUIRED = System.getenv("SLUICE_REQUIRE_CLIENTS") != null;

  private OutsideClients() {}

  /** Version 2 of the AWS command line, as Debian has it. */
  static Path awsCommandLine() {
    Path debians = Path.of("/usr/bin/aws");
    return Files.isExecutable(debians) ? debians : onPath("aws", "Debian's package awscli");
  }

  /** Version 1 of the AWS command line, which follows boto3 from week to week. */
  static Path awsCommandLineOfPyPi() {
    Path aws = pythonWith("awscli").resolveSibling("aws");
    return Files.isExecutable(aws) ? aws : absent(aws + " is not there: install PyPI's awscli");
  }

  /** {@code curl} on PATH. */
  static Path curl() {
    return onPath("curl", "Debian's package curl");
  }

  /** chromium on PATH. */
  static Path chromium() {
    return onPath("chromium", "Debian's package chromium");
  }

  /** rclone on PATH. */
  static Path rclone() {
    return onPath("rclone", "Debian's package rclone");
  }

  /** s3cmd on PATH. */
  static Path s3cmd() {
    return onPath("s3cmd", "Debian's package s3cmd");
  }

  /** restic on PATH. */
  static Path restic() {
    return onPath("restic", "Debian's package restic");
  }

  /** s3fs on PATH. */
  static Path s3fs() {
    return onPath("s3fs", "Debian's package s3fs");
  }

  /**
   * A command of Node that finds AWS's SDK: {@code env NODE_PATH=… node}.
   *
   * @return words to put before the script
   */
  static Object[] nodeWithSdk() {
    Path node = onPath("node", "Debian's package nodejs");
    Path modules = TestProject.directory().resolve(".sluice-build/javascript/node_modules");
    if (!Files.isDirectory(modules.resolve("@aws-sdk/lib-storage"))) {
      absent("AWS's SDK for JavaScript is not in " + modules + ": .ci/run installs it");
    }
    return new Object[] {"env", "NODE_PATH=" + modules, node};
  }

  /**
   * The client that is written in Go, compiled.
   *
   * @param sources its folder, with {@code go.mod}
   */
  static Path goClient(Path sources) {
    Path go = onPath("go", "Go 1.23 or newer");
    Path cache = TestProject.directory().resolve(".sluice-build/go");
    if (!Files.isDirectory(cache.resolve("pkg/mod"))) {
      absent("the Go SDKs are not in " + cache + ": .ci/run fetches them");
    }
    Path client = sources.resolve("client");
    OutsideCommand.of(go, "build", "-o", client, ".")
        .in(sources)
        .environment("GOPATH", cache.toString())
        .environment("GOCACHE", cache.resolve("cache").toString())
        .environment("GOFLAGS", "-mod=readonly -modcacherw -trimpath")
        .environment("GOPROXY", "off")
        .environment("CGO_ENABLED", "0")
        .environment("GOTOOLCHAIN", "local")
        .run()
        .good();
    return client;
  }

  /** unshare on PATH. */
  static Path unshare() {
    return onPath("unshare", "Debian's package util-linux");
  }

  /** FUSE: a kernel or a container without it can mount nothing, whatever is installed. */
  static void requireFuse() {
    Path device = Path.of("/dev/fuse");
    Assumptions.assumeTrue(
        Files.exists(device), "this machine has no FUSE: " + device + " is not there");
    if (!Files.isWritable(device)) {
      absent(device + " is not for this user: run the tests as one who may open it");
    }
  }

  /** What makes a file system of this kind. */
  static Path fileSystemMaker(String kind) {
    String name = "mkfs." + kind;
    return Stream.concat(allOnPath(name), Stream.of(Path.of("/usr/sbin", name)))
        .filter(Files::isExecutable)
        .findFirst()
        .orElseGet(() -> absent(name + " is not there: install Debian's e2fsprogs and xfsprogs"));
  }

  /** script on PATH, which gives a command a terminal. */
  static Path script() {
    return onPath("script", "Debian's package bsdutils");
  }

  /**
   * A Python 3 that can import all the modules: {@code SLUICE_PYTHON}, the one that {@code .ci/run}
   * makes, Debian's, or {@code python3} on PATH.
   *
   * @param modules such as {@code boto}, {@code boto3}, {@code filechunkio}, {@code grpc_tools}
   */
  static Path pythonWith(String... modules) {
    String imports = "import " + String.join(", ", modules);
    Stream<Path> candidates =
        Stream.of(
                Stream.ofNullable(System.getenv("SLUICE_PYTHON")).map(Path::of),
                Stream.of(TestProject.directory().resolve(".sluice-build/python/bin/python")),
                Stream.of(Path.of("/usr/bin/python3")),
                allOnPath("python3"))
            .flatMap(paths -> paths);
    return candidates
        .filter(Files::isExecutable)
        .filter(python -> succeeds(python.toString(), "-c", imports))
        .findFirst()
        .orElseGet(
            () ->
                absent(
                    "no Python 3 imports "
                        + Arrays.stream(modules).collect(joining(", "))
                        + ": install them with pip and set SLUICE_PYTHON to that Python"));
  }

  private static Path onPath(String name, String source) {
    return allOnPath(name)
        .findFirst()
        .orElseGet(() -> absent(name + " is not on PATH: install " + source));
  }

  private static Stream<Path> allOnPath(String name) {
    List<String> folders = List.of(System.getenv().getOrDefault("PATH", "").split(":"));
    return folders.stream()
        .map(folder -> Path.of(folder.isEmpty() ? "." : folder).resolve(name))
        .filter(Files::isExecutable);
  }

  private static boolean succeeds(String... command) {
    try {
      return new ProcessBuilder(command)
              .redirectErrorStream(true)
              .redirectOutput(ProcessBuilder.Redirect.DISCARD)
              .start()
              .waitFor()
          == 0;
    } catch (IOException e) {
      return false;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return false;
    }
  }

  /** Fails or skips, with what to do about it. */
  static Path absent(String sentence) {
    if (REQUIRED) {
      throw new AssertionFailedError(
          sentence + " (SLUICE_REQUIRE_CLIENTS is set: nothing is skipped)");
    }
    return Assumptions.abort(sentence);
  }
}
