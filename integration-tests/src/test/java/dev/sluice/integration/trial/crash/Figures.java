package dev.sluice.integration.trial.crash;

import dev.sluice.integration.SluiceProcess;
import dev.sluice.integration.trial.core.Answer;
import dev.sluice.integration.trial.core.Client;
import dev.sluice.integration.trial.core.Request;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;

/**
 * What a process holds after a garbage collection.
 *
 * @param heapBytes objects on the heap
 * @param directBytes direct memory
 * @param descriptors open files and sockets
 * @param threads platform threads
 */
record Figures(long heapBytes, long directBytes, long descriptors, long threads) {
  private static final long HEAP_ROOM = 24 << 20;
  private static final long DIRECT_ROOM = 48 << 20;
  private static final long DESCRIPTOR_ROOM = 64;
  private static final long THREAD_ROOM = 32;

  /** Collects garbage in a process, and reads its figures. */
  static Figures of(SluiceProcess process) throws IOException, InterruptedException {
    String jcmd = Path.of(System.getProperty("java.home"), "bin", "jcmd").toString();
    new ProcessBuilder(jcmd, Long.toString(process.pid()), "GC.run")
        .redirectErrorStream(true)
        .redirectOutput(ProcessBuilder.Redirect.DISCARD)
        .start()
        .waitFor();
    try (Client client = new Client(() -> process.admin("/metrics"));
        Stream<Path> open = Files.list(Path.of("/proc", Long.toString(process.pid()), "fd"))) {
      Answer answer = client.send(Request.of("GET", "metrics"));
      return new Figures(
          metric(answer, "sluice_jvm_heap_used_bytes"),
          metric(answer, "sluice_jvm_direct_memory_used_bytes"),
          open.count(),
          metric(answer, "sluice_jvm_threads"));
    }
  }

  private static long metric(Answer answer, String name) {
    return answer
        .text()
        .lines()
        .filter(line -> line.startsWith(name + " "))
        .map(line -> (long) Double.parseDouble(line.substring(name.length() + 1)))
        .findFirst()
        .orElseThrow();
  }

  /** Whether a process that began with these has grown beyond what load may explain. */
  boolean growsTo(Figures later) {
    return later.heapBytes > heapBytes * 3 / 2 + HEAP_ROOM
        || later.directBytes > directBytes + DIRECT_ROOM
        || later.descriptors > descriptors + DESCRIPTOR_ROOM
        || later.threads > threads + THREAD_ROOM;
  }

  @Override
  public String toString() {
    return "heap %d KiB, direct %d KiB, %d descriptors, %d threads"
        .formatted(heapBytes >> 10, directBytes >> 10, descriptors, threads);
  }
}
