package dev.sluice.agent.store.engine.upload;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.TreeMap;

/**
 * The first lines of a scan, gathered from uploads in any order. Holds no more of them than the
 * page has lines. For one thread.
 */
public final class UploadSelection {
  /**
   * A line's place in the order.
   *
   * @param key of the upload, or what keys are rolled up to
   * @param id of the upload; empty for a prefix
   */
  @SuppressWarnings("ArrayRecordComponent") // compared by ORDER alone
  private record Place(byte[] key, String id) {
    static final Comparator<Place> ORDER =
        Comparator.comparing(Place::key, Arrays::compareUnsigned).thenComparing(Place::id);
  }

  private final UploadScan scan;
  private final TreeMap<Place, ListedUpload> page = new TreeMap<>(Place.ORDER);

  /** An empty selection. */
  public UploadSelection(UploadScan scan) {
    this.scan = scan;
  }

  /** Whether an upload would change the page; spares a look at whether it is unfinished. */
  public boolean wants(UploadRecord upload) {
    if (!upload.key().value().startsWith(scan.keys().prefix()) || isBefore(upload)) {
      return false;
    }
    Place place = place(upload);
    return !page.containsKey(place)
        && (page.size() < scan.limit() || Place.ORDER.compare(place, page.lastKey()) < 0);
  }

  /** Adds an unfinished upload. */
  public void add(UploadRecord upload) {
    if (wants(upload)) {
      String prefix = scan.keys().prefixOf(upload.key().value());
      page.put(
          place(upload),
          prefix == null
              ? new ListedUpload.Upload(upload.withoutMetadata())
              : new ListedUpload.Prefix(prefix));
      if (page.size() > scan.limit()) {
        page.pollLastEntry();
      }
    }
  }

  /** The lines of the page, in order. */
  public List<ListedUpload> page() {
    return List.copyOf(page.values());
  }

  private boolean isBefore(UploadRecord upload) {
    int order = Arrays.compareUnsigned(upload.key().utf8(), scan.from());
    return order < 0
        || (order == 0
            && !scan.afterId().isEmpty()
            && upload.id().value().compareTo(scan.afterId()) <= 0);
  }

  private Place place(UploadRecord upload) {
    String prefix = scan.keys().prefixOf(upload.key().value());
    return prefix == null
        ? new Place(upload.key().utf8(), upload.id().value())
        : new Place(prefix.getBytes(StandardCharsets.UTF_8), "");
  }
}
