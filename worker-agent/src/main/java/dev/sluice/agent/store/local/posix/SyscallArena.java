package dev.sluice.agent.store.local.posix;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.ArrayBlockingQueue;
import org.jspecify.annotations.Nullable;

/**
 * Native memory for the arguments and answers of one system call at a time, used again by the next:
 * allocating it per call would cost more than most calls.
 *
 * <p>A platform thread keeps one for life. Virtual threads are many and short, so they borrow from
 * a small pool and give back; a virtual thread's own thread-local would leave 76 KiB to the
 * collector each. The memory goes when the collector finds that the thread, or the pool's overflow,
 * is gone.
 */
public final class SyscallArena implements AutoCloseable {
  static final int MAX_PATH_BYTES = 4095;

  /**
   * Bytes of the data area: the largest value of an extended attribute, and a chunk of a directory
   * or a heap buffer.
   */
  public static final int DATA_BYTES = 64 * 1024;

  private static final int MAX_POOLED = 32;
  private static final int PATH_AREA_BYTES = 4096 + 64;
  private static final long STATE = 0;
  private static final long STRUCT = 64;
  private static final long FIRST_PATH = 1024;
  private static final long SECOND_PATH = FIRST_PATH + PATH_AREA_BYTES;
  private static final long DATA = SECOND_PATH + PATH_AREA_BYTES;
  private static final byte[] PROC_FD = "/proc/self/fd/".getBytes(StandardCharsets.US_ASCII);

  private static final ThreadLocal<SyscallArena> OWN =
      ThreadLocal.withInitial(() -> new SyscallArena(false));
  private static final ArrayBlockingQueue<SyscallArena> POOL = new ArrayBlockingQueue<>(MAX_POOLED);

  private final MemorySegment memory = Arena.ofAuto().allocate(DATA + DATA_BYTES, 64);
  private final MemorySegment state = memory.asSlice(STATE, STRUCT);
  private final long address = memory.address();
  private final boolean pooled;

  private SyscallArena(boolean pooled) {
    this.pooled = pooled;
  }

  /**
   * The scratch of this thread for one system call; to be closed after it, on the same thread,
   * before the next is taken.
   */
  static SyscallArena take() {
    if (!Thread.currentThread().isVirtual()) {
      return OWN.get();
    }
    SyscallArena free = POOL.poll();
    return free == null ? new SyscallArena(true) : free;
  }

  @Override
  public void close() {
    if (pooled) {
      POOL.offer(this);
    }
  }

  /** The memory for a call's error number. */
  MemorySegment state() {
    return state;
  }

  /** Address of the area for structures, 960 bytes. */
  long struct() {
    return address + STRUCT;
  }

  /** Address of the area for data, {@link #DATA_BYTES}. */
  long data() {
    return address + DATA;
  }

  void putInt(long offsetInStruct, int value) {
    memory.set(ValueLayout.JAVA_INT, STRUCT + offsetInStruct, value);
  }

  void putLong(long offsetInStruct, long value) {
    memory.set(ValueLayout.JAVA_LONG, STRUCT + offsetInStruct, value);
  }

  short getShort(long offsetInStruct) {
    return memory.get(ValueLayout.JAVA_SHORT, STRUCT + offsetInStruct);
  }

  int getInt(long offsetInStruct) {
    return memory.get(ValueLayout.JAVA_INT, STRUCT + offsetInStruct);
  }

  long getLong(long offsetInStruct) {
    return memory.get(ValueLayout.JAVA_LONG, STRUCT + offsetInStruct);
  }

  /** Fills part of an array from the beginning of the data area. */
  void getData(byte[] target, int offset, int length) {
    MemorySegment.copy(memory, ValueLayout.JAVA_BYTE, DATA, target, offset, length);
  }

  /** Puts a buffer's next bytes at the beginning of the data area; its position stays. */
  void putData(ByteBuffer source, int length) {
    MemorySegment.copy(MemorySegment.ofBuffer(source), 0, memory, DATA, length);
  }

  /** The address of the first path, NUL-terminated; 0 when the kernel could not take it. */
  long firstPath(byte[] path) {
    return path(FIRST_PATH, path);
  }

  /** The address of the second path, NUL-terminated; 0 when the kernel could not take it. */
  long secondPath(byte[] path) {
    return path(SECOND_PATH, path);
  }

  /**
   * The address of the first path: of a descriptor's entry in {@code /proc}, and of the name below
   * it unless that is null.
   */
  long procPath(int descriptor, byte @Nullable [] name) {
    int digits = descriptor < 10 ? 1 : (int) Math.log10(descriptor) + 1;
    long at = FIRST_PATH;
    MemorySegment.copy(PROC_FD, 0, memory, ValueLayout.JAVA_BYTE, at, PROC_FD.length);
    at += PROC_FD.length + digits;
    int rest = descriptor;
    for (int digit = 1; digit <= digits; digit++) {
      memory.set(ValueLayout.JAVA_BYTE, at - digit, (byte) ('0' + rest % 10));
      rest /= 10;
    }
    if (name != null) {
      memory.set(ValueLayout.JAVA_BYTE, at++, (byte) '/');
      MemorySegment.copy(name, 0, memory, ValueLayout.JAVA_BYTE, at, name.length);
      at += name.length;
    }
    memory.set(ValueLayout.JAVA_BYTE, at, (byte) 0);
    return address + FIRST_PATH;
  }

  private long path(long area, byte[] path) {
    MemorySegment.copy(path, 0, memory, ValueLayout.JAVA_BYTE, area, path.length);
    memory.set(ValueLayout.JAVA_BYTE, area + path.length, (byte) 0);
    return address + area;
  }
}
