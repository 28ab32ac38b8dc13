package dev.sluice.integration.trial.core;

import dev.sluice.integration.SluiceProcess;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;

/**
 * What a process holds after a garbage collection.
 *
 * @param heapBytes objects on the heap
 * @param directBytes direct memory, that of sockets included
 * @param residentBytes most that it has ever had in memory
 * @param descriptors open files and sockets
 * @param threads platform threads
 */
public record Figures(
    long heapBytes, long directBytes, long residentBytes, long descriptors, long threads) {
  private static final long HEAP_ROOM = 24 << 20;
  private static final long DIRECT_ROOM = 48 << 20;
  private static final long DESCRIPTOR_ROOM = 64;
  private static final long THREAD_ROOM = 32;

  /** Collects garbage in a process, and reads its figures. */
  public static Figures of(SluiceProcess process) throws IOException, InterruptedException {
    String jcmd = Path.of(System.getProperty("java.home"), "bin", "jcmd").toString();
    new ProcessBuilder(jcmd, Long.toString(process.pid()), "GC.run")
        .redirectErrorStream(true)
        .redirectOutput(ProcessBuilder.Redirect.DISCARD)
        .start()
        .waitFor();
    return now(process);
  }

  /** Reads the figures of a process, garbage included. */
  public static Figures now(SluiceProcess process) throws IOException {
    try (Client client = new Client(() -> process.admin("/metrics"));
        Stream<Path> open = Files.list(Path.of("/proc", Long.toString(process.pid()), "fd"))) {
      Answer answer = client.send(Request.of("GET", "metrics"));
      return new Figures(
          metric(answer, "sluice_jvm_heap_used_bytes"),
          metric(answer, "sluice_jvm_direct_memory_used_bytes"),
          mostResident(process),
          open.count(),
          metric(answer, "sluice_jvm_threads"));
    }
  }

  private static long mostResident(SluiceProcess process) throws IOException {
    String name = "VmHWM:";
    return Files.readAllLines(Path.of("/proc", Long.toString(process.pid()), "status")).stream()
        .filter(line -> line.startsWith(name))
        .mapToLong(line -> Long.parseLong(line.replaceAll("\\D", "")) << 10)
        .findFirst()
        .orElseThrow();
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
  public boolean growsTo(Figures later) {
    return later.heapBytes > heapBytes * 3 / 2 + HEAP_ROOM
        || later.directBytes > directBytes + DIRECT_ROOM
        || later.descriptors > descriptors + DESCRIPTOR_ROOM
        || later.threads > threads + THREAD_ROOM;
  }

  @Override
  public String toString() {
    return "heap %d KiB, direct %d KiB, resident %d KiB at most, %d descriptors, %d threads"
        .formatted(heapBytes >> 10, directBytes >> 10, residentBytes >> 10, descriptors, threads);
  }
}
