package dev.sluice.cli.bench;

import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.atomic.AtomicLongArray;
import java.util.concurrent.atomic.LongAdder;
import java.util.stream.LongStream;
import org.HdrHistogram.AtomicHistogram;
import org.HdrHistogram.Histogram;

/**
 * The outcome of every request of a run, for any number of threads, in memory that does not grow
 * with the run. Latency counts from when a request was due, so that one that waited for a stalled
 * server shows the stall (coordinated omission); service time counts from when it was sent.
 */
final class Recording {
  private static final long HIGHEST_MICROS = 3_600_000_000L;
  private static final int DIGITS = 3;
  private static final long MICRO = 1_000;
  private static final long SECOND = 1_000_000_000L;
  private static final int MOST_CODES = 32;
  private static final String OTHER_CODES = "other";

  /** A failure: how often, and in the words of its first. */
  record Failure(LongAdder count, String first) {}

  private static final class Row {
    private final AtomicHistogram latency = new AtomicHistogram(HIGHEST_MICROS, DIGITS);
    private final AtomicHistogram service = new AtomicHistogram(HIGHEST_MICROS, DIGITS);
    private final LongAdder bytes = new LongAdder();
    private final LongAdder failed = new LongAdder();
  }

  private final long start;
  private final Map<Operation, Row> rows = new EnumMap<>(Operation.class);
  private final Map<String, Failure> failures = new ConcurrentSkipListMap<>();
  private final AtomicLongArray requestsOfSecond;
  private final LongAdder requests = new LongAdder();
  private final LongAdder unsent = new LongAdder();

  /**
   * A recording.
   *
   * @param start in the time of {@link System#nanoTime}
   * @param seconds the longest that the run can take; what comes later counts in the last
   */
  Recording(long start, int seconds, Set<Operation> operations) {
    this.start = start;
    operations.forEach(operation -> rows.put(operation, new Row()));
    requestsOfSecond = new AtomicLongArray(seconds + 1);
  }

  /** A request that was answered as it should be; times are those of {@link System#nanoTime}. */
  void success(Operation operation, long due, long sent, long done, long bytes) {
    Row row = row(operation);
    row.latency.recordValue(micros(due, done));
    row.service.recordValue(micros(sent, done));
    row.bytes.add(bytes);
    if (operation == Operation.UPLOAD) {
      return; // its requests are counted one by one
    }
    requests.increment();
    requestsOfSecond.incrementAndGet(second(done));
  }

  /** A request that was not. */
  void failure(Operation operation, ExchangeFailure failure) {
    row(operation).failed.increment();
    requests.increment();
    failure(failure);
  }

  /** A promise that the server broke with requests that are counted already. */
  void failure(ExchangeFailure failure) {
    String code = failures.size() < MOST_CODES ? failure.code() : OTHER_CODES;
    failures
        .computeIfAbsent(
            failures.containsKey(failure.code()) ? failure.code() : code,
            _ -> new Failure(new LongAdder(), String.valueOf(failure.getMessage())))
        .count()
        .increment();
  }

  /** A request that was due and never sent, because no client was free: it waited at least so. */
  void unsent(Operation operation, long due, long end) {
    row(operation).latency.recordValue(micros(due, end));
    unsent.increment();
  }

  private Row row(Operation operation) {
    Row row = rows.get(operation);
    if (row == null) {
      throw new IllegalArgumentException(operation + " (expected: one of " + rows.keySet() + ")");
    }
    return row;
  }

  private static long micros(long from, long to) {
    return Math.clamp((to - from) / MICRO, 1, HIGHEST_MICROS);
  }

  long requests() {
    return requests.sum();
  }

  long failed() {
    return failures.values().stream().mapToLong(failure -> failure.count().sum()).sum();
  }

  long bytes() {
    return rows.entrySet().stream()
        .filter(row -> row.getKey() != Operation.UPLOAD)
        .mapToLong(row -> row.getValue().bytes.sum())
        .sum();
  }

  long unsent() {
    return unsent.sum();
  }

  /** The failures by their codes. */
  Map<String, Failure> failures() {
    return new TreeMap<>(failures);
  }

  Set<Operation> operations() {
    return rows.keySet();
  }

  long bytes(Operation operation) {
    return row(operation).bytes.sum();
  }

  long failed(Operation operation) {
    return row(operation).failed.sum();
  }

  /** Microseconds from when requests were due to their answers. */
  Histogram latency(Operation operation) {
    return row(operation).latency;
  }

  /** Microseconds from when requests were sent to their answers. */
  Histogram service(Operation operation) {
    return row(operation).service;
  }

  /** Requests answered in each second of the run, up to the one that holds {@code end}. */
  List<Long> requestsOfSeconds(long end) {
    return LongStream.rangeClosed(0, second(end))
        .map(second -> requestsOfSecond.get((int) second))
        .boxed()
        .toList();
  }

  private int second(long time) {
    return Math.clamp((time - start) / SECOND, 0, requestsOfSecond.length() - 1);
  }
}
