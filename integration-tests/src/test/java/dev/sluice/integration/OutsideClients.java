package dev.sluice.integration;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Assumptions;
import org.opentest4j.AssertionFailedError;

/**
 * Clients that are no part of this build: what other people use to speak to an S3 server or to
 * gRPC.
 *
 * <p>They are those that {@code integration-tests/install-clients} installs, in the versions that
 * it pins, and no others: a client that the machine happens to have behaves as its version does. A
 * test asks for its client before anything else. Where the client is not installed the test is
 * skipped with a sentence that says what to do; where {@code SLUICE_REQUIRE_CLIENTS} is set, as by
 * {@code .ci/run}, it fails with the same sentence.
 */
public final class OutsideClients {

  private static final boolean REQUIRED = System.getenv("SLUICE_REQUIRE_CLIENTS") != null;

  private static final OutsideClients INSTALLED =
      new OutsideClients(
          TestProject.directory().resolve(".sluice-build/clients"),
          TestProject.directory().resolve("integration-tests/clients"),
          TestProject.directory().resolve("integration-tests/src/test/resources/clients/go"));

  private final Path folder;
  private final Path pins;
  private final Path goProgram;

  /**
   * Clients in a folder.
   *
   * @param folder of the installation
   * @param pins the files that say which versions
   * @param goProgram whose {@code go.sum} pins the SDKs for Go
   */
  OutsideClients(Path folder, Path pins, Path goProgram) {
    this.folder = folder;
    this.pins = pins;
    this.goProgram = goProgram;
  }

  /** Version 2 of the AWS command line, as Debian has it. */
  static Path awsCommandLine() {
    return INSTALLED.debians("aws");
  }

  /** Version 1 of the AWS command line. */
  static Path awsCommandLineOfPyPi() {
    return python().resolveSibling("aws");
  }

  static Path rclone() {
    return INSTALLED.debians("rclone");
  }

  static Path s3cmd() {
    return INSTALLED.debians("s3cmd");
  }

  static Path restic() {
    return INSTALLED.debians("restic");
  }

  static Path s3fs() {
    return INSTALLED.debians("s3fs");
  }

  /** A Python 3 with the packages of {@code requirements.txt}. */
  public static Path python() {
    return INSTALLED.pinnedPython();
  }

  /**
   * A command of Node that finds AWS's SDK: {@code env NODE_PATH=… node}.
   *
   * @return words to put before the script
   */
  static Object[] nodeWithSdk() {
    Path modules = INSTALLED.pinned("javascript", INSTALLED.pins.resolve("package-lock.json"));
    return new Object[] {
      "env", "NODE_PATH=" + modules.resolve("node_modules"), onPath("node", "nodejs")
    };
  }

  /**
   * The client that is written in Go, compiled.
   *
   * @param sources its folder, with {@code go.mod}
   */
  static Path goClient(Path sources) {
    Path go = onPath("go", "golang-go");
    Path home = INSTALLED.pinned("go", INSTALLED.goProgram.resolve("go.sum"));
    Path client = sources.resolve("client");
    OutsideCommand.of(go, "build", "-o", client, ".")
        .in(sources)
        .environment("GOPATH", home.toString())
        .environment("GOCACHE", home.resolve("cache").toString())
        .environment("GOFLAGS", "-mod=readonly -modcacherw -trimpath")
        .environment("GOPROXY", "off")
        .environment("CGO_ENABLED", "0")
        .environment("GOTOOLCHAIN", "local")
        .run()
        .good();
    return client;
  }

  /** {@code curl} on PATH: the seed of every example, and the same for years. */
  static Path curl() {
    return onPath("curl", "curl");
  }

  /** chromium on PATH. */
  static Path chromium() {
    return onPath("chromium", "chromium");
  }

  /** nginx, which Debian has where only root looks. */
  static Path nginx() {
    Path debians = Path.of("/usr/sbin/nginx");
    return Files.isExecutable(debians) ? debians : onPath("nginx", "Debian's package nginx-light");
  }

  /** HAProxy, which Debian has where only root looks. */
  static Path haproxy() {
    Path debians = Path.of("/usr/sbin/haproxy");
    return Files.isExecutable(debians) ? debians : onPath("haproxy", "haproxy");
  }

  /** The validator of Kubernetes' manifests, with the schemas in it. */
  static Path manifestValidator() {
    return python().resolveSibling("kubernetes-validate");
  }

  /** The linter of Dockerfiles. */
  static Path dockerfileLinter() {
    return python().resolveSibling("hadolint");
  }

  /** systemd-analyze on PATH. */
  static Path systemdAnalyze() {
    return onPath("systemd-analyze", "systemd");
  }

  /** unshare on PATH. */
  static Path unshare() {
    return onPath("unshare", "util-linux");
  }

  /** script on PATH, which gives a command a terminal. */
  static Path script() {
    return onPath("script", "bsdutils");
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

  /** A client of Debian's, linked into {@code bin} when its version is the pinned one. */
  Path debians(String command) {
    Path link = folder.resolve("bin").resolve(command);
    return Files.isExecutable(link) ? link : notInstalled(command);
  }

  /** The Python of {@link #python}. */
  Path pinnedPython() {
    return pinned("python", pins.resolve("requirements.txt")).resolve("bin/python");
  }

  /** The folder of a kind of clients, if it was made from these pins as they are now. */
  private Path pinned(String kind, Path versions) {
    try {
      Path stamp = folder.resolve(kind + ".installed");
      return Files.exists(stamp) && Files.readString(stamp).strip().equals(sha256(versions))
          ? folder.resolve(kind)
          : notInstalled(kind);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private Path notInstalled(String what) {
    return absent(
        "the pinned client ("
            + what
            + ") is not in "
            + folder
            + ": integration-tests/install-clients installs it");
  }

  private static String sha256(Path file) throws IOException {
    try {
      byte[] digest = MessageDigest.getInstance("SHA-256").digest(Files.readAllBytes(file));
      return HexFormat.of().formatHex(digest);
    } catch (NoSuchAlgorithmException e) {
      throw new AssertionError(e);
    }
  }

  private static Path onPath(String name, String debianPackage) {
    return allOnPath(name)
        .findFirst()
        .orElseGet(
            () -> absent(name + " is not on PATH: install Debian's package " + debianPackage));
  }

  private static Stream<Path> allOnPath(String name) {
    List<String> folders = List.of(System.getenv().getOrDefault("PATH", "").split(":"));
    return folders.stream()
        .map(folder -> Path.of(folder.isEmpty() ? "." : folder).resolve(name))
        .filter(Files::isExecutable);
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
