package dev.sluice.frontend;

import com.sun.management.UnixOperatingSystemMXBean;
import java.lang.management.ManagementFactory;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The files that the process may have open at the same time, connections included. More connections
 * than that leaves room for would take the last one, and the admin port, the agents and the storage
 * could open nothing any more.
 *
 * @param limit as {@code ulimit -n} says
 * @param perConnection open files of a connection whose request is served
 */
record OpenFiles(long limit, int perConnection) {
  private static final Logger LOG = LoggerFactory.getLogger(OpenFiles.class);

  /** The socket alone: the object is open in the agent's process. */
  static final int APART_FROM_THE_AGENT = 1;

  /** The socket, and the object that is read or written. */
  static final int WITH_THE_AGENT = 2;

  /** Open files of everything else; of a low limit, half of it. */
  private static final int OTHERS = 512;

  /** The limit of this process; the JVM has raised its soft limit as far as it could. */
  static OpenFiles ofThisProcess(int perConnection) {
    long limit =
        ManagementFactory.getOperatingSystemMXBean() instanceof UnixOperatingSystemMXBean unix
            ? unix.getMaxFileDescriptorCount()
            : Long.MAX_VALUE;
    return new OpenFiles(limit, perConnection);
  }

  /** The wanted number of connections, or fewer where there is no room for them. */
  int connections(int wanted) {
    long room = Math.max(1, (limit - Math.min(OTHERS, limit / 2)) / perConnection);
    return (int) Math.min(wanted, room);
  }

  /** Says it where there are fewer connections than are wanted. */
  void warnOf(int wanted) {
    int served = connections(wanted);
    if (served < wanted) {
      LOG.warn(
          "maximum-connections: {} need {} open files, and this process may have {} (ulimit -n,"
              + " LimitNOFILE of systemd): {} connections are served at the same time",
          wanted,
          (long) wanted * perConnection + OTHERS,
          limit,
          served);
    }
  }
}
