package dev.sluice.agent.store.memory;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** Bytes that never change, in segments, so that objects may be larger than an array. */
final class MemoryBytes {
  static final MemoryBytes EMPTY = new MemoryBytes(List.of());

  private final byte[][] segments;

  /** Offset of each segment's first byte, and the size at the end. */
  private final long[] offsets;

  /** Takes the segments as they are; they are not to be changed afterwards. */
  MemoryBytes(List<byte[]> segments) {
    this.segments = segments.toArray(byte[][]::new);
    offsets = new long[this.segments.length + 1];
    for (int i = 0; i < this.segments.length; i++) {
      offsets[i + 1] = offsets[i] + this.segments[i].length;
    }
  }

  static MemoryBytes of(byte[] bytes) {
    return new MemoryBytes(bytes.length == 0 ? List.of() : List.of(bytes.clone()));
  }

  long size() {
    return offsets[segments.length];
  }

  /** The segments of a range; whole ones are shared. */
  List<byte[]> stretch(long offset, long length) {
    List<byte[]> stretch = new ArrayList<>();
    long end = offset + length;
    for (int i = segmentAt(offset); i < segments.length && offsets[i] < end; i++) {
      int from = (int) Math.max(0, offset - offsets[i]);
      int to = (int) Math.min(segments[i].length, end - offsets[i]);
      boolean whole = from == 0 && to == segments[i].length;
      stretch.add(whole ? segments[i] : Arrays.copyOfRange(segments[i], from, to));
    }
    return stretch;
  }

  /** Fills the buffer from an offset; its remaining bytes must lie within. */
  void read(long offset, ByteBuffer target) {
    long position = offset;
    for (int i = segmentAt(offset); target.hasRemaining(); i++) {
      int from = (int) (position - offsets[i]);
      int length = Math.min(target.remaining(), segments[i].length - from);
      target.put(segments[i], from, length);
      position += length;
    }
  }

  private int segmentAt(long offset) {
    int found = Arrays.binarySearch(offsets, 0, segments.length, offset);
    return found >= 0 ? found : Math.max(0, -found - 2);
  }
}
