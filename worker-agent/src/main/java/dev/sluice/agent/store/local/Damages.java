package dev.sluice.agent.store.local;

import java.util.EnumMap;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.LongSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Counts what was met on the disk that Sluice did not leave there so. Each look counts, so that a
 * number that grows means that somebody asks for what is damaged; {@code sluice fsck} tells where.
 */
final class Damages {
  private static final Logger LOG = LoggerFactory.getLogger(Damages.class);

  /** As many of a kind are said in the log; the rest is a matter of the counter. */
  private static final long SAID = 10;

  /** Kinds of damage. */
  enum Kind {
    /** An attribute that holds no whole record: the object is served as a file from outside. */
    RECORD,
    /** A sidecar that an object needs and that is missing or damaged: its core counts. */
    SIDECAR,
    /** A bucket's record: the bucket is served as a directory from outside. */
    BUCKET_RECORD,
    /** An upload whose beginning or log cannot be read: it is left alone. */
    UPLOAD,
    /** A file that may not be opened: it is listed, but not served. */
    CLOSED_FILE,
    /** An object on its way that cannot be brought home. */
    MOVE
  }

  private final Map<Kind, LongAdder> met = new EnumMap<>(Kind.class);

  Damages() {
    for (Kind kind : Kind.values()) {
      met.put(kind, new LongAdder());
    }
  }

  private LongAdder counter(Kind kind) {
    return Objects.requireNonNull(met.get(kind));
  }

  /** One was met. */
  void met(Kind kind, String where) {
    LongAdder counter = counter(kind);
    counter.increment();
    if (counter.sum() <= SAID) {
      LOG.warn("Damaged {}: {}", kind.name().toLowerCase(Locale.ROOT).replace('_', ' '), where);
    }
  }

  long count(Kind kind) {
    return counter(kind).sum();
  }

  /** The counters by the names of their metrics. */
  Map<String, LongSupplier> measures() {
    Map<String, LongSupplier> measures = new TreeMap<>();
    for (Kind kind : Kind.values()) {
      String name = kind.name().toLowerCase(Locale.ROOT);
      measures.put("sluice_storage_damaged_" + name + "_total", () -> count(kind));
    }
    return measures;
  }
}
