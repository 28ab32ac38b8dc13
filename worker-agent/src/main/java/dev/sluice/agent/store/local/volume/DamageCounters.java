package dev.sluice.agent.store.local.volume;

import dev.sluice.common.metrics.Metric;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.atomic.LongAdder;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Counters of damage met on the disk. Each encounter counts, so that a growing number means that
 * damaged objects are requested; the log names each place once, as far as there are few, and {@code
 * sluice fsck} names all.
 */
public final class DamageCounters {
  private static final Logger LOG = LoggerFactory.getLogger(DamageCounters.class);

  /** The number of places of a kind that the log names; all others are only counted. */
  private static final int SAID = 10;

  /** Kinds of damage. */
  public enum Kind {
    /** An attribute that holds no whole record: the object is served as a file from outside. */
    RECORD("damaged records, whose objects are served as files from outside"),
    /** A sidecar that an object needs and that is missing or damaged: its core counts. */
    SIDECAR("objects whose sidecar is missing or damaged"),
    /** A bucket's record: the bucket is served as a directory from outside. */
    BUCKET_RECORD("damaged records of buckets"),
    /** An upload whose beginning or log cannot be read: it is left alone. */
    UPLOAD("uploads whose beginning or log is damaged"),
    /** A file that may not be opened: it is listed, but not served. */
    CLOSED_FILE("files that may not be opened"),
    /** A folder that may not be read: where its keys would be listed, the listing fails. */
    CLOSED_FOLDER("folders that may not be read, where their keys would be listed"),
    /** A link, pipe, socket or device where an object was to be stored. */
    OBSTACLE("links, pipes, sockets and devices where an object was to be stored"),
    /** An object on its way that cannot be brought home. */
    MOVE("objects on their way that cannot be brought home");

    private final String what;

    Kind(String what) {
      this.what = what;
    }
  }

  private final Map<Kind, LongAdder> met = new EnumMap<>(Kind.class);
  private final Map<Kind, Set<String>> said = new EnumMap<>(Kind.class);

  public DamageCounters() {
    for (Kind kind : Kind.values()) {
      met.put(kind, new LongAdder());
      said.put(kind, new HashSet<>());
    }
  }

  private LongAdder counter(Kind kind) {
    return Objects.requireNonNull(met.get(kind));
  }

  /** One was met. */
  public void met(Kind kind, String where) {
    counter(kind).increment();
    if (isNew(kind, where)) {
      LOG.warn("Met on the storage: {}: {}", title(kind), where);
    }
  }

  private static String title(Kind kind) {
    return kind.name().toLowerCase(Locale.ROOT).replace('_', ' ');
  }

  private boolean isNew(Kind kind, String where) {
    Set<String> places = Objects.requireNonNull(said.get(kind));
    synchronized (places) {
      return places.size() < SAID && places.add(where);
    }
  }

  long count(Kind kind) {
    return counter(kind).sum();
  }

  /** The counters as metrics. */
  public List<Metric> measures() {
    return Arrays.stream(Kind.values()).map(this::measure).toList();
  }

  private Metric measure(Kind kind) {
    return Metric.counter(
        "sluice_storage_damaged_" + kind.name().toLowerCase(Locale.ROOT) + "_total",
        "Looks at " + kind.what + ".",
        () -> count(kind));
  }
}
