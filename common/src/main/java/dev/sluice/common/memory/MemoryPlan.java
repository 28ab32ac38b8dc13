package dev.sluice.common.memory;

import java.util.ArrayList;
import java.util.List;

/**
 * The plan of a process's memory: every part of it that grows with what is asked for, in bytes. The
 * JVM's setting {@code -Xmx} is the size of the heap and of direct memory, each; the parts of
 * either leave a rest, of the heap for everything that is not counted and for the collector, of
 * direct memory for the connections of clients.
 *
 * @param memory of the heap, and of direct memory as well
 * @param buffers direct: bytes of bodies under way, in buffers of Sluice's own
 * @param wideReads direct: bodies on their way from agents over sockets, the few that are fast
 * @param narrowReads direct: the other bodies on their way from agents
 * @param bodiesTakenIn direct: bodies on their way into the agent over sockets
 * @param snapshots heap: ordered snapshots of directories
 * @param uploads heap: unfinished uploads that were used last
 * @param documents heap: XML documents of requests, with what is made of them
 * @param smallDocuments heap: the same for small documents, which large ones do not keep out
 * @param socketsBetween whether frontend and agent speak over sockets; in one process a body is
 *     handed over in its buffer, and the parts for sockets only bound how many there are
 */
public record MemoryPlan(
    long memory,
    long buffers,
    long wideReads,
    long narrowReads,
    long bodiesTakenIn,
    long snapshots,
    long uploads,
    long documents,
    long smallDocuments,
    boolean socketsBetween) {
  private static final long SIXTEENTHS = 16;

  /** Of direct memory: what sockets between the tiers may hold, and they with the buffers. */
  private static final long SOCKETS = 11;

  private static final long SOCKETS_AND_BUFFERS = 15;

  /** Of what reads hold: the share of the wide ones, in elevenths. */
  private static final long WIDE_ELEVENTHS = 4;

  /**
   * Of the heap, one for small documents and these for the others: one of 8 MiB fits at 128 MiB.
   */
  private static final long SMALL_DOCUMENTS = 32;

  private static final long DOCUMENTS = 7;

  /** A part of a process's memory. */
  public record Part(String name, Place place, long bytes) {}

  /** A kind of memory. */
  public enum Place {
    HEAP,
    DIRECT
  }

  /**
   * The plan of a process that is both tiers.
   *
   * @param memory of the heap, bytes
   * @param bufferBudget wanted for buffers; they get half of direct memory at most
   * @param snapshotBudget wanted for snapshots; they get a quarter of the heap at most
   */
  public static MemoryPlan standalone(long memory, long bufferBudget, long snapshotBudget) {
    MemoryPlan frontend = frontend(memory, bufferBudget);
    MemoryPlan agent = agent(memory, bufferBudget, snapshotBudget);
    return new MemoryPlan(
        memory,
        agent.buffers,
        frontend.wideReads,
        frontend.narrowReads,
        agent.bodiesTakenIn,
        agent.snapshots,
        agent.uploads,
        frontend.documents,
        frontend.smallDocuments,
        false);
  }

  /** The plan of a frontend; see {@link #standalone}. */
  public static MemoryPlan frontend(long memory, long bufferBudget) {
    long buffers = buffers(memory, bufferBudget);
    long reads = sockets(memory, buffers);
    long wide = reads / SOCKETS * WIDE_ELEVENTHS;
    return new MemoryPlan(
        memory,
        buffers,
        wide,
        reads - wide,
        0,
        0,
        0,
        memory / SMALL_DOCUMENTS * DOCUMENTS,
        memory / SMALL_DOCUMENTS,
        true);
  }

  /** The plan of an agent; see {@link #standalone}. */
  public static MemoryPlan agent(long memory, long bufferBudget, long snapshotBudget) {
    long buffers = buffers(memory, bufferBudget);
    return new MemoryPlan(
        memory,
        buffers,
        0,
        0,
        sockets(memory, buffers),
        Math.min(snapshotBudget, memory / 4),
        memory / 8,
        0,
        0,
        true);
  }

  private static long buffers(long memory, long wanted) {
    return Math.min(wanted, memory / 2);
  }

  private static long sockets(long memory, long buffers) {
    return Math.min(
        memory / SIXTEENTHS * SOCKETS, memory / SIXTEENTHS * SOCKETS_AND_BUFFERS - buffers);
  }

  /** The parts, those that this process has, and what is left of either place. */
  public List<Part> parts() {
    List<Part> parts = new ArrayList<>();
    add(parts, "buffers", Place.DIRECT, buffers);
    if (socketsBetween) {
      add(parts, "wide reads", Place.DIRECT, wideReads);
      add(parts, "narrow reads", Place.DIRECT, narrowReads);
    }
    add(parts, "bodies taken in", Place.DIRECT, bodiesTakenIn);
    add(parts, "snapshots", Place.HEAP, snapshots);
    add(parts, "uploads", Place.HEAP, uploads);
    add(parts, "documents", Place.HEAP, documents);
    add(parts, "small documents", Place.HEAP, smallDocuments);
    for (Place place : Place.values()) {
      long taken = parts.stream().filter(part -> part.place == place).mapToLong(Part::bytes).sum();
      parts.add(new Part("rest", place, memory - taken));
    }
    return List.copyOf(parts);
  }

  private static void add(List<Part> parts, String name, Place place, long bytes) {
    if (bytes > 0) {
      parts.add(new Part(name, place, bytes));
    }
  }
}
