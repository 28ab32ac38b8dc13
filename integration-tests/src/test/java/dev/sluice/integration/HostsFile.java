package dev.sluice.integration;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Assumptions;

/**
 * Lets a command find buckets' host names on this machine, as a name server would: it sees an
 * {@code /etc/hosts} of its own. Only root may give it one.
 */
final class HostsFile {

  private static final String SEES_ITS_OWN = "mount --bind \"$0\" /etc/hosts && exec \"$@\"";

  private HostsFile() {}

  /**
   * Words to put before a command.
   *
   * @param folder where the file may lie
   * @param buckets whose host names it shall find
   */
  static Object[] naming(Path folder, String... buckets) throws IOException {
    Path unshare = OutsideClients.unshare();
    StringBuilder names = new StringBuilder("127.0.0.1 localhost " + S3Clients.DOMAIN);
    for (String bucket : buckets) {
      names.append(' ').append(bucket).append('.').append(S3Clients.DOMAIN);
    }
    Path hosts = Files.writeString(folder.resolve("hosts"), names.append('\n'));
    Object[] words = {unshare, "-m", "sh", "-c", SEES_ITS_OWN, hosts};
    Assumptions.assumeTrue(
        OutsideCommand.of(words).with("true").run().exitCode() == 0,
        "only root may give a command an /etc/hosts of its own");
    return words;
  }
}
