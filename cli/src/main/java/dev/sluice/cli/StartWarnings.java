package dev.sluice.cli;

import dev.sluice.agent.AgentConfig;
import dev.sluice.common.config.ProcessConfig;
import dev.sluice.frontend.FrontendConfig;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFileAttributes;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.UserPrincipal;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Warnings at start of a configuration that is allowed and seldom meant: secrets that others can
 * read, and a data folder that holds a whole home directory. The process starts all the same.
 */
final class StartWarnings {
  private static final Logger LOG = LoggerFactory.getLogger(StartWarnings.class);
  private static final Path ROOT = Path.of("/");
  private static final Path HOMES = Path.of("/home");
  private static final Path HOME_OF_ROOT = Path.of("/root");

  /** Belongs to the user of this process. */
  private static final Path OWN = Path.of("/proc/self");

  private final Path home;
  private final List<String> sentences = new ArrayList<>();

  /**
   * Without warnings at first.
   *
   * @param home of the user of this process
   */
  StartWarnings(Path home) {
    this.home = home;
  }

  StartWarnings of(FrontendConfig config) {
    secret("credentials", config.credentials());
    return ofProcess(config.process());
  }

  StartWarnings of(AgentConfig config) {
    config
        .dataFolder()
        .ifPresent(folder -> data(config.storage().isEmpty() ? "data" : "storage", folder));
    return ofProcess(config.process());
  }

  private StartWarnings ofProcess(ProcessConfig process) {
    secret("token-file", process.tokenFile());
    secret("tls-key", process.tls().tlsKey());
    secret("agent-tls-key", process.tls().agentTlsKey());
    return this;
  }

  /** Each once; two tiers in one process share settings. */
  List<String> sentences() {
    return sentences.stream().distinct().toList();
  }

  void log() {
    sentences().forEach(LOG::warn);
  }

  private void data(String setting, Path data) {
    Path folder = real(data);
    if (folder.equals(ROOT)) {
      sentences.add(
          setting + ": " + data + " is the whole file system (expected: a folder for buckets)");
    } else if (folder.equals(real(home))
        || folder.equals(HOMES)
        || folder.equals(HOME_OF_ROOT)
        || HOMES.equals(folder.getParent())) {
      sentences.add(
          setting
              + ": "
              + data
              + " is a home directory, whose folders become buckets (expected: a folder for"
              + " buckets)");
    }
  }

  private static Path real(Path path) {
    try {
      return path.toRealPath();
    } catch (IOException e) {
      return path.toAbsolutePath().normalize(); // it is about to be made, or the start says why not
    }
  }

  private void secret(String setting, Optional<Path> file) {
    if (file.isEmpty()) {
      return;
    }
    String readers = readers(file.get());
    if (!readers.isEmpty()) {
      sentences.add(
          "%s: %s can be read by %s (expected: chmod 600, or 640 and another owner)"
              .formatted(setting, file.get(), readers));
    }
  }

  /**
   * The readers of a secret besides those who need it; empty: none. A file of another user has to
   * be readable by its group, if this process is to read it without being root.
   */
  private static String readers(Path file) {
    try {
      PosixFileAttributes known = Files.readAttributes(file, PosixFileAttributes.class);
      UserPrincipal user = Files.getOwner(OWN);
      if (known.permissions().contains(PosixFilePermission.OTHERS_READ)) {
        return "every user of this machine";
      }
      return known.permissions().contains(PosixFilePermission.GROUP_READ)
              && known.owner().equals(user)
          ? "the group " + known.group().getName()
          : "";
    } catch (IOException e) {
      return ""; // its reader reports that
    }
  }
}
