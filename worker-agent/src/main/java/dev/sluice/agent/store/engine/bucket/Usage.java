package dev.sluice.agent.store.engine.bucket;

/**
 * Usage of a bucket, or a difference of two usages.
 *
 * @param objects how many
 * @param objectBytes of all objects
 * @param partBytes of all parts of unfinished uploads
 */
public record Usage(long objects, long objectBytes, long partBytes) {
  /** That of an empty bucket. */
  public static final Usage NONE = new Usage(0, 0, 0);

  /** That of one object. */
  public static Usage ofObject(long size) {
    return new Usage(1, size, 0);
  }

  /** That of parts. */
  public static Usage ofParts(long bytes) {
    return new Usage(0, 0, bytes);
  }

  /** Bytes of objects and parts together. */
  public long bytes() {
    return objectBytes + partBytes;
  }

  /** Both together. */
  public Usage plus(Usage other) {
    return new Usage(
        objects + other.objects, objectBytes + other.objectBytes, partBytes + other.partBytes);
  }

  /** The difference. */
  public Usage minus(Usage other) {
    return new Usage(
        objects - other.objects, objectBytes - other.objectBytes, partBytes - other.partBytes);
  }

  /** The larger one of each number. */
  public Usage max(Usage other) {
    return new Usage(
        Math.max(objects, other.objects),
        Math.max(objectBytes, other.objectBytes),
        Math.max(partBytes, other.partBytes));
  }
}
