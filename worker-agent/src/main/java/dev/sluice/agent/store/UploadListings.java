package dev.sluice.agent.store;

import dev.sluice.agent.store.access.Access;
import dev.sluice.agent.store.engine.StorageEngine;
import dev.sluice.agent.store.engine.listing.DelimiterRule;
import dev.sluice.agent.store.engine.upload.ListedUpload;
import dev.sluice.agent.store.engine.upload.UploadRecord;
import dev.sluice.agent.store.engine.upload.UploadScan;
import dev.sluice.agent.store.request.UploadPage;
import dev.sluice.agent.store.request.UploadQuery;
import dev.sluice.common.model.KeyOrder;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** Pages of unfinished uploads. */
final class UploadListings {
  private final StorageEngine engine;

  UploadListings(StorageEngine engine) {
    this.engine = engine;
  }

  UploadPage list(Access access, UploadQuery query) {
    access.context().requireWaiting();
    Refusals.requireWithin("upload limit", query.limit(), 0, StoreLimits.MAX_PAGE);
    List<ListedUpload> lines = engine.uploads(query.bucket(), scan(query));
    boolean truncated = query.limit() > 0 && lines.size() > query.limit();
    List<UploadRecord> page = new ArrayList<>();
    List<String> prefixes = new ArrayList<>();
    String lastKey = "";
    String lastId = "";
    for (ListedUpload line : lines.subList(0, Math.min(query.limit(), lines.size()))) {
      switch (line) {
        case ListedUpload.Upload(UploadRecord upload) -> {
          page.add(upload);
          lastKey = upload.key().value();
          lastId = upload.id().value();
        }
        case ListedUpload.Prefix(String prefix) -> {
          prefixes.add(prefix);
          lastKey = prefix;
          lastId = "";
        }
      }
    }
    return new UploadPage(page, prefixes, truncated, lastKey, lastId);
  }

  /** One line more than the page has, which says whether more follow. */
  private static UploadScan scan(UploadQuery query) {
    DelimiterRule keys = new DelimiterRule(query.prefix(), query.delimiter());
    String marker = query.keyMarker();
    byte[] place = KeyOrder.bytes("key marker", marker);
    int limit = query.limit() + 1;
    if (marker.isEmpty()) {
      return new UploadScan(keys, place, "", limit);
    }
    String rolledUp = marker.startsWith(query.prefix()) ? keys.prefixOf(marker) : null;
    if (rolledUp != null) {
      // A marker below a common prefix stands behind all that this prefix rolls up, as on AWS.
      return new UploadScan(keys, KeyOrder.afterAll(rolledUp), "", limit);
    }
    if (query.uploadIdMarker().isEmpty()) {
      return new UploadScan(keys, Arrays.copyOf(place, place.length + 1), "", limit);
    }
    return new UploadScan(keys, place, query.uploadIdMarker(), limit);
  }
}
