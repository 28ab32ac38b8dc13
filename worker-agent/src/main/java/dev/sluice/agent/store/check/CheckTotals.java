package dev.sluice.agent.store.check;

import java.util.EnumMap;
import java.util.Map;

/** Sums of a check. For the thread that checks. */
public final class CheckTotals {
  private long buckets;
  private long objects;
  private long bytes;
  private long read;
  private long remaining;
  private long repaired;
  private final Map<FindingKind, Long> found = new EnumMap<>(FindingKind.class);

  /** A bucket was begun. */
  public void addBucket() {
    buckets++;
  }

  /** An object was looked at. */
  public void addObject(long size) {
    objects++;
    bytes += size;
  }

  /** Bytes were read. */
  public void addRead(long count) {
    read += count;
  }

  /** Something was found. */
  public void add(Finding finding) {
    found.merge(finding.kind(), 1L, Long::sum);
    if (finding.outcome() == Finding.Outcome.REPAIRED) {
      repaired++;
    } else if (finding.remains()) {
      remaining++;
    }
  }

  /** Buckets that were looked at. */
  public long buckets() {
    return buckets;
  }

  /** Objects that were looked at. */
  public long objects() {
    return objects;
  }

  /** Bytes that these objects have. */
  public long bytes() {
    return bytes;
  }

  /** Bytes of them that were read. */
  public long read() {
    return read;
  }

  /** Findings that are no notes and were not repaired. */
  public long remaining() {
    return remaining;
  }

  /** Findings, notes included, that were repaired. */
  public long repaired() {
    return repaired;
  }

  /** The number of findings of each kind; kinds without any are left out. */
  public Map<FindingKind, Long> found() {
    return found;
  }
}
