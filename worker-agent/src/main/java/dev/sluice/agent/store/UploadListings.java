package dev.sluice.agent.store;

import dev.sluice.agent.store.engine.StorageEngine;
import dev.sluice.agent.store.engine.UploadRecord;
import dev.sluice.agent.store.request.UploadPage;
import dev.sluice.agent.store.request.UploadQuery;
import dev.sluice.common.model.KeyOrder;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Pages of unfinished uploads. */
final class UploadListings {
  private final StorageEngine engine;

  UploadListings(StorageEngine engine) {
    this.engine = engine;
  }

  /** One at a time: each has all uploads of its bucket in memory. */
  synchronized UploadPage list(UploadQuery query) {
    Refusals.requireWithin("upload limit", query.limit(), 0, StoreLimits.MAX_PAGE);
    DelimiterRule rollUp = new DelimiterRule(query.prefix(), query.delimiter());
    List<UploadRecord> page = new ArrayList<>();
    List<String> prefixes = new ArrayList<>();
    boolean truncated = false;
    String lastKey = "";
    String lastId = "";
    for (UploadRecord upload : after(query, rollUp)) {
      String key = upload.key().value();
      String rolledUp = rollUp.prefixOf(key);
      if (rolledUp != null && !prefixes.isEmpty() && rolledUp.equals(prefixes.getLast())) {
        continue;
      }
      if (page.size() + prefixes.size() == query.limit()) {
        truncated = query.limit() > 0;
        break;
      }
      if (rolledUp == null) {
        page.add(upload);
        lastKey = key;
        lastId = upload.id().value();
      } else {
        prefixes.add(rolledUp);
        lastKey = rolledUp;
        lastId = "";
      }
    }
    return new UploadPage(page, prefixes, truncated, lastKey, lastId);
  }

  private List<UploadRecord> after(UploadQuery query, DelimiterRule rollUp) {
    List<UploadRecord> uploads =
        engine.uploads(query.bucket()).stream()
            .filter(upload -> upload.key().value().startsWith(query.prefix()))
            .toList();
    if (query.keyMarker().isEmpty()) {
      return uploads;
    }
    // A marker below a common prefix stands behind all that this prefix rolls up, as on AWS.
    String rolledUp =
        query.keyMarker().startsWith(query.prefix()) ? rollUp.prefixOf(query.keyMarker()) : null;
    boolean skipsAll = rolledUp != null;
    String marker = rolledUp == null ? query.keyMarker() : rolledUp;
    byte[] place = KeyOrder.bytes("key marker", marker);
    UploadRecord last = find(uploads, query.uploadIdMarker());
    return uploads.stream()
        .filter(
            upload -> {
              if (upload.key().value().equals(marker)) {
                return !skipsAll
                    && !query.uploadIdMarker().isEmpty()
                    && isLater(upload, query.uploadIdMarker(), last);
              }
              return Arrays.compareUnsigned(upload.key().utf8(), place) > 0
                  && !(skipsAll && upload.key().value().startsWith(marker));
            })
        .toList();
  }

  private static @Nullable UploadRecord find(List<UploadRecord> uploads, String id) {
    return uploads.stream()
        .filter(upload -> upload.id().value().equals(id))
        .findFirst()
        .orElse(null);
  }

  /**
   * Whether an upload of the marker's key comes after the marker. A marker that is gone is compared
   * by its id, which begins with its time.
   */
  private static boolean isLater(UploadRecord upload, String marker, @Nullable UploadRecord last) {
    int time = last == null ? 0 : upload.initiated().compareTo(last.initiated());
    return time > 0 || (time == 0 && upload.id().value().compareTo(marker) > 0);
  }
}
