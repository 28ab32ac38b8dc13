package dev.sluice.integration;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Assumptions;

/**
 * Lets a command find buckets' host names on this machine, as a name server would: it sees an
 * {@code /etc/hosts} of its own, in a mount namespace. Only root may make one, or whoever is root
 * in a user namespace. The domain itself is not named unless it is asked for: a client that uses it
 * in path style finds nobody.
 */
final class HostsFile {

  /** For clients that make and list buckets at the domain whatever the style. */
  static final String AND_THE_DOMAIN = "";

  private static final String SEES_ITS_OWN = "mount --bind \"$0\" /etc/hosts && exec \"$@\"";

  /** Of capabilities(7): who has it not, and gets it in no user namespace, mounts nothing. */
  private static final int CAP_SYS_ADMIN = 21;

  private HostsFile() {}

  /**
   * Words to put before a command.
   *
   * @param folder where the file may lie
   * @param buckets whose host names it shall find
   */
  static Object[] naming(Path folder, String... buckets) throws IOException {
    Path unshare = OutsideClients.unshare();
    StringBuilder names = new StringBuilder("127.0.0.1 localhost");
    for (String bucket : buckets) {
      names.append(' ').append(bucket).append(bucket.isEmpty() ? "" : ".").append(S3Clients.DOMAIN);
    }
    Path hosts = Files.writeString(folder.resolve("hosts"), names.append('\n'));
    for (String namespaces : List.of("-m", "-rm")) {
      Object[] words = {unshare, namespaces, "sh", "-c", SEES_ITS_OWN, hosts};
      if (OutsideCommand.of(words).with("true").run().exitCode() == 0) {
        return words;
      }
    }
    Assumptions.assumeTrue(
        mayMount(), "this machine lets nobody here mount: clients see no names of buckets");
    OutsideClients.absent("unshare and mount give a command no /etc/hosts of its own");
    throw new AssertionError("unreachable");
  }

  private static boolean mayMount() throws IOException {
    String capabilities =
        Files.readAllLines(Path.of("/proc/self/status")).stream()
            .filter(line -> line.startsWith("CapEff:"))
            .map(line -> line.substring("CapEff:".length()).strip())
            .findFirst()
            .orElse("0");
    return (Long.parseUnsignedLong(capabilities, 16) >> CAP_SYS_ADMIN & 1) == 1;
  }
}
