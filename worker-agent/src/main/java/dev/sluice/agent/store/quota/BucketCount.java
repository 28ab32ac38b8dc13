package dev.sluice.agent.store.quota;

import dev.sluice.agent.store.engine.StorageEngine;
import dev.sluice.agent.store.engine.bucket.Usage;
import dev.sluice.agent.store.engine.listing.DelimiterRule;
import dev.sluice.agent.store.engine.listing.Effort;
import dev.sluice.agent.store.engine.listing.ListScan;
import dev.sluice.agent.store.engine.listing.ListedEntry;
import dev.sluice.agent.store.engine.listing.LongListing;
import dev.sluice.agent.store.engine.upload.ListedUpload;
import dev.sluice.agent.store.engine.upload.UploadArea;
import dev.sluice.agent.store.engine.upload.UploadScan;
import dev.sluice.common.model.BucketName;
import dev.sluice.common.model.Cancellation;
import dev.sluice.common.model.KeyOrder;
import dev.sluice.common.model.UploadId;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.locks.Lock;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The count of one bucket: first the parts of its unfinished uploads, then its objects, page by
 * page. While a page is counted no change of the bucket is under way; between two pages changes go
 * on. For one thread at a time.
 */
final class BucketCount {
  private static final int UPLOAD_PAGE = 1_000;

  /** Attempts at a page while changes wait; the next one takes as long as it takes. */
  private static final int SHORT_ATTEMPTS = 3;

  private static final Logger LOG = LoggerFactory.getLogger(BucketCount.class);
  private static final byte[] FIRST = {};

  private final StorageEngine engine;
  private final BucketName bucket;
  private final Tally tally;
  private final UploadTallies uploads;

  /** Held while no change is under way. */
  private final Lock alone;

  /** Objects of a page: changes wait for about as long as this many are looked at. */
  private final int pageLength;

  BucketCount(
      StorageEngine engine,
      BucketName bucket,
      Tally tally,
      UploadTallies uploads,
      Lock alone,
      int pageLength) {
    this.engine = engine;
    this.bucket = bucket;
    this.tally = tally;
    this.uploads = uploads;
    this.alone = alone;
    this.pageLength = pageLength;
  }

  /** Begins anew, with the uploads. */
  void begin(Cancellation cancellation) {
    tally.beginCount();
    Set<UploadId> listed = new HashSet<>();
    byte[] from = FIRST;
    String afterId = "";
    List<ListedUpload> page;
    do {
      cancellation.check();
      page =
          engine.uploads(
              bucket, new UploadScan(new DelimiterRule("", ""), from, afterId, UPLOAD_PAGE));
      for (ListedUpload line : page) {
        if (line instanceof ListedUpload.Upload(var upload)) {
          from = KeyOrder.bytes("key", upload.key().value());
          afterId = upload.id().value();
          listed.add(upload.id());
          UploadArea area = engine.upload(bucket, upload.id());
          if (area != null) {
            alone(() -> uploads.lookAgain(area));
          }
        }
      }
    } while (page.size() == UPLOAD_PAGE);
    alone(() -> uploads.endUnless(listed));
  }

  private void alone(Runnable work) {
    alone.lock();
    try {
      work.run();
    } finally {
      alone.unlock();
    }
  }

  /**
   * Counts the next page of objects.
   *
   * @return what the last known usage lacked, where this was the last page; null where more pages
   *     follow, or the count became void
   */
  @Nullable Usage next(Cancellation cancellation) {
    byte[] from = tally.nextKey();
    if (from == null) {
      return null;
    }
    // Read once before changes have to wait, so that what is on the disk is in memory then.
    engine.list(bucket, scan(from, cancellation, Effort.UNBOUNDED));
    for (int attempt = 0; attempt < SHORT_ATTEMPTS; attempt++) {
      try {
        return count(from, cancellation, Effort.shortWork());
      } catch (LongListing changed) {
        engine.list(bucket, scan(from, cancellation, Effort.UNBOUNDED));
      }
    }
    LOG.debug("Bucket {}: changes wait while a page is counted", bucket);
    return count(from, cancellation, Effort.UNBOUNDED);
  }

  private @Nullable Usage count(byte[] from, Cancellation cancellation, Effort effort) {
    alone.lock();
    try {
      List<ListedEntry> page = engine.list(bucket, scan(from, cancellation, effort));
      long objects = 0;
      long bytes = 0;
      byte[] last = from;
      for (ListedEntry entry : page) {
        if (entry instanceof ListedEntry.Key(var key, var object)) {
          objects++;
          bytes += object.size();
          last = key.utf8();
        }
      }
      tally.counted(last, objects, bytes);
      return page.size() < pageLength ? tally.endCount() : null;
    } finally {
      alone.unlock();
    }
  }

  private ListScan scan(byte[] from, Cancellation cancellation, Effort effort) {
    return new ListScan(FIRST, from, false, pageLength, cancellation, effort);
  }
}
